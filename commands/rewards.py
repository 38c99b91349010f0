"""Paying what was earned, in the commit of the fact that earned it."""

from commands.context import Context
from domain.definitions import Reward
from domain.levels import Level
from domain.mochila import Mochila
from domain.wallet import Wallet


def pay(reward: Reward, reason: str, context: Context, wallet: Wallet, level: Level, mochila: Mochila) -> None:
    """Gives besitos, experience and items. `reason` is `mission:<id>`, `achievement:<id>`, …

    What a full wallet or mochila can't hold is forgone: a reward must never stop the deed that earned it.
    """
    if besitos := min(reward.besitos, wallet.room):
        wallet.credit(besitos, reason)
    if reward.experience:
        level.gain(reward.experience, reason, context.content.level_thresholds)
    for item, quantity in reward.items.items():
        if held := min(quantity, mochila.room(item)):
            mochila.receive(item, held, reason)
