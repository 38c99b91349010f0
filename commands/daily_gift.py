"""Taking the daily gift, and what keeps its streak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from domain.daily_gift import GiftStreak
from domain.reasons import checked_reason
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class ClaimDailyGift(UserCommand):
    """Takes the gift of the user's present local day."""


def _result(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    claimed, used = told["gift.claimed"], told.get("gift.freeze_used", {})
    return {
        "amount": claimed["amount"],
        "streak": claimed["streak"],
        "balance": told["wallet.credited"]["balance"],
        "freezes_used": used.get("missed", 0),
    }


@handles(ClaimDailyGift, answers=_result)
def claim_daily_gift(command: ClaimDailyGift, context: Context, user: User, streak: GiftStreak, wallet: Wallet) -> None:
    amount = streak.claim(context.now, user.zone, context.content.daily_gift)
    wallet.credit(amount, reason="daily_gift")


@dataclass(frozen=True, slots=True)
class BuyStreakFreeze(UserCommand):
    """Buys a freeze, which keeps the streak over one missed day. Raises StreakNotRunning, FreezesFull and
    InsufficientBesitos."""


def _bought(events: Sequence[Fact]) -> dict[str, Any]:
    bought, paid = events[0].state, events[1].state
    return {"price": bought["price"], "freezes": bought["freezes"], "balance": paid["balance"]}


@handles(BuyStreakFreeze, answers=_bought)
def buy_streak_freeze(
    command: BuyStreakFreeze, context: Context, user: User, streak: GiftStreak, wallet: Wallet
) -> None:
    rules = context.content.daily_gift
    streak.buy_freeze(context.now, user.zone, rules)
    wallet.debit(rules.freeze_price, reason="streak_freeze")


@dataclass(frozen=True, slots=True)
class RepairStreak(UserCommand):
    """Gives a streak back to somebody unlucky; `streak` None is what it would be had it not broken.

    `reason` must name nobody: it stays in the log. Raises NothingToRepair.
    """

    requires_active_user: ClassVar[bool] = False

    reason: str
    streak: int | None = None


@handles(RepairStreak)
def repair_streak(command: RepairStreak, context: Context, user: User, streak: GiftStreak) -> None:
    user.require_registered()
    streak.repair(command.streak, checked_reason(command.reason), context.now, user.zone)
