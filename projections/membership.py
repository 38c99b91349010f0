"""VIP memberships: until when each user has paid, or was given."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Row, Rows

memberships = Table(
    "memberships",
    metadata,
    user_column(),
    Column("plan", String, nullable=False),
    Column("begins", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("grants", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("expired_at", UtcDateTime),
    Index("memberships_by_end", "until"),
)
"""Active while now is before `ends`: that is `until`, or a little later while word of a renewal is awaited. `begins` is
that of the last grant; `grants` and `days` are all-time sums, less what was refunded. `expired_at`: when its end was
noted, null while it lasts."""


class Memberships(Projection):
    """One row for each user who ever was a VIP."""

    version, tables = 3, (memberships,)

    @on("membership.granted")
    def granted(self, event: Recorded, rows: Rows) -> None:
        row = rows[memberships].get_or_new(event.user_id, grants=0, days=0)
        row |= {
            "plan": event.plan,
            "begins": event.begins,
            "until": event.until,
            "ends": event.until,
            "grants": row["grants"] + 1,
            "days": row["days"] + event.days,
            "revoked_at": None,
            "expired_at": None,
        }

    @on("membership.revoked")
    def revoked(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"until": event.until, "ends": event.until, "revoked_at": event.timestamp}

    @on("membership.shortened")
    def shortened(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"until": event.until, "ends": event.until, "days": row["days"] - event.days}

    @on("membership.renewal_awaited")
    def renewal_awaited(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["ends"] = event.at_latest

    @on("membership.renewal_called_off")
    def renewal_called_off(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["ends"] = event.until

    @on("membership.expired")
    def expired(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["expired_at"] = event.timestamp

    @staticmethod
    def _known(event: Recorded, rows: Rows) -> Row:
        row = rows[memberships].get(event.user_id)
        if row is None:
            raise ValueError(f"a membership that was never granted is changed in {event.stream}")
        return row
