"""What people are told without having asked: which kinds there are, who wants them, and when they rather sleep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from domain.errors import InvalidValue

Kind = Literal["money", "casual", "game", "social", "ranks", "news"]
"""`money` (VIP too) must arrive, hence at least once; all others at most once. The last four a user may switch off:
their own play, what others do with them, places on the leaderboards, and what the community announces. `casual` has no
switch: what somebody must know of their own standing, such as a ban."""

Switch = Literal["game", "social", "ranks", "news"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)

OFF = "off"
CHOICES: Mapping[str, tuple[Any, ...]] = {
    "notifications": ("all", "important", "none"),
    "game": (True, False),
    "social": (True, False),
    "ranks": (False, True),
    "news": (True, False),
}
"""What a user may choose, and among which values; the first one holds until they do."""
QUIET_HOURS = "quiet_hours"
"""The one preference that is not among a few values: `off`, or hours such as `23:00-08:00`."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of each day, by the user's own clock, in which only what is about money comes, without a sound.

    From `begins` up to, not including, `ends`; across midnight where `ends` is the smaller.
    """

    begins: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `23:00-08:00`. Raises ValueError."""
        found = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", text)
        if found is None or found[1] == found[2]:
            raise ValueError(text)
        return cls(time.fromisoformat(found[1]), time.fromisoformat(found[2]))

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When they end (UTC) if `now` is within them, else None.

        It is what clocks show that counts: hours that a clock skips in spring are not waited for, and those that it
        shows twice in autumn are quiet twice.
        """
        local = now.astimezone(zone)
        if not self._within(local):
            return None
        day = local.date() if local.time() < self.ends else local.date() + timedelta(days=1)
        end = datetime.combine(day, self.ends, zone)
        end = max(min(end.replace(fold=fold).astimezone(UTC) for fold in (0, 1)), now.replace(second=0, microsecond=0))
        while self._within(end.astimezone(zone)):
            end += _MINUTE
        return end

    def _within(self, local: datetime) -> bool:
        shown = local.time()
        if self.begins < self.ends:
            return self.begins <= shown < self.ends
        return shown >= self.begins or shown < self.ends


def preference(preferences: Mapping[str, Any], name: str) -> Any:
    """What the user chose, or what holds until they do."""
    return preferences.get(name, OFF if name == QUIET_HOURS else CHOICES[name][0])


def check_preference(name: str, value: Any) -> None:
    """Raises InvalidValue for what can't be chosen."""
    if name == QUIET_HOURS:
        _check_quiet_hours(value)
    elif name not in CHOICES:
        raise InvalidValue("preferences", f"{name!r} is none of {', '.join((*CHOICES, QUIET_HOURS))}")
    elif not any(type(value) is type(each) and value == each for each in CHOICES[name]):
        raise InvalidValue(f"preferences.{name}", f"must be one of {', '.join(map(_as_json, CHOICES[name]))}")


def quiet_hours(preferences: Mapping[str, Any]) -> QuietHours | None:
    """The user's quiet hours, None if they have none."""
    chosen = preference(preferences, QUIET_HOURS)
    return None if chosen == OFF else QuietHours.parse(chosen)


def wanted(preferences: Mapping[str, Any], kind: Kind) -> bool:
    """Whether somebody with these preferences wants to be told what is of this kind."""
    wish = preference(preferences, "notifications")
    if wish == "none" or (wish == "important" and kind != "money"):
        return False
    return kind not in SWITCHES or preference(preferences, kind) is True


def _check_quiet_hours(value: Any) -> None:
    if value == OFF:
        return
    try:
        QuietHours.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidValue(
            f"preferences.{QUIET_HOURS}", f"must be {OFF}, or two times of day such as 23:00-08:00"
        ) from None


def _as_json(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
