"""Activity by days: of one user, and of all."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.activity import activity_daily


@dataclass(frozen=True, slots=True)
class ActivityDay:
    """One local day of one user."""

    user_id: UserId
    day: date
    zone: str
    events: int
    actions: int
    besitos_earned: int
    besitos_spent: int
    missions_completed: int
    story_choices: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class CommunityDay:
    """One calendar day over all users, each in their own zone."""

    day: date
    active_users: int
    events: int
    besitos_earned: int
    besitos_spent: int


def activity_of(
    read: Connection, user_id: UserId, first: date | None = None, last: date | None = None
) -> list[ActivityDay]:
    """The days on which something happened with the user, in order; `first` and `last` are included."""
    wanted = select(activity_daily).where(activity_daily.c.user_id == user_id)
    if first is not None:
        wanted = wanted.where(activity_daily.c.day >= first)
    if last is not None:
        wanted = wanted.where(activity_daily.c.day <= last)
    return [ActivityDay(**row._mapping) for row in read.execute(wanted.order_by(activity_daily.c.day))]


def community_activity(read: Connection, first: date, last: date) -> list[CommunityDay]:
    """Every day from `first` to `last` on which something happened, in order."""
    table = activity_daily.c
    rows = read.execute(
        select(
            table.day,
            func.count(),
            func.sum(table.events),
            func.sum(table.besitos_earned),
            func.sum(table.besitos_spent),
        )
        .where(table.day.between(first, last))
        .group_by(table.day)
        .order_by(table.day)
    )
    return [CommunityDay(*row) for row in rows]
