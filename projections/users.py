"""Who takes part: standing and settings, without anything that says who a person is."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Partition, Projection, on
from projections.rows import Row, Rows

users = Table(
    "users",
    metadata,
    user_column(),
    Column("registered_at", UtcDateTime),
    Column("language", String(8)),
    Column("time_zone", String),
    Column("time_zone_known", Boolean, nullable=False),
    Column("roles", JSON(none_as_null=True), nullable=False),
    Column("preferences", JSON(none_as_null=True), nullable=False),
    Column("reach", String(16), nullable=False),
    Column("banned", Boolean, nullable=False),
    Column("banned_until", UtcDateTime),
    Column("last_visit", Date),
    Column("visit_days", Integer, nullable=False),
    Column("visit_streak", Integer, nullable=False),
    Index("users_by_registration", "registered_at"),
)


class Users(Projection):
    """One row a user, from the streams of the user and of their visits.

    `reach` is `unknown` for those whom no message has been tried to and who never wrote: registered by an integrator.
    """

    version = 2
    tables = (users,)
    partition = Partition.USER

    def _row(self, event: Recorded, rows: Rows) -> Row:
        return rows[users].get_or_new(
            event.user_id,
            time_zone_known=False,
            roles=[],
            preferences={},
            reach="unknown",
            banned=False,
            visit_days=0,
            visit_streak=0,
        )

    @on("user.registered")
    def registered(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {
            "registered_at": event.timestamp,
            "language": event.language,
            "time_zone": event.time_zone,
            "time_zone_known": event.time_zone_known,
        }
        if event.source == "telegram":  # they wrote to the bot
            row["reach"] = "reachable"

    @on("user.reachability_changed")
    def reachability_changed(self, event: Recorded, rows: Rows) -> None:
        self._row(event, rows)["reach"] = event.reach

    @on("user.language_changed")
    def language_changed(self, event: Recorded, rows: Rows) -> None:
        self._row(event, rows)["language"] = event.language

    @on("user.time_zone_changed")
    def time_zone_changed(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"time_zone": event.time_zone, "time_zone_known": True}

    @on("user.preferences_changed")
    def preferences_changed(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["preferences"] = {**row["preferences"], **event.preferences}

    @on("user.banned")
    def banned(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"banned": True, "banned_until": event.until}

    @on("user.unbanned")
    def unbanned(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"banned": False, "banned_until": None}

    @on("user.role_granted")
    def role_granted(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["roles"] = [*row["roles"], event.role]

    @on("user.role_revoked")
    def role_revoked(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["roles"] = [role for role in row["roles"] if role != event.role]

    @on("user.visited")
    def visited(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"last_visit": event.day, "visit_days": event.days, "visit_streak": event.streak}
