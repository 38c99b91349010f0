"""How soon others know of a commit, a subscriber and a Redis consumer, and how fast both catch up.

The commands come one by one, 100 a second, with every reaction and read model of the community at work beside them.
"""

import asyncio
import threading
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.temporary import temporary_folder
from adapters.redis.client import connect
from adapters.redis.entries import Entries
from adapters.redis.publisher import RedisPublisher
from adapters.redis.stream import EVENTS
from adapters.subscriptions import EventSubscriptionManager
from benchmarks.figures import Figure, percentile
from benchmarks.serving import serve
from commands.users import RegisterUser
from domain.ids import UserId
from domain.recorded import Recorded
from yabot.application import Application
from yabot.keys import with_kept_keys
from yabot.settings import Settings

RATE = 100
"""Commands a second: the load that the goals are set for."""


def run(quick: bool) -> list[Figure]:
    """Starts servers of its own, in a temporary folder."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        servers = stack.enter_context(EmbeddedServers(folder))
        return serve(_measure(folder, servers, seconds=5 if quick else 20, backlog=5_000 if quick else 20_000))


async def _measure(folder: Path, servers: EmbeddedServers, seconds: int, backlog: int) -> list[Figure]:
    settings = Settings(data_dir=folder, mongodb_uri=servers.mongodb_uri, redis_url=servers.redis_url)
    app = Application(with_kept_keys(settings, making=True))
    await app.start(migrating=True)
    try:
        app.start_publisher()
        return [*await _latencies(app, servers.redis_url, seconds), *await _catching_up(app, backlog)]
    finally:
        await app.stop()


async def _latencies(app: Application, redis_url: str, seconds: int) -> list[Figure]:
    acknowledged: dict[int, float] = {}
    heard: dict[int, float] = {}

    async def hear(event: Recorded) -> None:
        heard[event.position] = perf_counter()

    await app.subscriptions.subscribe("user.registered", hear, "benchmark")
    consumer = _Consumer(redis_url)
    consumer.start()
    began = perf_counter()

    async def register(number: int) -> None:
        await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
        receipt = await _register(app, f"{number:016x}")
        acknowledged[receipt] = perf_counter()

    await asyncio.gather(*(register(number) for number in range(seconds * RATE)))
    last = await app.subscriptions.settled(timeout=30)
    await asyncio.to_thread(consumer.finish, last)
    figures = []
    for name, arrived, most in (("subscriber", heard, 100), ("Redis consumer", consumer.arrived, 500)):
        # A reader may be told before the one who gave the command: that is no time at all.
        took = [max(0.0, arrived[position] - at) * 1000 for position, at in acknowledged.items()]
        figures.append(Figure(f"commit to {name}, p50", percentile(took, 50), "ms"))
        figures.append(Figure(f"commit to {name}, p99", percentile(took, 99), "ms", at_most=most))
    return figures


async def _catching_up(app: Application, backlog: int) -> list[Figure]:
    """From the first event to the last one, with nothing else to do."""
    limit = asyncio.Semaphore(256)

    async def register(number: int) -> None:
        async with limit:
            await _register(app, f"{number:016x}")

    await asyncio.gather(*(register(1_000_000 + number) for number in range(backlog)))
    head = await app.subscriptions.settled(timeout=120)
    return [
        Figure("subscription catching up", await _subscription_rate(app, head), "events/s", at_least=5_000),
        Figure("publisher filling the stream again", await _publisher_rate(app, head), "events/s", at_least=1_000),
    ]


async def _subscription_rate(app: Application, head: int) -> float:
    manager = EventSubscriptionManager(
        app.stores.process_log.async_log, app.stores.reactions, app.clock, app.subscriptions.publish_with_retry
    )

    async def nothing(event: Recorded) -> None:
        """What most reactions do with most events."""

    await manager.subscribe("*", nothing, "benchmark-history", begins="beginning")
    began = perf_counter()
    await manager.start()
    try:
        await manager.wait_for(head, timeout=120)
        return head / (perf_counter() - began)
    finally:
        await manager.stop()


async def _publisher_rate(app: Application, head: int) -> float:
    assert app.settings.redis_url is not None and app.publisher is not None
    await app.publisher.wait_for(head, timeout=60)
    redis = connect(app.settings.redis_url)
    publisher = RedisPublisher(app.stores.process_log.async_log, redis, Entries(app.subscriptions.targets))
    await redis.flushall()
    began = perf_counter()
    publishing = asyncio.create_task(publisher.run())
    try:
        await publisher.wait_for(head, timeout=120)
        return head / (perf_counter() - began)
    finally:
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)
        await redis.aclose()


async def _register(app: Application, user: str) -> int:
    context = app.bus.context(f"benchmark:{user}", actor="system", source="benchmark")
    receipt = await app.bus.execute(RegisterUser(UserId(user)), context)
    return receipt.positions[0]


class _Consumer(threading.Thread):
    """An integrator: reads the stream and notes when each position came."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.arrived: dict[int, float] = {}
        self._redis = Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_timeout=5, protocol=2)
        self._until: int | None = None

    def run(self) -> None:
        last = b"0-0"
        while self._until is None or int(last.split(b"-")[0]) < self._until:
            found: Any = self._redis.xread({EVENTS: last}, count=500, block=100)
            now = perf_counter()
            for _, entries in found or ():
                for last, _ in entries:
                    self.arrived[int(last.split(b"-")[0])] = now

    def finish(self, position: int) -> None:
        """Waits until it has read everything up to `position`."""
        self._until = position
        self.join(timeout=30)
        self._redis.close()
