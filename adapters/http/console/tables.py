"""What a page of tables is made of. A section of the console fills one in; `tables.html` shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote

from adapters.http.services import ApiServices
from commands.ports import Person
from domain.errors import NotFound
from domain.ids import UserId

Tone = Literal["", "good", "bad", "warn", "soft"]
MOST_OF_AN_ID = 11

People = Mapping[UserId, Person]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `hint` stands below it, smaller; `href` is where it leads."""

    text: str
    hint: str = ""
    tone: Tone = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. Numbers stand to the right."""

    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, columns, rows of as many cells, and what is said when there is none. `older` is the position before
    which the next page begins."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: str
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the whole."""

    name: str
    value: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class TablesPage:
    """A section of the console: figures, then tables."""

    title: str
    lead: str
    tiles: Sequence[Tile]
    tables: Sequence[Table]


def columns(*names: str) -> tuple[Column, ...]:
    """Headings; those that begin with `#` are of numbers."""
    return tuple(Column(name.removeprefix("#"), name.startswith("#")) for name in names)


def number(value: int | None, hint: str = "", tone: Tone = "") -> Cell:
    """A number with its thousands apart; a dash for none."""
    return Cell("–" if value is None else f"{value:,}", hint, tone)


def moment(at: datetime | None, hint: str = "", tone: Tone = "") -> Cell:
    """A time in UTC, to the minute; a dash for none."""
    return Cell("–" if at is None else f"{at:%Y-%m-%d %H:%M}Z", hint, tone)


def who(people: People, user_id: UserId | None) -> Cell:
    """A person by name, or by id where the vault knows nobody; a dash for none."""
    if user_id is None:
        return Cell("–", tone="soft")
    person = people.get(user_id)
    return Cell(person.first_name if person else user_id, href=f"/console/users/{user_id}")


def brief(correlation_id: str) -> str:
    """Its end, which tells it from others: many begin alike, with where they come from."""
    return correlation_id if len(correlation_id) <= MOST_OF_AN_ID else "…" + correlation_id[1 - MOST_OF_AN_ID :]


def trace(correlation_id: str) -> Cell:
    """The way to all that followed from one cause."""
    return Cell(brief(correlation_id), href=f"/console/traces/{quote(correlation_id, safe='')}")


def lasting(span: timedelta) -> str:
    """A length of time in its two greatest units."""
    minutes = int(span.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


async def named(app: ApiServices, user_ids: Iterable[UserId | None]) -> People:
    """What the vault knows of these people."""
    return await app.vault.people(list({user_id for user_id in user_ids if user_id}))


def item_of(app: ApiServices, item: str) -> Cell:
    """An item as members see it; its id where the content has dropped it."""
    try:
        found = app.bus.content.item(item)
    except NotFound:
        return Cell(item, "no longer in the content", "soft")
    return Cell(f"{found.icon} {found.title.by_language['en']}", item)
