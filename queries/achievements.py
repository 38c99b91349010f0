"""What users have achieved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.achievements import achievement_progress, achievements_unlocked


@dataclass(frozen=True, slots=True)
class UnlockedView:
    """One level of an achievement that was unlocked, and what it gave."""

    position: int
    unlocked_at: datetime
    correlation_id: str
    achievement: str
    level: str
    reward: int
    experience: int


def achievements_of(read: Connection, user_id: UserId) -> list[UnlockedView]:
    """The levels that the user has unlocked, in that order."""
    mine = achievements_unlocked.c.user_id == user_id
    return [
        UnlockedView(
            row.position, row.occurred_at, row.correlation_id, row.achievement, row.level, row.reward, row.experience
        )
        for row in read.execute(select(achievements_unlocked).where(mine).order_by(achievements_unlocked.c.position))
    ]


def achievement_counts(read: Connection, user_id: UserId) -> dict[str, Mapping[str, int]]:
    """By achievement, how far each of its goals has come."""
    rows = read.execute(select(achievement_progress).where(achievement_progress.c.user_id == user_id))
    return {row.achievement: row.progress for row in rows}


def unlocked_by_how_many(read: Connection) -> dict[tuple[str, str], int]:
    """By achievement and level, how many users have it."""
    columns = (achievements_unlocked.c.achievement, achievements_unlocked.c.level)
    rows = read.execute(select(*columns, func.count()).group_by(*columns))
    return {(achievement, level): count for achievement, level, count in rows}
