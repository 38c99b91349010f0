"""What the bot says, in Spanish and English: Fluent files in `locales/`, one a topic.

Messages are Telegram HTML. Whatever is filled into one is user text until proven otherwise, and is escaped; only
`Markup` (what a text made itself) goes in as it is. Buttons and pop-ups know no markup: they take `plain`.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource

from domain.users import LANGUAGES

log = logging.getLogger(__name__)

LOCALES = Path(__file__).parent / "locales"

ROOM = 1_200
"""Characters, escaped, that a value filled into a text may have: a content's longest text fits, Fluent takes twice it.
What is longer was made up by somebody, and is cut to `LEFT`."""
LEFT = 100


class Markup(str):
    """Text that is Telegram HTML already."""

    __slots__ = ()


class MissingText(KeyError):
    """There is no text under this key."""


class Texts:
    """All texts by language."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @classmethod
    def load(cls, folder: Path = LOCALES) -> "Texts":
        """Reads the Fluent files of every language."""
        return cls({language: _bundle(language, folder / language) for language in LANGUAGES})

    def has(self, language: str, key: str) -> bool:
        return self._bundles[language].has_message(key)

    def format(self, language: str, key: str, args: Mapping[str, Any]) -> str:
        """The text, filled in. Raises MissingText; what is wrong with an argument is logged and stands in the text."""
        bundle = self._bundles[language]
        if not bundle.has_message(key) or (pattern := bundle.get_message(key).value) is None:
            raise MissingText(key)
        text, errors = bundle.format_pattern(pattern, dict(args))
        for error in errors:
            log.error("text %s (%s): %s", key, language, error)
        return str(text)


def _bundle(language: str, folder: Path) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks one user's language, and tells times as their clock shows them. `now` is the moment of speaking, UTC."""

    texts: Texts
    language: str
    zone: ZoneInfo
    now: datetime

    def __call__(self, key: str, **args: Any) -> Markup:
        """A text for a message."""
        told = {name: escape(value, quote=False) if _foreign(value) else value for name, value in self._told(args)}
        return Markup(self.texts.format(self.language, key, told))

    def plain(self, key: str, **args: Any) -> str:
        """A text for a button or a pop-up."""
        return self.texts.format(self.language, key, dict(self._told(args)))

    def has(self, key: str) -> bool:
        return self.texts.has(self.language, key)

    @staticmethod
    def escaped(text: str) -> Markup:
        """Plain text as it goes into a message."""
        return Markup(escape(text, quote=False))

    def moment(self, moment: datetime) -> str:
        """`moment` as one says it: at 18:00 today, tomorrow, or on a date."""
        local = moment.astimezone(self.zone)
        days = (local.date() - self.now.astimezone(self.zone).date()).days
        key = {-1: "moment-yesterday", 0: "moment-today", 1: "moment-tomorrow"}.get(days, "moment-date")
        return self.texts.format(
            self.language,
            key,
            {"time": format_time(local, "HH:mm", locale=self.language), "date": self.day(local.date())},
        )

    def day(self, day: date) -> str:
        """`day` in words, with the year only where it is another one."""
        this_year = self.now.astimezone(self.zone).year
        patterns = {"es": "d 'de' MMMM", "en": "MMMM d"}
        if day.year != this_year:
            patterns = {"es": "d 'de' MMMM 'de' y", "en": "MMMM d, y"}
        return format_date(day, patterns[self.language], locale=self.language)

    def short_day(self, day: date) -> str:
        """Day and month, short enough for a button."""
        return format_date(day, {"es": "d MMM", "en": "MMM d"}[self.language], locale=self.language)

    def weekday(self, day: date) -> str:
        """The day of the week, short."""
        return format_date(day, "EEE", locale=self.language)

    def span(self, span: timedelta) -> str:
        """How long: `3 h 20 min`, rounded up to whole minutes; days where there are many hours, seconds in the last."""
        seconds = max(-int(-span.total_seconds() // 1), 1)
        if seconds < 60:
            return f"{seconds} s"
        minutes = -(-seconds // 60)
        days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
        if days:
            return f"{days} d {hours} h" if hours else f"{days} d"
        return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)

    def _told(self, args: Mapping[str, Any]) -> list[tuple[str, Any]]:
        return [(name, self._as_told(value)) for name, value in args.items()]

    def _as_told(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, timedelta):
            return self.span(value)
        if isinstance(value, (list, tuple, set, frozenset)):
            return ", ".join(map(str, value))
        if isinstance(value, str) and not isinstance(value, Markup):
            return _cut(value)
        return "none" if value is None else value


def _cut(text: str) -> str:
    """`text`, or the beginning of what is too long to be filled in."""
    return text if len(escape(text, quote=False)) <= ROOM else f"{text[:LEFT]}…"


def _foreign(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Markup)
