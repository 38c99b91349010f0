"""What the console shows, gathered from log, read models and vault. Names are looked up here and kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.http.services import ApiServices
from adapters.members_file import MAX_TELEGRAM_ID
from commands.ports import Person
from domain.ids import UserId
from domain.recorded import Damaged, Recorded
from queries.daily_gift import gift_streak
from queries.feed import DAMAGED, json_safe
from queries.history import history
from queries.levels import level_of
from queries.membership import membership_of
from queries.referrals import user_of_code
from queries.traces import trace
from queries.users import user_view
from queries.wallet import wallet_view

LATEST = 25
LONGEST_VALUE = 60
MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event on a page. `depth` counts the causes above it in a trace."""

    position: int
    topic: str
    when: datetime | None
    fields: Sequence[tuple[str, str]]
    user_id: UserId | None = None
    name: str | None = None
    source: str = ""
    correlation_id: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A user, as the read models know them. `name` is None where the vault knows nobody."""

    user_id: UserId
    name: str | None
    username: str | None
    facts: Sequence[tuple[str, str]]
    events: Sequence[EventLine]
    older: int | None


async def overview(app: ApiServices) -> dict[str, Any]:
    """How the system is, and what happened last."""
    report = app.health.report()
    head = await app.log.head()
    events = await app.log.read(max(0, head - LATEST), LATEST)
    people = await _people(app, [event.user_id for event in events if isinstance(event, Recorded)])
    return {
        "head": head,
        "lag": max((each.lag for each in report["projections"]), default=0),
        "parked": report["parked"],
        "now": app.clock.now(),
        "services": report["services"],
        "projections": report["projections"],
        "events": [_line(event, people) for event in reversed(events)],
        "older": events[0].position if events and events[0].position > 1 else None,
    }


async def earlier(app: ApiServices, before: int) -> dict[str, Any]:
    """The events before a position, the newest first."""
    last = min(before - 1, await app.log.head())
    first = max(0, last - LATEST)
    events = await app.log.read(first, last - first) if last > first else []
    people = await _people(app, [event.user_id for event in events if isinstance(event, Recorded)])
    return {"events": [_line(event, people) for event in reversed(events)], "older": first + 1 if first else None}


async def meant_by(app: ApiServices, word: str) -> UserId | None:
    """Who is meant by a user id, a referral code or a Telegram id; None if that is nobody."""
    if await app.reads.run(user_view, UserId(word)) is not None:
        return UserId(word)
    if (found := await app.reads.run(user_of_code, word)) is not None:
        return found
    telegram_id = int(word) if word.isascii() and word.isdecimal() else 0
    return await app.vault.find(telegram_id) if 0 < telegram_id <= MAX_TELEGRAM_ID else None


async def traced(app: ApiServices, correlation_id: str) -> list[EventLine]:
    """All that followed from one cause; empty if there is no such correlation."""
    lines = await app.reads.run(trace, correlation_id)
    people = await _people(app, [line.user_id for line in lines])
    return [
        EventLine(
            position=line.position,
            topic=line.topic,
            when=line.occurred_at,
            fields=told(line.fields),
            user_id=line.user_id,
            name=_name(people, line.user_id),
            source=line.source,
            correlation_id=correlation_id,
            depth=line.depth,
        )
        for line in lines
    ]


async def portrait(app: ApiServices, user_id: UserId, before: int | None) -> Portrait | None:
    """A user with the newest of their events, or those before a position; None for nobody."""
    user = await app.reads.run(user_view, user_id)
    if user is None:
        return None
    now = app.clock.now()
    wallet = await app.reads.run(wallet_view, user_id)
    level = await app.reads.run(level_of, user_id)
    streak = await app.reads.run(gift_streak, user_id)
    membership = await app.reads.run(membership_of, user_id)
    page = await app.reads.run(history, user_id, before=before, limit=LATEST)
    person = (await _people(app, [user_id])).get(user_id)
    vip = membership is not None and membership.active(now)
    facts = [
        ("Besitos", f"{wallet.available:,}"),
        ("Level", f"{level.level} · {level.experience:,} XP"),
        ("Gifts in a row", str(streak.streak if streak else 0)),
        ("VIP", f"until {membership.until:%Y-%m-%d}" if vip and membership else "no"),
        ("Language", user.language or "–"),
        ("Time zone", user.time_zone or "–"),
        ("Since", f"{user.registered_at:%Y-%m-%d}" if user.registered_at else "–"),
        ("Banned", "yes" if user.is_banned(now) else "no"),
    ]
    events = [
        EventLine(
            position=each.position,
            topic=each.type,
            when=each.occurred_at,
            fields=told(each.fields),
            source=each.source,
            correlation_id=each.correlation_id,
        )
        for each in page.items
    ]
    return Portrait(
        user_id=user_id,
        name=person.first_name if person else None,
        username=person.username if person else None,
        facts=facts,
        events=events,
        older=page.next,
    )


def told(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An event's fields in words: the first few, long values cut, empty ones left out."""
    shown = [(name, _value(json_safe(value))) for name, value in fields.items() if value not in (None, "", [], {})]
    return shown[:MOST_FIELDS] + ([("…", f"{len(shown) - MOST_FIELDS} more")] if len(shown) > MOST_FIELDS else [])


def _value(value: Any) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{name} {_word(each)}" for name, each in value.items())
    elif isinstance(value, list):
        text = ", ".join(map(_word, value))
    else:
        text = _word(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text.removesuffix(".000Z") + "Z" if text.endswith(".000Z") else text


def _line(event: Recorded | Damaged, people: Mapping[UserId, Person]) -> EventLine:
    if isinstance(event, Damaged):
        return EventLine(event.position, event.topic or DAMAGED, None, [("damaged", event.reason)])
    return EventLine(
        position=event.position,
        topic=event.topic,
        when=event.timestamp,
        fields=told(event.state),
        user_id=event.user_id,
        name=_name(people, event.user_id),
        source=event.source,
        correlation_id=event.correlation_id,
    )


async def _people(app: ApiServices, user_ids: Sequence[UserId | None]) -> dict[UserId, Person]:
    return await app.vault.people([user_id for user_id in user_ids if user_id])


def _name(people: Mapping[UserId, Person], user_id: UserId | None) -> str | None:
    person = people.get(user_id) if user_id else None
    return person.first_name if person else None
