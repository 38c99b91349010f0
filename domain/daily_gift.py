"""One gift a local calendar day, growing with the streak, which a freeze keeps over a missed day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue
from domain.wallet import MAX_AMOUNT

ONE_DAY = timedelta(days=1)
MAX_STREAK = 10_000
"""Days in a row that a repair may speak of: 27 years."""


@dataclass
class GiftAlreadyClaimed(DomainError):
    """Today's gift has been taken. `again_at` is when the next one waits, in UTC."""

    again_at: datetime


@dataclass
class StreakNotRunning(DomainError):
    """A freeze protects a streak that runs; there is none, or a day was missed that nothing protects."""


@dataclass
class FreezesFull(DomainError):
    """Nobody keeps more freezes than `most` at once."""

    most: int


@dataclass
class NothingToRepair(DomainError):
    """The streak is as long as the repair would make it, or there never was one."""


class GiftRules(BaseModel):
    """What a gift is worth: `base` besitos, `growth` more for each further day of the streak, at most `cap`.

    A freeze costs `freeze_price` besitos, and comes by itself with each `freeze_every` days in a row (0: never); nobody
    keeps more than `freeze_most`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: int = Field(default=10, ge=1, le=MAX_AMOUNT)
    growth: int = Field(default=1, ge=0, le=MAX_AMOUNT)
    cap: int = Field(default=30, ge=1, le=MAX_AMOUNT)
    freeze_price: int = Field(default=40, ge=1, le=MAX_AMOUNT)
    freeze_every: int = Field(default=0, ge=0, le=10_000)
    freeze_most: int = Field(default=2, ge=0, le=30)

    def amount(self, streak: int) -> int:
        """The besitos of day `streak`, the first day being 1."""
        return min(self.base + self.growth * (streak - 1), max(self.base, self.cap))


class GiftStreak(Aggregate):
    """One user's daily gifts: the last local day taken, where, and how many days in a row.

    `freezes` are those in store; `lost` is how long the streak was before the present one.
    """

    TOPIC = "gift"

    last_day: date | None = None
    zone: str | None = None
    streak: int = 0
    freezes: int = 0
    lost: int = 0

    def claim(self, now: datetime, zone: ZoneInfo, rules: GiftRules) -> int:
        """Takes today's gift and returns its besitos. Raises GiftAlreadyClaimed.

        The day is looked at in the present zone and in that of the last claim: a traveller neither gets a second
        gift nor loses a streak. Missed days cost a freeze each; where there are too few, none is used.
        """
        if self.last_day is not None and self._first_day(now, zone) <= self.last_day:
            raise GiftAlreadyClaimed(again_at=self.next_gift(zone))
        running = self.running(now, zone)
        if running and (missed := self.missed(now, zone)):
            self._freeze_used(missed=missed, freezes=self.freezes - missed)
        streak = self.streak + 1 if running else 1
        amount = rules.amount(streak)
        self._claimed(day=now.astimezone(zone).date(), zone=zone.key, streak=streak, amount=amount)
        if rules.freeze_every and streak % rules.freeze_every == 0 and self.freezes < rules.freeze_most:
            self._freeze_earned(freezes=self.freezes + 1)
        return amount

    def missed(self, now: datetime, zone: ZoneInfo) -> int:
        """The days without a gift since the last one, in whichever of the two zones they are fewer."""
        if self.last_day is None:
            return 0
        return max((self._first_day(now, zone) - self.last_day).days - 1, 0)

    def running(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a gift taken now would go on with the streak."""
        return self.last_day is not None and self.missed(now, zone) <= self.freezes

    def buy_freeze(self, now: datetime, zone: ZoneInfo, rules: GiftRules) -> None:
        """Puts one more freeze in store, for days still to be missed. Raises StreakNotRunning and FreezesFull."""
        if not self.running(now, zone):
            raise StreakNotRunning()
        if self.freezes >= rules.freeze_most:
            raise FreezesFull(rules.freeze_most)
        self._freeze_bought(price=rules.freeze_price, freezes=self.freezes + 1)

    def repair(self, streak: int | None, reason: str, now: datetime, zone: ZoneInfo) -> None:
        """Makes the streak `streak` days long, or what it would be had it not broken; the next gift goes on with it.

        Raises InvalidValue for a length outside of 1 to 10,000, and NothingToRepair.
        """
        if streak is not None and not 1 <= streak <= MAX_STREAK:
            raise InvalidValue("streak", f"must be from 1 to {MAX_STREAK}")
        if self.last_day is None:
            raise NothingToRepair()
        running = self.running(now, zone)
        whole = streak if streak is not None else min(self.streak + (self.lost if running else 0), MAX_STREAK)
        if running and whole <= self.streak:
            raise NothingToRepair()
        yesterday = self._first_day(now, zone) - ONE_DAY
        self._streak_repaired(streak=whole, last_day=max(self.last_day, yesterday), reason=reason)

    def next_gift(self, zone: ZoneInfo) -> datetime:
        """When the day after the last claim has begun in both zones, in UTC."""
        if self.last_day is None:
            return self.modified_on
        return max(_midnight(self.last_day + ONE_DAY, each) for each in (zone, self._last_zone(zone)))

    def available(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a gift waits."""
        return self.last_day is None or now >= self.next_gift(zone)

    def _first_day(self, now: datetime, zone: ZoneInfo) -> date:
        """Today, in whichever of the present zone and the last claim's it is the earlier day."""
        return min(now.astimezone(each).date() for each in (zone, self._last_zone(zone)))

    def _last_zone(self, otherwise: ZoneInfo) -> ZoneInfo:
        return ZoneInfo(self.zone) if self.zone else otherwise

    @event("Claimed", topic="gift.claimed")
    def _claimed(self, day: date, zone: str, streak: int, amount: int) -> None:
        if streak == 1:
            self.lost = self.streak
        self.last_day, self.zone, self.streak = day, zone, streak

    @event("FreezeBought", topic="gift.freeze_bought")
    def _freeze_bought(self, price: int, freezes: int) -> None:
        self.freezes = freezes

    @event("FreezeEarned", topic="gift.freeze_earned")
    def _freeze_earned(self, freezes: int) -> None:
        self.freezes = freezes

    @event("FreezeUsed", topic="gift.freeze_used")
    def _freeze_used(self, missed: int, freezes: int) -> None:
        self.freezes = freezes

    @event("StreakRepaired", topic="gift.streak_repaired")
    def _streak_repaired(self, streak: int, last_day: date, reason: str) -> None:
        self.streak, self.last_day, self.lost = streak, last_day, 0


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, in UTC. Where DST skips midnight, it is the moment of the jump."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
