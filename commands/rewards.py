"""Paying what was earned, in the commit of the fact that earned it."""

from commands.context import Context
from domain.definitions import MAX_QUANTITY, Reward
from domain.levels import Level
from domain.mochila import Mochila
from domain.wallet import MAX_BALANCE, Wallet


def pay(reward: Reward, reason: str, context: Context, wallet: Wallet, level: Level, mochila: Mochila) -> None:
    """Gives besitos, experience and items. `reason` is `mission:<id>`, `achievement:<id>`, …

    What a full wallet or mochila can't hold is forgone: a reward must never stop the deed that earned it.
    """
    if besitos := min(reward.besitos, MAX_BALANCE - wallet.available - wallet.held):
        wallet.credit(besitos, reason)
    if reward.experience:
        level.gain(reward.experience, reason, context.content.level_thresholds)
    for item, quantity in reward.items.items():
        if room := min(quantity, MAX_QUANTITY - mochila.quantity(item)):
            mochila.receive(item, room, reason)
