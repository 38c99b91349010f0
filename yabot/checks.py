"""What the health watch looks at: each check says what is amiss, None where all is well, and raises what is broken."""

from collections import Counter

from adapters.redis.publisher import RedisPublisher
from adapters.subscriptions import EventSubscriptionManager
from projections.engine import Projector
from projections.status import State
from yabot.stores import Stores

LAGGING = 1_000
"""Positions behind the log from which on a read model counts as degraded."""

UNCERTAIN = 100
"""So many messages that may have left are looked at, the newest, to tell whether all is well."""


async def mongodb(stores: Stores) -> str | None:
    """Whether the log answers. Raises StoreUnavailable."""
    await stores.process_log.async_log.head()
    return None


async def read_models(projector: Projector) -> str | None:
    """Whether they follow the log. Raises RuntimeError for those that have stopped."""
    states = projector.status()
    if stopped := [each for each in states if each.state is State.STOPPED]:
        reasons = Counter(each.reason for each in stopped)
        raise RuntimeError("; ".join(f"{count} of {len(states)} stopped: {why}" for why, count in reasons.items()))
    behind = max((each.lag for each in states), default=0)
    parked = sum(each.parked for each in states)
    if parked:
        return f"{parked} events are parked"
    return f"{behind} positions behind" if behind > LAGGING else None


async def reactions(subscriptions: EventSubscriptionManager) -> str | None:
    """Whether what follows from events goes on."""
    states = subscriptions.status()
    stopped = [f"{each.service}: {each.reason}" for each in states if each.state == "stopped"]
    parked = sum(each.parked_partitions for each in states)
    if stopped:
        return "; ".join(stopped)
    return f"{parked} users or streams have parked reactions" if parked else None


async def messages(stores: Stores) -> str | None:
    """Whether of every message about money it is known that it left."""
    uncertain = await stores.effects.uncertain(UNCERTAIN)
    money = sum(each.kind == "money" and each.state == "unknown" for each in uncertain)
    return f"{money} messages about money may or may not have left, see /v1/admin/deliveries" if money else None


async def redis(publisher: RedisPublisher) -> str | None:
    """Whether events are published. Raises RuntimeError when it has stopped."""
    status = publisher.status()
    if status.state == "stopped":
        raise RuntimeError(status.reason)
    return None
