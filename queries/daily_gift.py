"""Each user's gift streak."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.daily_gift import GiftStreak
from domain.ids import UserId
from projections.daily_gift import gift_streaks


@dataclass(frozen=True, slots=True)
class GiftStreakView:
    """`streak` is that of `last_day`, a day in `last_zone`; it still holds until the day after has passed."""

    user_id: UserId
    streak: int
    longest: int
    gifts: int
    total: int
    last_day: date
    last_zone: str
    last_claimed_at: datetime
    freezes: int
    repairs: int

    def as_aggregate(self) -> GiftStreak:
        """The streak's own rules over what the row tells."""
        streak = GiftStreak.blank(GiftStreak.stream(self.user_id))
        streak.last_day, streak.zone = self.last_day, self.last_zone
        streak.streak, streak.freezes = self.streak, self.freezes
        return streak


def gift_streak(read: Connection, user_id: UserId) -> GiftStreakView | None:
    """The user's streak, None before their first gift."""
    row = read.execute(select(gift_streaks).where(gift_streaks.c.user_id == user_id)).one_or_none()
    return GiftStreakView(**row._mapping) if row else None
