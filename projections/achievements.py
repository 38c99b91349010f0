"""Achievements: what was unlocked, and how far the goals of the rest are."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

achievements_unlocked = Table(
    "achievements_unlocked",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("achievement", String, nullable=False),
    Column("level", String(16), nullable=False),
    Column("reward", Integer, nullable=False),
    Column("experience", Integer, nullable=False),
    Index("achievements_unlocked_by_user", "user_id", "position"),
    Index("achievements_unlocked_by_achievement", "achievement", "level"),
)

achievement_progress = Table(
    "achievement_progress",
    metadata,
    user_column(),
    Column("achievement", String, primary_key=True),
    Column("progress", JSON(none_as_null=True), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
"""`progress` is the count of each goal by its id."""


class Achievements(Projection):
    """One row for each level unlocked; one a user and achievement for the counts."""

    version = 2
    tables = (achievements_unlocked, achievement_progress)

    @on("achievement.progressed", "achievement.history_counted")
    def progressed(self, event: Recorded, rows: Rows) -> None:
        row = rows[achievement_progress].get_or_new(event.user_id, event.achievement, progress={})
        row |= {"progress": {**row["progress"], **event.progress}, "updated_at": event.timestamp}

    @on("achievement.unlocked")
    def unlocked(self, event: Recorded, rows: Rows) -> None:
        rows[achievements_unlocked].add(
            event,
            user_id=event.user_id,
            achievement=event.achievement,
            level=event.level,
            reward=event.reward,
            experience=event.experience,
        )
