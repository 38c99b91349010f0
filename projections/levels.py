"""Experience, and the level that it makes."""

from sqlalchemy import Column, Index, Integer, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

levels = Table(
    "levels",
    metadata,
    user_column(),
    Column("experience", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("reached_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("levels_by_experience", "experience"),
)
"""`reached_at` is when the present level was reached; None for the first one, which everybody begins with."""


class Levels(Projection):
    """One row for each user who has gained experience."""

    tables = (levels,)

    @on("level.experience_gained")
    def gained(self, event: Recorded, rows: Rows) -> None:
        row = rows[levels].get_or_new(event.user_id, level=1)
        row |= {"experience": event.total, "level": event.level, "updated_at": event.timestamp}

    @on("level.reached")
    def reached(self, event: Recorded, rows: Rows) -> None:
        row = rows[levels].get_or_new(event.user_id, experience=0)
        row |= {"level": event.level, "reached_at": event.timestamp, "updated_at": event.timestamp}
