"""Taking the daily gift."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from domain.daily_gift import GiftStreak
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class ClaimDailyGift(UserCommand):
    """Takes the gift of the user's present local day."""


def _result(events: Sequence[Fact]) -> dict[str, Any]:
    claimed, credited = events[0].state, events[1].state
    return {"amount": claimed["amount"], "streak": claimed["streak"], "balance": credited["balance"]}


@handles(ClaimDailyGift, answers=_result)
def claim_daily_gift(command: ClaimDailyGift, context: Context, user: User, streak: GiftStreak, wallet: Wallet) -> None:
    amount = streak.claim(context.now, user.zone, context.content.daily_gift)
    wallet.credit(amount, reason="daily_gift")
