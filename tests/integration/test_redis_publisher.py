"""The publisher: a log in memory, a real valkey."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.redis.client import connect
from adapters.redis.publisher import RedisPublisher
from adapters.redis.stream import EVENTS, WAKEUP
from domain.recorded import Damaged, Recorded
from tests.memory_log import MemoryLog, soon


def encode(event: Recorded | Damaged) -> bytes:
    return json.dumps({"position": event.position}).encode()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = connect(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@asynccontextmanager
async def publishing(log: MemoryLog, redis: Redis, **options: Any) -> AsyncIterator[RedisPublisher]:
    publisher = RedisPublisher(log, redis, encode, **options)
    task = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def entries(redis: Redis) -> list[tuple[int, int, int, str]]:
    """(position of the id, position in the event, prev, epoch) of every entry."""
    return [
        (int(id.split(b"-")[0]), json.loads(f[b"event"])["position"], int(f[b"prev"]), f[b"epoch"].decode())
        for id, f in await redis.xrange(EVENTS)
    ]


def expected(first: int, last: int, epoch: str = "first") -> list[tuple[int, int, int, str]]:
    return [(n, n, n - 1, epoch) for n in range(first, last + 1)]


async def test_every_event_is_an_entry_under_its_position(log, redis):
    async with publishing(log, redis) as publisher:
        for _ in range(1_200):
            log.record()
        await publisher.wait_for(1_200, timeout=5)
        await publisher.wait_for(log.record(), timeout=5)
    assert await entries(redis) == expected(1, 1_201)
    assert b"-0" in (await redis.xrange(EVENTS, count=1))[0][0]


async def test_the_wakeup_channel_carries_the_newest_position(log, redis):
    async with redis.pubsub(ignore_subscribe_messages=True) as pubsub, publishing(log, redis) as publisher:
        await pubsub.subscribe(WAKEUP)
        await pubsub.get_message(timeout=1)
        await publisher.wait_for(log.record(), timeout=5)
        message = await pubsub.get_message(timeout=1)
    assert message is not None and message["data"] == b"1"


async def test_a_new_publisher_goes_on_from_the_streams_own_last_id(log, redis):
    log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(1, timeout=5)
    log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(2, timeout=5)
    assert await entries(redis) == expected(1, 2)


async def test_a_flush_is_noticed_without_any_new_event_and_the_window_is_filled_again_with_the_same_ids(log, redis):
    for _ in range(50):
        log.record()
    async with publishing(log, redis, window=20) as publisher:
        await publisher.wait_for(50, timeout=5)
        await redis.flushall()
        await soon(lambda: filled(redis, 50))
    assert await entries(redis) == expected(31, 50)


async def filled(redis: Redis, position: int) -> bool:
    top = await redis.xrevrange(EVENTS, count=1)
    return bool(top) and top[0][0] == f"{position}-0".encode()


async def test_the_stream_is_trimmed_to_about_the_window(log, redis):
    for _ in range(3_000):
        log.record()
    async with publishing(log, redis, window=1_000) as publisher:
        await publisher.wait_for(3_000, timeout=5)
        for _ in range(1_000):
            log.record()
        await publisher.wait_for(4_000, timeout=5)
    kept = await entries(redis)
    assert 1_000 <= len(kept) < 1_400
    assert kept == expected(kept[0][0], 4_000)


async def test_a_stream_of_another_epoch_is_started_anew(log, redis):
    for _ in range(10):
        log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(10, timeout=5)
    log.restore("second", keep=4)
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(log.record(), timeout=5)
    assert await entries(redis) == expected(1, 5, "second")


async def test_a_stream_ahead_of_the_log_is_left_alone_and_said_so(log, redis):
    for _ in range(10):
        log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(10, timeout=5)
    log.restore("first", keep=4)
    async with publishing(log, redis) as publisher:
        await soon(lambda: "position 10, the log ends at 4" in (publisher.status().reason or ""))
    assert await entries(redis) == expected(1, 10)


async def test_entries_that_somebody_deleted_from_the_top_are_there_again(log, redis):
    for _ in range(10):
        log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(10, timeout=5)
        await redis.xdel(EVENTS, "9-0", "10-0")
        await publisher.wait_for(log.record(), timeout=5)
    assert await entries(redis) == expected(1, 11)


async def test_an_emptied_stream_is_filled_again(log, redis):
    for _ in range(10):
        log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(10, timeout=5)
        await redis.xtrim(EVENTS, maxlen=0, approximate=False)
        await soon(lambda: filled(redis, 10))
    assert await entries(redis) == expected(1, 10)


async def test_a_consumer_group_made_before_the_first_event_stays(log, redis):
    await redis.xgroup_create(EVENTS, "workers", mkstream=True)
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(log.record(), timeout=5)
    assert len(await redis.xinfo_groups(EVENTS)) == 1


async def test_several_publishers_make_no_gap_no_double_and_keep_the_order(log, redis):
    async with publishing(log, redis) as one, publishing(log, redis) as two, publishing(log, redis) as three:
        for _ in range(30):
            for _ in range(20):
                log.record()
            await asyncio.sleep(0)
        for publisher in (one, two, three):
            await publisher.wait_for(600, timeout=10)
    assert await entries(redis) == expected(1, 600)


async def test_an_unknown_topic_stops_publishing_right_before_it_and_the_status_says_so(log, redis, caplog):
    for _ in range(3):
        log.record()
    log.unknown = 3
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(2, timeout=5)
        await soon(lambda: "future.topic" in (publisher.status().reason or ""))
        assert publisher.status().state == "stopped"
        tried = log.reads
        await soon(lambda: log.reads > tried + 3)  # it is tried again and again …
    assert await entries(redis) == expected(1, 2)
    assert sum("publishing stopped" in each.getMessage() for each in caplog.records) == 1  # … and said once


async def test_with_redis_away_it_says_so_once_and_catches_up_at_a_thousand_a_second_or_more(
    log, start_valkey: Callable[..., Any], caplog: pytest.LogCaptureFixture
):
    server = start_valkey()
    redis = connect(server.url)
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(log.record(), timeout=5)
        await asyncio.to_thread(server.stop)
        for _ in range(5_000):
            log.record()
        await soon(lambda: publisher.status().state == "stopped")
        await asyncio.to_thread(server.start)
        await soon(lambda: publisher.status().state == "running")
        began = perf_counter()
        await publisher.wait_for(5_001, timeout=10)
        rate = 5_000 / (perf_counter() - began)
    assert len(await entries(redis)) == 5_001
    await redis.aclose()
    assert rate > 1_000
    [away] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert away.getMessage().startswith("publishing stopped at position ") and away.exc_info is None
    [back] = [record for record in caplog.records if record.levelname == "WARNING"]
    assert back.getMessage().startswith("publishing goes on from position ")
    print(f"caught up at {rate:.0f} events/s")


async def test_it_ends_at_whatever_moment_it_is_cancelled(log, redis):
    log.record()
    for steps in range(80):
        task = asyncio.create_task(RedisPublisher(log, redis, encode).run())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=2)
        assert done, f"cancelled after {steps} steps of the event loop, it goes on"
        await redis.flushall()
