"""Who somebody's code belongs to, and who came by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.referrals import referral_codes, referrals


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One newcomer. `rewarded_at` is None while they have not done something real yet."""

    user_id: UserId
    made_at: datetime
    deed: str | None
    inviter_besitos: int | None
    rewarded_at: datetime | None


@dataclass(frozen=True, slots=True)
class BroughtView:
    """Whom a user has brought: how many wait for their reward, how many had it, and the latest of them."""

    pending: int
    rewarded: int
    invited_by: UserId | None
    latest: tuple[ReferralView, ...]


def user_of_code(read: Connection, code: str) -> UserId | None:
    """The user whose code this is, None if it is nobody's."""
    wanted = select(referral_codes.c.user_id).where(referral_codes.c.code == code.lower()).limit(1)
    return read.execute(wanted).scalar_one_or_none()


def brought_by(read: Connection, user_id: UserId, limit: int = 20) -> BroughtView:
    """Whom the user has brought, the newest `limit` of them one by one; and who brought them."""
    of_user = referrals.c.referrer == user_id
    counted = select(func.count(), func.count(referrals.c.rewarded_at)).where(of_user)
    total, rewarded = read.execute(counted).one()
    newest = (referrals.c.made_at.desc(), referrals.c.user_id)
    rows = read.execute(select(referrals).where(of_user).order_by(*newest).limit(limit))
    latest = tuple(
        ReferralView(row.user_id, row.made_at, row.deed, row.inviter_besitos, row.rewarded_at) for row in rows
    )
    own = select(referrals.c.referrer).where(referrals.c.user_id == user_id)
    return BroughtView(total - rewarded, rewarded, read.execute(own).scalar_one_or_none(), latest)
