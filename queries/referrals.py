"""Who somebody's code belongs to."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.referrals import referral_codes


def user_of_code(read: Connection, code: str) -> UserId | None:
    """The user whose code this is, None if it is nobody's."""
    wanted = select(referral_codes.c.user_id).where(referral_codes.c.code == code.lower()).limit(1)
    return read.execute(wanted).scalar_one_or_none()
