"""Whose code is whose."""

from sqlalchemy import Column, Index, String, Table

from domain.recorded import Recorded
from domain.referrals import CODE_LENGTH, referral_code
from projections.columns import metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

referral_codes = Table(
    "referral_codes",
    metadata,
    user_column(),
    Column("code", String(CODE_LENGTH), nullable=False),
    Index("referral_codes_by_code", "code"),
)


class ReferralCodes(Projection):
    """One row for each user who has registered."""

    tables = (referral_codes,)

    @on("user.registered")
    def registered(self, event: Recorded, rows: Rows) -> None:
        assert event.user_id is not None  # the stream is the user's own
        rows[referral_codes].get_or_new(event.user_id)["code"] = referral_code(event.user_id)
