"""Who takes part, in which language and time zone, with which roles; and who may not.

Nothing here says who a person is: names and Telegram ids are in the vault only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, get_args
from typing import Literal as OneOf
from zoneinfo import ZoneInfo, available_timezones

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue, NotFound
from domain.notifications import check_preference, preference
from domain.reasons import checked_reason

Language = OneOf["es", "en"]
Role = OneOf["member", "vip", "writer", "moderator", "admin", "owner"]

LANGUAGES: tuple[str, ...] = get_args(Language)
ROLES: tuple[str, ...] = get_args(Role)

Reach = OneOf["reachable", "blocked", "never_started", "deactivated"]
"""Whether Telegram lets messages through to somebody. Having blocked the bot is something else than never having
started it."""
REACHES: tuple[str, ...] = get_args(Reach)


@dataclass
class UserBanned(DomainError):
    """The user may not act. `until` is when the ban ends, None for never; `reason` is for them to read."""

    until: datetime | None
    reason: str | None = None


def checked_language(language: str) -> str:
    """`language` itself. Raises InvalidValue for one that there are no texts in."""
    if language not in LANGUAGES:
        raise InvalidValue("language", f"must be one of {', '.join(LANGUAGES)}")
    return language


def checked_time_zone(name: str) -> str:
    """`name` itself. Raises InvalidValue unless it is in the IANA database, as `Europe/Madrid` is."""
    if name not in _zones():
        raise InvalidValue("time_zone", "must be the name of an IANA time zone, such as Europe/Madrid")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "Factory"}  # what these are depends on the machine


class User(Aggregate):
    """One person's standing in the community. `time_zone_known` tells a zone they chose from the community's."""

    TOPIC = "user"

    registered: bool = False
    language: str = "es"
    time_zone: str = "UTC"
    time_zone_known: bool = False
    banned: bool = False
    banned_until: datetime | None = None
    ban_reason: str | None = None
    roles: list[str] = field(default_factory=list)
    preferences: dict[str, Any] = field(default_factory=dict)
    reach: str | None = None

    @property
    def user_id(self) -> str:
        return self.id.split(":")[1]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the user's days begin and end."""
        return ZoneInfo(self.time_zone)

    def preference(self, name: str) -> Any:
        """What the user chose, or what holds until they do."""
        return preference(self.preferences, name)

    def has_role(self, role: str) -> bool:
        return role in self.roles or (role == "member" and self.registered)

    def is_banned(self, now: datetime) -> bool:
        return self.banned and (self.banned_until is None or now < self.banned_until)

    def require_registered(self) -> None:
        """Raises NotFound for someone who never made contact."""
        if not self.registered:
            raise NotFound("user", self.user_id)

    def require_active(self, now: datetime) -> None:
        """Raises NotFound or UserBanned unless the user may act now."""
        self.require_registered()
        if self.is_banned(now):
            raise UserBanned(self.banned_until, self.ban_reason)

    def register(self, language: str, time_zone: str, time_zone_known: bool) -> None:
        """First contact. Does nothing for whoever is registered already. Raises InvalidValue."""
        if not self.registered:
            self._registered(
                language=checked_language(language),
                time_zone=checked_time_zone(time_zone),
                time_zone_known=time_zone_known,
            )

    def change_language(self, language: str) -> None:
        """Raises InvalidValue for a language that there are no texts in."""
        if checked_language(language) != self.language:
            self._language_changed(language=language)

    def change_time_zone(self, time_zone: str) -> None:
        """Raises InvalidValue for what is not an IANA name. Confirming the community's zone makes it known."""
        if checked_time_zone(time_zone) != self.time_zone or not self.time_zone_known:
            self._time_zone_changed(time_zone=time_zone)

    def change_preferences(self, preferences: Mapping[str, Any]) -> None:
        """Takes over what differs. Raises InvalidValue for what can't be chosen."""
        for name, value in preferences.items():
            check_preference(name, value)
        changed = {name: value for name, value in preferences.items() if value != self.preference(name)}
        if changed:
            self._preferences_changed(preferences=changed)

    def note_reach(self, reach: str) -> None:
        """Notes whether messages get through. Does nothing while that is known. Raises InvalidValue."""
        if reach not in REACHES:
            raise InvalidValue("reach", f"must be one of {', '.join(REACHES)}")
        if reach != self.reach:
            self._reachability_changed(reach=reach)

    def ban(self, reason: str, until: datetime | None, now: datetime) -> None:
        """Stops the user from acting until then, or for good. Raises InvalidValue for an end in the past."""
        if until is not None and until <= now:
            raise InvalidValue("until", "must be in the future")
        reason = checked_reason(reason)
        if not (self.is_banned(now) and self.banned_until == until):
            self._banned(reason=reason, until=until)

    def unban(self, now: datetime) -> None:
        """Lets the user act again."""
        if self.is_banned(now):
            self._unbanned()

    def grant_role(self, role: str) -> None:
        """Raises InvalidValue for a role that does not exist."""
        if not self.has_role(_checked_role(role)):
            self._role_granted(role=role)

    def revoke_role(self, role: str) -> None:
        """Raises InvalidValue for a role that does not exist, and for `member`, which everybody is."""
        if _checked_role(role) == "member":
            raise InvalidValue("role", "everybody is a member; ban the user instead")
        if role in self.roles:
            self._role_revoked(role=role)

    @event("Registered", topic="user.registered")
    def _registered(self, language: str, time_zone: str, time_zone_known: bool) -> None:
        self.registered = True
        self.language, self.time_zone, self.time_zone_known = language, time_zone, time_zone_known

    @event("LanguageChanged", topic="user.language_changed")
    def _language_changed(self, language: str) -> None:
        self.language = language

    @event("TimeZoneChanged", topic="user.time_zone_changed")
    def _time_zone_changed(self, time_zone: str) -> None:
        self.time_zone, self.time_zone_known = time_zone, True

    @event("PreferencesChanged", topic="user.preferences_changed")
    def _preferences_changed(self, preferences: dict[str, Any]) -> None:
        self.preferences = {**self.preferences, **preferences}

    @event("ReachabilityChanged", topic="user.reachability_changed")
    def _reachability_changed(self, reach: str) -> None:
        self.reach = reach

    @event("Banned", topic="user.banned")
    def _banned(self, reason: str, until: datetime | None) -> None:
        self.banned, self.banned_until, self.ban_reason = True, until, reason

    @event("Unbanned", topic="user.unbanned")
    def _unbanned(self) -> None:
        self.banned, self.banned_until, self.ban_reason = False, None, None

    @event("RoleGranted", topic="user.role_granted")
    def _role_granted(self, role: str) -> None:
        self.roles = [*self.roles, role]

    @event("RoleRevoked", topic="user.role_revoked")
    def _role_revoked(self, role: str) -> None:
        self.roles = [each for each in self.roles if each != role]


def _checked_role(role: str) -> str:
    if role not in ROLES:
        raise InvalidValue("role", f"must be one of {', '.join(ROLES)}")
    return role


class Visits(Aggregate):
    """The local days on which a user was here, and how many of them in a row."""

    TOPIC = "visits"

    last_day: date | None = None
    days: int = 0
    streak: int = 0

    def note(self, day: date) -> None:
        """Notes that the user is here on `day`. Only the first visit of a new day is a fact."""
        if self.last_day is not None and day <= self.last_day:
            return
        unbroken = self.last_day is not None and day - self.last_day == timedelta(days=1)
        self._visited(day=day, days=self.days + 1, streak=self.streak + 1 if unbroken else 1)

    @event("Visited", topic="user.visited")
    def _visited(self, day: date, days: int, streak: int) -> None:
        self.last_day, self.days, self.streak = day, days, streak
