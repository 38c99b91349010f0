"""Members as a spreadsheet has them: a CSV file read with everything that spreadsheets do to one.

Every fault is told by line, column and reason, all at once. Nothing here says who is in the file: a problem names the
place, and what is wrong with the value, never a name.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.spreadsheet import UNREADABLE_ROW, rows_of, separator_of
from commands.moving_in import MoveIn
from domain.content import ContentPack
from domain.definitions import MAX_EXPERIENCE
from domain.errors import DomainError, NotFound
from domain.ids import UserId
from domain.membership import MAX_DAYS
from domain.users import LANGUAGES, checked_time_zone
from domain.wallet import MAX_AMOUNT

REQUIRED = ("telegram_id", "first_name")
COLUMNS = (
    *REQUIRED,
    "last_name",
    "username",
    "language",
    "time_zone",
    "points",
    "level",
    "experience",
    "vip_until",
    "vip_plan",
)
UNREADABLE = "\ufffd"
MAX_TELEGRAM_ID = 2**52
"""Telegram says: at most 52 significant bits."""
MOST_NAME = 64
USERNAME = re.compile(r"[A-Za-z0-9_]{4,32}")
SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
SEPARATED = re.compile(r"\d{1,3}([.,]\d{3})+([.,]\d+)?")
WHOLE = re.compile(r"(\d+)([.,]0{1,2})?")
"""A spreadsheet may add one or two decimals. Three would read a thousand as one: `1,000`."""
LONGEST_NUMBER = 16
"""Digits that are read; more are beyond every bound."""
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""How an import may be called: it stands in the reason of every amount, for ever."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a file from being imported. `line` counts from 1, the header's; `column` is None for a whole line."""

    line: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One line: who it is, for the vault, and what they bring."""

    line: int
    telegram_id: int
    first_name: str
    last_name: str | None
    username: str | None
    brings: dict[str, Any]

    def command(self, user_id: UserId, name: str) -> MoveIn:
        """What is to be given for them. `name` is the import's."""
        return MoveIn(user_id=user_id, name=name, **self.brings)

    def __repr__(self) -> str:
        """Says the line only, so that no log or traceback shows who it is."""
        return f"Newcomer(line {self.line})"


@dataclass(slots=True)
class MembersFile:
    """What was found in a file: members, faults, and what is worth knowing although it keeps nothing from going on."""

    members: list[Newcomer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def counted_faults(count: int) -> str:
    """How many faults, in words."""
    return "1 fault" if count == 1 else f"{count:,} faults"


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: what its first bytes say, else UTF-8, else what Windows calls ANSI.

    A sign that can't be read, as where the file was cut off, stands as U+FFFD: `read_members` names its place.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def read_members(text: str, content: ContentPack, now: datetime) -> MembersFile:
    """Reads and checks the whole file. `now` decides whose VIP is over."""
    found = MembersFile()
    lines = _cells(text.removeprefix("\ufeff"))
    if not lines:
        found.faults.append(Fault(1, None, "the file is empty"))
        return found
    (first, header), *rows = lines
    if header is None:
        found.faults.append(Fault(first, None, UNREADABLE_ROW))
        return found
    columns = [_column(cell) for cell in header]
    _check_header(first, columns, found)
    if found.faults:
        return found
    seen: dict[int, int] = {}
    for number, cells in rows:
        if cells is None:
            found.faults.append(Fault(number, None, UNREADABLE_ROW))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if (place := next((place for place, cell in enumerate(cells) if UNREADABLE in cell), None)) is not None:
            column = columns[place] if place < len(columns) else None
            found.faults.append(Fault(number, column, "holds a sign that can't be read: save the file as UTF-8, whole"))
            continue
        if len(cells) != len(columns):
            found.faults.append(Fault(number, None, f"has {len(cells)} cells, and the header {len(columns)}"))
            continue
        values = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
        if (member := _Line(number, values, content, now, found, seen).read()) is not None:
            found.members.append(member)
    if not found.members and not found.faults:
        found.faults.append(Fault(first + 1, None, "there is nobody in the file"))
    return found


def _cells(text: str) -> list[tuple[int, list[str] | None]]:
    """The rows with the line each begins on. Excel's `sep=;` before the header says how cells are separated."""
    head, _, rest = text.partition("\n")
    told = re.fullmatch(r"\s*sep=(.)\s*", head, re.IGNORECASE)
    if told:
        return [(line + 1, cells) for line, cells in rows_of(rest, told[1])]
    return rows_of(text, separator_of(head))


def _column(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _check_header(line: int, columns: list[str], found: MembersFile) -> None:
    for column in REQUIRED:
        if column not in columns:
            found.faults.append(Fault(line, column, "the column is missing"))
    for column, times in Counter(columns).items():
        if column not in COLUMNS:
            known = ", ".join(COLUMNS)
            found.faults.append(Fault(line, column or None, f"is no column that is known; these are: {known}"))
        elif times > 1:
            found.faults.append(Fault(line, column, "is there more than once"))


class _Line:
    """Reads one line; what is wrong goes to the faults."""

    def __init__(
        self,
        number: int,
        values: Mapping[str, str],
        content: ContentPack,
        now: datetime,
        found: MembersFile,
        seen: dict[int, int],
    ) -> None:
        """`seen`: on which line each Telegram id stood first; this one's is added, whatever else is wrong with it."""
        self._number, self._values, self._content, self._now, self._found = number, values, content, now, found
        self._seen = seen
        self._wrong = False

    def read(self) -> Newcomer | None:
        telegram_id = self._whole("telegram_id", 1, MAX_TELEGRAM_ID)
        first_name = self._text("first_name", MOST_NAME)
        username = self._checked("username", _username)
        level, experience = (
            self._whole("level", 1, len(self._content.levels)),
            self._whole("experience", 0, MAX_EXPERIENCE),
        )
        if level is not None and experience is not None:
            self._fault("experience", "give the level or the experience, not both")
        brings = {
            "language": self._checked("language", _language),
            "time_zone": self._checked("time_zone", checked_time_zone),
            "besitos": self._whole("points", 0, MAX_AMOUNT),
            "level": level,
            "experience": experience,
            "vip_until": self._checked("vip_until", self._until),
            "plan": self._checked("vip_plan", lambda plan: self._content.plan(plan).id),
        }
        for column in REQUIRED:
            if not self._values[column]:
                self._fault(column, "is empty")
        if telegram_id is not None and (first := self._seen.setdefault(telegram_id, self._number)) != self._number:
            self._fault("telegram_id", f"is in line {first} already")
        if self._wrong or telegram_id is None or first_name is None:
            return None
        return Newcomer(
            line=self._number,
            telegram_id=telegram_id,
            first_name=first_name,
            last_name=self._text("last_name", MOST_NAME),
            username=username,
            brings={name: value for name, value in brings.items() if value is not None},
        )

    def _fault(self, column: str, reason: str) -> None:
        self._wrong = True
        self._found.faults.append(Fault(self._number, column, reason))

    def _text(self, column: str, most: int) -> str | None:
        value = self._values.get(column) or None
        if value is not None and len(value) > most:
            self._fault(column, f"has more than {most} characters")
        return value

    def _whole(self, column: str, least: int, most: int) -> int | None:
        value = self._values.get(column, "").replace("\u00a0", "").replace(" ", "")
        if not value:
            return None
        if SHORTENED.fullmatch(value):
            self._fault(column, "was shortened by a spreadsheet: format the column as text, and fill it in again")
        elif SEPARATED.fullmatch(value):
            self._fault(column, "may be in thousands or a fraction: write the number without separators")
        elif (whole := WHOLE.fullmatch(value)) is None:
            self._fault(column, "must be a whole number, in digits only")
        elif (
            len(digits := whole[1].lstrip("0") or "0") > LONGEST_NUMBER or not least <= (number := int(digits)) <= most
        ):
            self._fault(column, f"must be from {least} to {most}")
        else:
            return number
        return None

    def _checked(self, column: str, check: Callable[[str], Any]) -> Any:
        value = self._values.get(column)
        if not value:
            return None
        try:
            return check(value)
        except NotFound as error:
            self._fault(column, f"there is no {error.kind} of this name")
        except DomainError as error:
            self._fault(column, str(error.details.get("reason", error)))
        except ValueError as error:
            self._fault(column, str(error))
        return None

    def _until(self, text: str) -> datetime | None:
        """A day counts to its end, by the community's clock. One that is over gives nothing, and is told."""
        try:
            parsed = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(
                "must be a day such as 2026-12-31, or a moment such as 2026-12-31T18:00:00+01:00"
            ) from None
        zone = ZoneInfo(self._content.community.time_zone)
        if len(text) <= len("2026-12-31"):
            parsed = datetime.combine(parsed.date() + timedelta(days=1), time(), zone)
        until = parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
        if until > self._now + timedelta(days=MAX_DAYS):
            raise ValueError(f"must be within {MAX_DAYS} days")
        if until <= self._now:
            self._found.notes.append(f"line {self._number}: vip_until is over, so it gives nothing")
            return None
        if not self._content.plans:
            raise ValueError("the content has no VIP plan")
        return until.astimezone(self._now.tzinfo).replace(microsecond=0)


def _username(text: str) -> str:
    name = text.removeprefix("@")
    if not USERNAME.fullmatch(name):
        raise ValueError("must be a Telegram username: 4 to 32 of A-Z, a-z, 0-9 and _")
    return name


def _language(text: str) -> str:
    spoken = re.split("[-_]", text)[0].lower()
    if spoken not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return spoken
