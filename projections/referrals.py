"""Whose code is whose, and who brought whom."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from domain.referrals import CODE_LENGTH, referral_code
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

referral_codes = Table(
    "referral_codes",
    metadata,
    user_column(),
    Column("code", String(CODE_LENGTH), nullable=False),
    Index("referral_codes_by_code", "code"),
)

referrals = Table(
    "referrals",
    metadata,
    user_column(),
    Column("referrer", String(16), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("deed", String),
    Column("inviter_besitos", Integer),
    Column("invited_besitos", Integer),
    Column("rewarded_at", UtcDateTime),
    Index("referrals_by_referrer", "referrer", "made_at"),
)
"""`user_id` came by the invitation of `referrer`. `deed` is the one that both were rewarded for at `rewarded_at`."""


class ReferralCodes(Projection):
    """One row for each user who has registered."""

    tables = (referral_codes,)

    @on("user.registered")
    def registered(self, event: Recorded, rows: Rows) -> None:
        assert event.user_id is not None  # the stream is the user's own
        rows[referral_codes].get_or_new(event.user_id)["code"] = referral_code(event.user_id)


class Referrals(Projection):
    """One row for each user who was invited, from the stream of how they came."""

    tables = (referrals,)

    @on("referral.made")
    def made(self, event: Recorded, rows: Rows) -> None:
        rows[referrals].get_or_new(event.user_id).update(referrer=event.referrer, made_at=event.timestamp)

    @on("referral.rewarded")
    def rewarded(self, event: Recorded, rows: Rows) -> None:
        rows[referrals].get_or_new(event.user_id).update(
            deed=event.deed,
            inviter_besitos=event.inviter,
            invited_besitos=event.invited,
            rewarded_at=event.timestamp,
        )
