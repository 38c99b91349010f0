"""VIP memberships."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.membership import memberships


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A membership, over or not; `begins` is that of the last grant. It `ends` at `until`, or a little later while word
    of a subscription's next payment is awaited."""

    user_id: UserId
    plan: str
    begins: datetime
    until: datetime
    ends: datetime
    grants: int
    days: int
    revoked_at: datetime | None
    expired_at: datetime | None

    def active(self, now: datetime) -> bool:
        """Whether the user is a VIP now."""
        return now < self.ends


def membership_of(read: Connection, user_id: UserId) -> MembershipView | None:
    """The user's membership, None if they never had one."""
    row = read.execute(select(memberships).where(memberships.c.user_id == user_id)).one_or_none()
    return MembershipView(**row._mapping) if row else None
