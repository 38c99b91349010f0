"""VIP given and taken back by an admin."""

from dataclasses import dataclass
from typing import ClassVar

from commands.context import Command, Context, UserCommand
from commands.registry import handles
from commands.timers import fires
from domain.ids import UserId
from domain.membership import EXPIRY, Membership
from domain.reasons import checked_reason
from domain.timers import Due
from domain.users import User


@dataclass(frozen=True, slots=True)
class GrantMembership(UserCommand):
    """Makes a user VIP for the days of a plan (or `days`), added to what is left. `reason` must name nobody."""

    requires_active_user: ClassVar[bool] = False

    plan: str
    reason: str
    days: int | None = None


@handles(GrantMembership)
def grant_membership(command: GrantMembership, context: Context, user: User, membership: Membership) -> None:
    user.require_registered()
    plan = context.content.plan(command.plan)
    days = plan.days if command.days is None else command.days
    membership.grant(plan.id, days, checked_reason(command.reason), context.now)


@dataclass(frozen=True, slots=True)
class RevokeMembership(UserCommand):
    """Ends a membership now."""

    requires_active_user: ClassVar[bool] = False

    reason: str


@handles(RevokeMembership)
def revoke_membership(command: RevokeMembership, context: Context, user: User, membership: Membership) -> None:
    user.require_registered()
    membership.revoke(checked_reason(command.reason), context.now)


@dataclass(frozen=True, slots=True)
class ExpireMembership(UserCommand):
    """Notes that a membership is over, if it is. Whether somebody is VIP never depends on it."""

    requires_active_user: ClassVar[bool] = False


@fires(EXPIRY)
def expiry(due: Due) -> Command:
    """What becomes of the end of somebody's membership."""
    return ExpireMembership(UserId(due.target))


@handles(ExpireMembership)
def expire_membership(command: ExpireMembership, context: Context, membership: Membership) -> None:
    membership.expire(context.now)
