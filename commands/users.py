"""Joining the community, and the standing of those who did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.errors import InvalidValue
from domain.users import LANGUAGES, Reach, User, Visits


@dataclass(frozen=True, slots=True)
class RegisterUser(UserCommand):
    """First contact; giving it again does nothing.

    `language` as Telegram tells it (`es-MX`); where there are no texts in it, or it is unknown, the community's.
    `time_zone` is an IANA name, None until the user has been asked: the community's zone holds meanwhile.
    `elsewhere`: they did something in a group or channel, and have never started the bot.
    """

    requires_active_user: ClassVar[bool] = False

    language: str | None = None
    time_zone: str | None = None
    elsewhere: bool = False


def spoken_language(told: str | None, otherwise: str) -> str:
    """The language that texts are there in, of one such as `es-MX`."""
    spoken = (told or "").replace("_", "-").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else otherwise


@handles(RegisterUser)
def register_user(command: RegisterUser, context: Context, user: User) -> None:
    community = context.content.community
    user.register(
        language=spoken_language(command.language, community.language),
        time_zone=command.time_zone or community.time_zone,
        time_zone_known=command.time_zone is not None,
    )
    if command.elsewhere and user.reach is None:
        user.note_reach("never_started")


@dataclass(frozen=True, slots=True)
class MayTakePart(UserCommand):
    """A question: may the user act now? Refused with UserBanned if not; answers nothing."""


@handles(MayTakePart)
def may_take_part(command: MayTakePart, context: Context, user: User) -> None:
    user.require_active(context.now)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to be told what they did not ask for: as they have said last."""

    language: str
    time_zone: str
    preferences: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WishesOf(UserCommand):
    """A question: the user's Wishes, of which rows may not have heard yet; None for who is not registered."""

    requires_active_user: ClassVar[bool] = False


@handles(WishesOf)
def wishes_of(command: WishesOf, context: Context, user: User) -> Wishes | None:
    return Wishes(user.language, user.time_zone, user.preferences) if user.registered else None


@dataclass(frozen=True, slots=True)
class NoteVisit(UserCommand):
    """The user is here now. The first visit of their local day is recorded, later ones do nothing."""


@handles(NoteVisit)
def note_visit(command: NoteVisit, context: Context, user: User, visits: Visits) -> None:
    visits.note(context.now.astimezone(user.zone).date())


@dataclass(frozen=True, slots=True)
class ChangeLanguage(UserCommand):
    """The language of all texts from now on: `es` or `en`."""

    language: str


@handles(ChangeLanguage)
def change_language(command: ChangeLanguage, context: Context, user: User) -> None:
    user.change_language(command.language)


@dataclass(frozen=True, slots=True)
class ChangeTimeZone(UserCommand):
    """Where the user's days begin and end: an IANA name, such as `America/Bogota`."""

    time_zone: str


@handles(ChangeTimeZone)
def change_time_zone(command: ChangeTimeZone, context: Context, user: User) -> None:
    user.change_time_zone(command.time_zone)


@dataclass(frozen=True, slots=True)
class UpdateUser(UserCommand):
    """Several settings in one commit, all of them or none; None leaves a setting as it is."""

    language: str | None = None
    time_zone: str | None = None
    preferences: Mapping[str, Any] = field(default_factory=dict)


@handles(UpdateUser)
def update_user(command: UpdateUser, context: Context, user: User) -> None:
    if command.language is not None:
        user.change_language(command.language)
    if command.time_zone is not None:
        user.change_time_zone(command.time_zone)
    user.change_preferences(command.preferences)


@dataclass(frozen=True, slots=True)
class NoteReach(UserCommand):
    """Whether Telegram lets messages through to this user: reachable, blocked, never_started, deactivated.

    Noted by whoever sent something or was written to, of the banned as well.
    """

    requires_active_user: ClassVar[bool] = False

    reach: Reach


@handles(NoteReach)
def note_reach(command: NoteReach, context: Context, user: User) -> None:
    user.require_registered()
    user.note_reach(command.reach)


@dataclass(frozen=True, slots=True)
class BanUser(UserCommand):
    """Stops a user from doing anything until then, or for good. `reason` must name nobody: it stays in the log."""

    requires_active_user: ClassVar[bool] = False

    reason: str
    until: datetime | None = None


@handles(BanUser)
def ban_user(command: BanUser, context: Context, user: User) -> None:
    user.require_registered()
    if command.until is not None and command.until.tzinfo is None:
        raise InvalidValue("until", "must have a time zone")
    user.ban(command.reason, command.until, context.now)


@dataclass(frozen=True, slots=True)
class UnbanUser(UserCommand):
    """Lets a user act again."""

    requires_active_user: ClassVar[bool] = False


@handles(UnbanUser)
def unban_user(command: UnbanUser, context: Context, user: User) -> None:
    user.require_registered()
    user.unban(context.now)


@dataclass(frozen=True, slots=True)
class GrantRole(UserCommand):
    """Gives a role: vip, writer, moderator, admin or owner."""

    requires_active_user: ClassVar[bool] = False

    role: str


@handles(GrantRole)
def grant_role(command: GrantRole, context: Context, user: User) -> None:
    user.require_registered()
    user.grant_role(command.role)


@dataclass(frozen=True, slots=True)
class RevokeRole(UserCommand):
    """Takes a role back."""

    requires_active_user: ClassVar[bool] = False

    role: str


@handles(RevokeRole)
def revoke_role(command: RevokeRole, context: Context, user: User) -> None:
    user.require_registered()
    user.revoke_role(command.role)
