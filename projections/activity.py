"""Activity by the user's own calendar days."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import EVERY_TOPIC, Partition, Projection, on
from projections.rows import Row, Rows

activity_daily = Table(
    "activity_daily",
    metadata,
    user_column(),
    Column("day", Date, primary_key=True),
    Column("zone", String, nullable=False),
    Column("events", Integer, nullable=False),
    Column("actions", Integer, nullable=False),
    Column("besitos_earned", BigInteger, nullable=False),
    Column("besitos_spent", BigInteger, nullable=False),
    Column("missions_completed", Integer, nullable=False),
    Column("story_choices", Integer, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Index("activity_daily_by_day", "day"),
)
"""`events` are all that concern the user; `actions` are commands' first events that the user was the actor of."""

activity_zones = Table("activity_zones", metadata, user_column(), Column("zone", String, nullable=False))
"""The zone that each user's days are counted in, as the events so far tell it."""


class Activity(Projection):
    """One row a user and local day. Events carry no zone: it is folded from the user's own events."""

    name = "activity_daily"
    tables = (activity_daily, activity_zones)
    partition = Partition.USER

    @on(EVERY_TOPIC)
    def happened(self, event: Recorded, rows: Rows) -> None:
        if event.user_id is not None:
            self._day(event, rows)

    @on("user.registered", "user.time_zone_changed")
    def zone_changed(self, event: Recorded, rows: Rows) -> None:
        rows[activity_zones].get_or_new(event.user_id)["zone"] = event.time_zone
        self._day(event, rows)

    @on("wallet.credited")
    def earned(self, event: Recorded, rows: Rows) -> None:
        self._day(event, rows)["besitos_earned"] += event.state["amount"]

    @on("wallet.debited", "wallet.captured")
    def spent(self, event: Recorded, rows: Rows) -> None:
        self._day(event, rows)["besitos_spent"] += event.state["amount"]

    @on("mission.completed")
    def mission_completed(self, event: Recorded, rows: Rows) -> None:
        self._day(event, rows)["missions_completed"] += 1

    @on("story.choice_made")
    def choice_made(self, event: Recorded, rows: Rows) -> None:
        self._day(event, rows)["story_choices"] += 1

    def _day(self, event: Recorded, rows: Rows) -> Row:
        user, at = event.user_id, event.timestamp
        known = rows[activity_zones].peek(user)
        zone = "UTC" if known is None else known["zone"]
        day = _local_day(at, zone)
        days = rows[activity_daily]
        row = days.get(user, day)
        if row is None:
            row = days.get_or_new(user, day, **_NOTHING_YET, zone=zone, first_at=at, last_at=at)
        row["events"] += 1
        if at > row["last_at"]:
            row["last_at"] = at
        elif at < row["first_at"]:  # a reaction happens at its cause's time, whatever came meanwhile
            row["first_at"] = at
        if event.commit_index == 0 and event.actor == user:
            row["actions"] += 1
        return row


_COUNTS = ("events", "actions", "besitos_earned", "besitos_spent", "missions_completed", "story_choices")
_NOTHING_YET = dict.fromkeys(_COUNTS, 0)


@lru_cache(maxsize=4096)  # events of one command, and those that they cause, happen at one time
def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(_zone(zone)).date()


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
