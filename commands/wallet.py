"""Besitos given and taken by an admin or an integrator; what the game moves, it moves in its own commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from domain.errors import InvalidValue
from domain.reasons import checked_reason
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class MoveBesitos(UserCommand):
    """Credits (`amount` > 0) or debits (`amount` < 0) a wallet. `reason` is shown in the statement."""

    requires_active_user: ClassVar[bool] = False

    amount: int
    reason: str


def _result(events: Sequence[Fact]) -> dict[str, Any]:
    moved = events[0]
    sign = 1 if moved.topic == "wallet.credited" else -1
    return {"amount": sign * moved.state["amount"], "reason": moved.state["reason"], "balance": moved.state["balance"]}


@handles(MoveBesitos, answers=_result)
def move_besitos(command: MoveBesitos, context: Context, user: User, wallet: Wallet) -> None:
    user.require_registered()
    reason = checked_reason(command.reason)
    if command.amount == 0:
        raise InvalidValue("amount", "must not be 0")
    if command.amount > 0:
        wallet.credit(command.amount, reason)
    else:
        wallet.debit(-command.amount, reason)
