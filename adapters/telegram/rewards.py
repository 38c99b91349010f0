"""What a mission or an achievement gives, in words."""

from adapters.telegram import naming
from adapters.telegram.visitor import Visitor
from domain.definitions import Reward
from domain.items import Use


def reward(visitor: Visitor, reward: Reward, key: str = "reward-line") -> str:
    """The reward under a text that takes `what`; empty where there is none."""
    told = _told(visitor, reward)
    return visitor.say(key, what=" · ".join(told)) if told else ""


def worth(visitor: Visitor, use: Use) -> str:
    """What using something gives, in plain words; of a hint, only that it is one."""
    told = _told(visitor, use)
    if use.hint is not None:
        told.append(visitor.say.plain("reward-hint"))
    if use.vip_days:
        told.append(visitor.say.plain("reward-vip", days=use.vip_days))
    return " · ".join(told)


def _told(visitor: Visitor, reward: Reward) -> list[str]:
    say = visitor.say
    told = []
    if reward.besitos:
        told.append(f"+{reward.besitos} 💋")
    if reward.experience:
        told.append(say.plain("reward-experience", amount=reward.experience))
    for item, quantity in reward.items.items():
        title = naming.title(visitor.services.bus.content, "item", item, say.language)
        told.append(f"{title} × {quantity}" if quantity > 1 else title)
    return told
