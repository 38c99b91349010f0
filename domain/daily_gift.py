"""One gift a local calendar day, growing with the streak."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.wallet import MAX_AMOUNT

ONE_DAY = timedelta(days=1)


@dataclass
class GiftAlreadyClaimed(DomainError):
    """Today's gift has been taken. `again_at` is when the next one waits, in UTC."""

    again_at: datetime


class GiftRules(BaseModel):
    """What a gift is worth: `base` besitos, `growth` more for each further day of the streak, at most `cap`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: int = Field(default=10, ge=1, le=MAX_AMOUNT)
    growth: int = Field(default=1, ge=0, le=MAX_AMOUNT)
    cap: int = Field(default=30, ge=1, le=MAX_AMOUNT)

    def amount(self, streak: int) -> int:
        """The besitos of day `streak`, the first day being 1."""
        return min(self.base + self.growth * (streak - 1), max(self.base, self.cap))


class GiftStreak(Aggregate):
    """One user's daily gifts: the last local day taken, where, and how many days in a row."""

    TOPIC = "gift"

    last_day: date | None = None
    zone: str | None = None
    streak: int = 0

    def claim(self, now: datetime, zone: ZoneInfo, rules: GiftRules) -> int:
        """Takes today's gift and returns its besitos. Raises GiftAlreadyClaimed.

        The day is looked at in the present zone and in that of the last claim: a traveller neither gets a second
        gift nor loses a streak.
        """
        days = {now.astimezone(zone).date(), now.astimezone(self._last_zone(zone)).date()}
        if self.last_day is not None and min(days) <= self.last_day:
            raise GiftAlreadyClaimed(again_at=self.next_gift(zone))
        unbroken = self.last_day is not None and self.last_day + ONE_DAY in days
        streak = self.streak + 1 if unbroken else 1
        amount = rules.amount(streak)
        self._claimed(day=now.astimezone(zone).date(), zone=zone.key, streak=streak, amount=amount)
        return amount

    def next_gift(self, zone: ZoneInfo) -> datetime:
        """When the day after the last claim has begun in both zones, in UTC."""
        if self.last_day is None:
            return self.modified_on
        return max(_midnight(self.last_day + ONE_DAY, each) for each in (zone, self._last_zone(zone)))

    def available(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a gift waits."""
        return self.last_day is None or now >= self.next_gift(zone)

    def _last_zone(self, otherwise: ZoneInfo) -> ZoneInfo:
        return ZoneInfo(self.zone) if self.zone else otherwise

    @event("Claimed", topic="gift.claimed")
    def _claimed(self, day: date, zone: str, streak: int, amount: int) -> None:
        self.last_day, self.zone, self.streak = day, zone, streak


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, in UTC. Where DST skips midnight, it is the moment of the jump."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
