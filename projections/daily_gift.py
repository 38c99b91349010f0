"""Daily gifts: each user's streak."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

gift_streaks = Table(
    "gift_streaks",
    metadata,
    user_column(),
    Column("streak", Integer, nullable=False),
    Column("longest", Integer, nullable=False),
    Column("gifts", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("last_zone", String, nullable=False),
    Column("last_claimed_at", UtcDateTime, nullable=False),
    Column("freezes", Integer, nullable=False),
    Column("repairs", Integer, nullable=False),
)
"""`streak` is that of `last_day`, a day in `last_zone`; whether it still holds depends on what day it is today."""


class GiftStreaks(Projection):
    """One row a user, from the gifts they took."""

    tables = (gift_streaks,)
    version = 2

    @on("gift.claimed")
    def claimed(self, event: Recorded, rows: Rows) -> None:
        state = event.state
        row = rows[gift_streaks].get_or_new(event.user_id, longest=0, gifts=0, total=0, freezes=0, repairs=0)
        row |= {
            "streak": state["streak"],
            "longest": max(row["longest"], state["streak"]),
            "gifts": row["gifts"] + 1,
            "total": row["total"] + state["amount"],
            "last_day": state["day"],
            "last_zone": state["zone"],
            "last_claimed_at": event.timestamp,
        }

    # There was a first gift before any of these.

    @on("gift.freeze_bought", "gift.freeze_earned", "gift.freeze_used")
    def freezes_changed(self, event: Recorded, rows: Rows) -> None:
        rows[gift_streaks].get_or_new(event.user_id)["freezes"] = event.freezes

    @on("gift.streak_repaired")
    def repaired(self, event: Recorded, rows: Rows) -> None:
        row = rows[gift_streaks].get_or_new(event.user_id)
        row |= {
            "streak": event.streak,
            "longest": max(row["longest"], event.streak),
            "last_day": event.last_day,
            "repairs": row["repairs"] + 1,
        }
