"""The consumer of docs/integrators.md, as it stands there, against a real valkey and the real feed over HTTP."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
import uvicorn
from fastapi import FastAPI
from redis.asyncio import Redis

from adapters.http.problems import install_problems
from adapters.http.routes.events import router
from adapters.redis.client import connect
from adapters.redis.entries import Entries
from adapters.redis.publisher import RedisPublisher
from adapters.redis.stream import EVENTS
from tests.memory_log import MemoryLog, soon
from tests.servers import eventually

PAGE = Path(__file__).parents[2] / "docs" / "integrators.md"


@cache
def program() -> SimpleNamespace:
    """What the page's Python defines."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, PAGE.name, "exec"), names)
    return SimpleNamespace(**names)


class AllScopes:
    id = "integrator"
    scopes = frozenset(("events:read",))


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = connect(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def api_url(log: MemoryLog) -> Iterator[str]:
    async def verify(presented: str) -> AllScopes | None:
        return AllScopes() if presented == "key.secret" else None

    app = FastAPI()
    app.state.services = SimpleNamespace(
        health=SimpleNamespace(ready=lambda: True),
        log=log,
        keys=SimpleNamespace(verify=verify),
        target_services=lambda topic: (),
        rate_limits=None,
    )
    app.include_router(router)
    install_problems(app)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def consumer(redis_url: str, api_url: str) -> Iterator[Callable[..., Any]]:
    made = []

    def make(handle: Callable[[dict[str, Any]], None], **checkpoint: Any) -> Any:
        made.append(program().Consumer(redis_url, api_url, "key.secret", handle, **checkpoint))
        return made[-1]

    yield make
    for each in made:
        each.redis.close()


@asynccontextmanager
async def publishing(log: MemoryLog, redis: Redis, **options: Any) -> AsyncIterator[RedisPublisher]:
    publisher = RedisPublisher(log, redis, Entries(lambda topic: ()), **options)
    task = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def read_until(consumer: Any, position: int) -> None:
    async with asyncio.timeout(20):
        while consumer.position < position:
            await asyncio.to_thread(consumer.read, 50)


async def test_it_sees_every_event_once_and_in_order_across_its_own_restart(log, redis, consumer):
    seen: list[int] = []
    for _ in range(700):
        log.record()
    async with publishing(log, redis):
        first = consumer(lambda event: seen.append(event["position"]))
        await read_until(first, 500)
        second = consumer(lambda event: seen.append(event["position"]), epoch=first.epoch, position=first.position)
        log.record()
        await read_until(second, 701)
    assert seen == list(range(1, 702))


async def test_it_fetches_from_the_api_what_the_stream_no_longer_has(log, redis, consumer):
    seen: list[int] = []
    for _ in range(1_300):
        log.record()
    async with publishing(log, redis, window=100) as publisher:
        await publisher.wait_for(1_300, timeout=5)
        first_kept = cast(list[Any], await redis.xrange(EVENTS, count=1))[0][0]
        assert first_kept > b"1-0"
        await read_until(consumer(lambda event: seen.append(event["position"])), 1_300)
    assert seen == list(range(1, 1_301))


async def test_a_flush_goes_by_unnoticed(log, redis, consumer):
    seen: list[int] = []
    async with publishing(log, redis) as publisher:
        log.record()
        await publisher.wait_for(1, timeout=5)
        following = consumer(lambda event: seen.append(event["position"]))
        await read_until(following, 1)
        await redis.flushall()
        log.record()
        await read_until(following, 2)
    assert seen == [1, 2]


async def test_an_event_that_could_not_be_handled_comes_again(log, redis, consumer):
    seen: list[int] = []

    def handle(event: dict[str, Any]) -> None:
        seen.append(event["position"])
        if seen == [1]:
            raise OSError("disk full")

    log.record()
    async with publishing(log, redis):
        following = consumer(handle)
        with pytest.raises(OSError, match="disk full"):
            await read_until(following, 1)
        await read_until(following, 1)
    assert seen == [1, 1]


@pytest.mark.parametrize("kept", [3, 0])
async def test_a_restored_log_is_said_so_even_if_its_ids_are_lower(log, redis, consumer, kept):
    for _ in range(10):
        log.record()
    async with publishing(log, redis) as publisher:
        await publisher.wait_for(10, timeout=5)
        following = consumer(lambda event: None)
        await read_until(following, 10)
    log.restore("second", keep=kept)
    log.record()
    async with publishing(log, redis) as publisher:
        await soon(lambda: publisher.status().state == "running")
        await publisher.wait_for(kept + 1, timeout=5)
        with pytest.raises(program().StartOver):
            await read_until(following, 11)


async def test_the_api_refuses_a_cursor_of_a_restored_log_and_the_consumer_starts_over(log, redis, consumer):
    for _ in range(1_300):
        log.record()
    log.restore("second", keep=1_300)
    async with publishing(log, redis, window=100) as publisher:
        await publisher.wait_for(1_300, timeout=5)
        following = consumer(lambda event: None, epoch="first", position=5)
        with pytest.raises(program().StartOver):
            await asyncio.to_thread(following.fetch, 10)
