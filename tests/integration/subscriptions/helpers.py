"""What the tests of subscriptions say in one word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.subscriptions import EventSubscriptionManager, Policy
from commands.ports import StoreUnavailable
from domain.recorded import Recorded

QUICK = Policy(first_delay=0.001, longest_delay=0.01, attempts=3, deadline=1.0, grace=0.1)


class Seen(list[int]):
    """A handler that notes the positions it was given."""

    async def __call__(self, event: Recorded) -> None:
        self.append(event.position)


@asynccontextmanager
async def running(manager: EventSubscriptionManager) -> AsyncIterator[EventSubscriptionManager]:
    await manager.start()
    try:
        yield manager
    finally:
        await manager.stop()


async def nothing_requested(store: MongoReactionStore) -> bool:
    return not await store.requested()


async def crash(manager: EventSubscriptionManager) -> None:
    """As after kill -9: no last checkpoint. (The lease is given back, so that the test need not wait for its end.)"""
    for task in [*manager._keepers, *manager._running.values()]:
        task.cancel()
    await asyncio.gather(*manager._keepers, *manager._running.values(), return_exceptions=True)
    await manager._reader.close()
    await manager._store.release(manager._owner)


async def checkpointed(store: MongoReactionStore, position: int) -> bool:
    try:
        checkpoint = await store.checkpoint("missions")
    except StoreUnavailable:
        return False
    return checkpoint is not None and min(checkpoint.positions.values()) >= position
