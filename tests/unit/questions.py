"""A question that tests ask of the bus."""

from dataclasses import dataclass

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class AskBalance(UserCommand):
    """What the user could spend now."""


@handles(AskBalance)
def ask_balance(command: AskBalance, context: Context, wallet: Wallet) -> int:
    return wallet.available
