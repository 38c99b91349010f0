"""Experience and levels."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.levels import levels


@dataclass(frozen=True, slots=True)
class LevelView:
    """`reached_at` is None for the first level, which everybody begins with."""

    experience: int
    level: int
    reached_at: datetime | None


def level_of(read: Connection, user_id: UserId) -> LevelView:
    """The user's level, the first one if they have no experience."""
    row = read.execute(select(levels).where(levels.c.user_id == user_id)).one_or_none()
    return LevelView(row.experience, row.level, row.reached_at) if row else LevelView(0, 1, None)
