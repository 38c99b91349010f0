"""Commands a second through the bus: loaded, decided, committed and durable; in this process, on a real mongod.

The command is a debit or credit of one of many wallets: two aggregates are read, one event is recorded. *Cold*: a
bus without a cache loads both from MongoDB for every command. *From outside*: the ids are a client's, so that each
command is also looked up among those that recorded nothing.
"""

import asyncio
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter

from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.serving import serve
from commands.bus import Bus
from commands.registry import handlers_in, package_modules
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from yabot.clock import SystemClock

USERS = 2_000
DATABASE = "bench"

_numbers = count(1)


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    with temporary_folder() as folder, Mongod(Path(folder) / "mongod", cache_gb=1.0) as server:
        return serve(_measure(server.uri, seconds=3.0 if quick else 10.0))


async def _measure(uri: str, seconds: float) -> list[Figure]:
    migrate(uri, DATABASE)
    log = ProcessLog(uri, DATABASE, now=lambda: datetime.now(UTC))
    try:
        handlers = handlers_in(package_modules("commands"))

        def bus(cache_size: int = 20_000) -> Bus:
            return Bus(log.store, SystemClock(), ContentPack(), InkRuntime(), handlers, cache_size)

        await _register(bus())
        warm = bus()
        await _throughput(warm, "timer", 64, 1.0)
        return [
            Figure("64 in flight", await _throughput(warm, "timer", 64, seconds), "commands/s", at_least=5_000),
            Figure("256 in flight", await _throughput(warm, "timer", 256, seconds), "commands/s"),
            Figure("1 in flight", await _throughput(warm, "timer", 1, seconds), "commands/s"),
            Figure("64 in flight, from outside", await _throughput(warm, "http:k", 64, seconds), "commands/s"),
            Figure("64 in flight, cold", await _throughput(bus(0), "timer", 64, seconds), "commands/s"),
        ]
    finally:
        await asyncio.to_thread(log.close)


def _user(number: int) -> UserId:
    return UserId(f"{number:016x}")


async def _register(bus: Bus) -> None:
    async def register(numbers: range) -> None:
        for number in numbers:
            context = bus.context(f"timer:register:{number}", actor="bench", source="bench")
            await bus.execute(RegisterUser(_user(number), "es", "UTC"), context)

    await asyncio.gather(*(register(range(first, USERS, 64)) for first in range(64)))


async def _throughput(bus: Bus, prefix: str, in_flight: int, seconds: float) -> float:
    """Commands a second, by so many callers that each wait for a receipt before the next command."""
    end, done = perf_counter() + seconds, 0

    async def call() -> None:
        nonlocal done
        while perf_counter() < end:
            number = next(_numbers)
            context = bus.context(f"{prefix}:bench:{number:09}", actor="bench", source="bench")
            await bus.execute(MoveBesitos(_user(number * 7919 % USERS), 10, "bench"), context)
            done += 1

    began = perf_counter()
    await asyncio.gather(*(call() for _ in range(in_flight)))
    return done / (perf_counter() - began)
