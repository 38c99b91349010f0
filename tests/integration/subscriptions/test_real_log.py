"""The same subscriptions and publisher over the log in MongoDB."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import connect
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from adapters.redis.client import connect as connect_redis
from adapters.redis.entries import Entries
from adapters.redis.publisher import RedisPublisher
from adapters.redis.stream import EVENTS
from adapters.subscriptions import EventSubscriptionManager
from commands.ports import Commit, EventStore, NewEvent, Read
from domain.ids import UserId
from domain.recorded import Recorded
from tests.memory_log import SettableClock, no_external

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def commit(
    store: EventStore,
    commit_id: str,
    topic: str,
    stream: str,
    version: int,
    cause: Recorded | None = None,
    **state: Any,
) -> int:
    """Records one event; returns its position."""
    user = UserId(stream.partition(":")[2])
    event = NewEvent(stream, version, topic, 1, state, f"event-{commit_id}", user)
    reads = {stream: Read(version - 1, 0)}
    correlation = cause.correlation_id if cause else commit_id
    receipt = await store.commit(
        Commit(commit_id, [event], reads, correlation, cause and cause.event_id, "system", "test", NOON)
    )
    return receipt.positions[-1]


@pytest.fixture
async def process(mongod: str, mongodb_uri: str, database: str) -> AsyncIterator[ProcessLog]:
    await asyncio.to_thread(migrate, mongodb_uri, database)
    process = await asyncio.to_thread(lambda: ProcessLog(mongod, database, now=SettableClock().now))
    yield process
    await asyncio.to_thread(process.close)


async def test_a_chain_of_reactions_runs_to_its_end_and_reaches_redis_in_order(process, mongod, database, redis_url):
    client, redis = connect(mongod), connect_redis(redis_url)
    manager = EventSubscriptionManager(
        process.async_log, MongoReactionStore(client[database]), SettableClock(), no_external
    )

    async def credit(event: Recorded) -> None:
        reaction = f"reaction:{event.position}:credit:{event.user_id}"
        fields = {"amount": 10, "reason": "gift", "balance": 10}
        await commit(process.store, reaction, "wallet.credited", f"wallet:{event.user_id}", 1, cause=event, **fields)

    await manager.subscribe("gift.claimed", credit, "wallets")
    publisher = RedisPublisher(process.async_log, redis, Entries(manager.targets))
    publishing = asyncio.create_task(publisher.run())
    await manager.start()
    try:
        await asyncio.gather(
            *(
                commit(process.store, f"gift-{n}", "gift.claimed", f"gift:user-{n}", 1, day="d", zone="UTC", streak=1)
                for n in range(100)
            )
        )
        assert await manager.settled(timeout=10) == 200
        await publisher.wait_for(200, timeout=5)
        found = await redis.xrange(EVENTS)
    finally:
        await manager.stop()
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)
        await redis.aclose()
        client.close()
    events = [orjson.loads(fields[b"event"]) for _, fields in found]
    assert [event["position"] for event in events] == list(range(1, 201))
    assert {fields[b"epoch"].decode() for _, fields in found} == {process.epoch}
    gifts = {event["event_id"]: event for event in events if event["event_type"] == "gift.claimed"}
    credits = [event for event in events if event["event_type"] == "wallet.credited"]
    assert sorted(event["causation_id"] for event in credits) == sorted(gifts)
    assert all(event["correlation_id"] == gifts[event["causation_id"]]["correlation_id"] for event in credits)
    assert all(event["target_services"] == ["wallets"] for event in gifts.values())
