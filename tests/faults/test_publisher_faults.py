"""Two publishers, kill -9 of either, a flushed and a killed Redis: nothing missing, nothing twice, all in order."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from adapters.redis.stream import EVENTS
from tests.servers import eventually, kill

ROOT = Path(__file__).parents[2]


class Consumer(Thread):
    """Reads the stream from its own checkpoint, as an integrator does, and notes all that it sees."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[int, int]] = []
        self.ended = Event()
        self._redis = Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_timeout=2)

    def run(self) -> None:
        last = b"0-0"
        while not self.ended.is_set():
            try:
                found: Any = self._redis.xread({EVENTS: last}, count=500, block=100)
            except RedisError:
                self.ended.wait(0.02)
                continue
            streams = found.items() if isinstance(found, dict) else found or []
            for _, batches in streams:
                for entry in batches[0] if isinstance(found, dict) else batches:
                    last, fields = entry
                    self.seen.append((json.loads(fields[b"event"])["position"], int(fields[b"prev"])))

    def close(self) -> None:
        self.ended.set()
        self.join()
        self._redis.close()


def torment(servers: Any, folder: Path, faults: int, random: Random) -> None:
    """Writes events all the while, makes `faults` faults, and checks what came through."""
    log = folder / "log"
    log.touch()
    redis = Redis.from_url(servers.redis_url, retry=Retry(NoBackoff(), 0), socket_timeout=2)

    def publisher() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.publisher_process", servers.redis_url, str(log)]
        return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def write(count: int) -> None:
        with log.open("ab") as file:
            file.write(b"." * count)

    def top() -> int:
        try:
            entries: Any = redis.xrevrange(EVENTS, count=1)
        except RedisError:
            return -1
        return int(entries[0][0].split(b"-")[0]) if entries else 0

    def published() -> bool:
        return top() == log.stat().st_size

    publishers = [publisher(), publisher()]
    consumer = Consumer(servers.redis_url)
    consumer.start()
    write(100)
    eventually(published, within=30)
    try:
        for fault in range(faults):
            until = monotonic() + 0.1 + random.random() / 5
            while monotonic() < until:
                write(random.randint(1, 200))
                consumer.ended.wait(0.005)
            match fault % 4:
                case 0 | 2:
                    victim = random.randrange(2)
                    publishers[victim].kill()
                    publishers[victim].wait()
                    publishers[victim] = publisher()
                case 1:
                    redis.flushall()
                case 3:
                    kill(servers.valkey.pid)
            write(random.randint(1, 2_000))
            eventually(published, within=30)
        last = log.stat().st_size
        eventually(lambda: bool(consumer.seen) and consumer.seen[-1][0] == last, within=30)
        entries: Any = redis.xrange(EVENTS)
    finally:
        for each in publishers:
            each.kill()
            each.wait()
        consumer.close()
        redis.close()
    in_the_stream = [int(entry_id.split(b"-")[0]) for entry_id, _ in entries]
    assert in_the_stream == list(range(in_the_stream[0], last + 1)), "a gap, a double or a change of order"
    assert in_the_stream[0] == 1, "the window was not filled again"
    assert consumer.seen == [(n, n - 1) for n in range(1, last + 1)]


def test_two_publishers_under_kills_and_flushes_lose_nothing_and_double_nothing(
    start_servers: Callable[..., Any], own_folder: Path
):
    torment(start_servers(), own_folder, faults=8, random=Random(1))


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_two_publishers_under_a_hundred_faults_lose_nothing_and_double_nothing(
    start_servers: Callable[..., Any], own_folder: Path
):
    torment(start_servers(), own_folder, faults=100, random=Random(2))
