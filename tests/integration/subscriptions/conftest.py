"""A log in memory, checkpoints in a real MongoDB."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import AsyncDatabase, connect
from adapters.subscriptions import EventSubscriptionManager
from tests.integration.subscriptions.helpers import QUICK
from tests.memory_log import MemoryLog, SettableClock, no_external


@pytest.fixture
async def mongodb(mongod: str, database: str) -> AsyncIterator[AsyncDatabase]:
    client = connect(mongod)
    yield client[database]
    client.close()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def manager(mongodb: AsyncDatabase, log: MemoryLog) -> Callable[..., EventSubscriptionManager]:
    """Makes the manager of one process."""

    def make(**options: Any) -> EventSubscriptionManager:
        options = {"policy": QUICK, "record_external": no_external} | options
        return EventSubscriptionManager(log, MongoReactionStore(mongodb), SettableClock(), **options)

    return make
