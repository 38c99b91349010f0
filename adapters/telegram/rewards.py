"""What a mission or an achievement gives, in words."""

from adapters.telegram import naming
from adapters.telegram.visitor import Visitor
from domain.definitions import Reward


def reward(visitor: Visitor, reward: Reward, key: str = "reward-line") -> str:
    """The reward under a text that takes `what`; empty where there is none."""
    say = visitor.say
    told = []
    if reward.besitos:
        told.append(f"+{reward.besitos} 💋")
    if reward.experience:
        told.append(say.plain("reward-experience", amount=reward.experience))
    for item, quantity in reward.items.items():
        title = naming.title(visitor.services.bus.content, "item", item, say.language)
        told.append(f"{title} × {quantity}" if quantity > 1 else title)
    return say(key, what=" · ".join(told)) if told else ""
