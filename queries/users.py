"""Who takes part. Names are not here: whoever shows them asks the vault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.users import users


@dataclass(frozen=True, slots=True)
class UserView:
    """One user's standing and settings."""

    user_id: UserId
    registered_at: datetime | None
    language: str | None
    time_zone: str | None
    time_zone_known: bool
    roles: tuple[str, ...]
    preferences: Mapping[str, Any]
    reach: str
    banned: bool
    banned_until: datetime | None
    last_visit: date | None
    visit_days: int
    visit_streak: int

    def is_banned(self, now: datetime) -> bool:
        """Whether a ban holds now: for good, or until a time to come."""
        return self.banned and (self.banned_until is None or now < self.banned_until)


def user_view(read: Connection, user_id: UserId) -> UserView | None:
    """The user, None if they were never met."""
    row = read.execute(select(users).where(users.c.user_id == user_id)).one_or_none()
    return _view(row) if row else None


def users_page(read: Connection, after: UserId | None = None, limit: int = 100) -> list[UserView]:
    """Users in the order of their ids, from after the one given."""
    wanted = select(users).order_by(users.c.user_id).limit(limit)
    if after is not None:
        wanted = wanted.where(users.c.user_id > after)
    return [_view(row) for row in read.execute(wanted)]


def users_with_role(read: Connection, *roles: str) -> list[UserView]:
    """Those who have one of these roles, in the order of their ids; who is banned among them."""
    kept = cast(users.c.roles, String)
    wanted = select(users).where(or_(*(kept.contains(f'"{role}"') for role in roles))).order_by(users.c.user_id)
    return [_view(row) for row in read.execute(wanted)]


def user_count(read: Connection) -> int:
    """How many have registered."""
    return read.execute(select(func.count()).select_from(users).where(users.c.registered_at.is_not(None))).scalar_one()


def reach_counts(read: Connection) -> dict[str, int]:
    """How many of those who registered messages get through to, and why not to the others; a ban is no reason."""
    wanted = (
        select(users.c.reach, func.count().label("people"))
        .where(users.c.registered_at.is_not(None))
        .group_by(users.c.reach)
    )
    return {row.reach: row.people for row in read.execute(wanted)}


def _view(row: Row[tuple[object, ...]]) -> UserView:
    return UserView(**{**row._mapping, "roles": tuple(row.roles)})
