"""Where commands are measured: a bus over a log in a mongod of its own, people in it, and how many it takes."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.serving import serve
from commands.bus import Bus
from commands.context import Command
from commands.decision import Receipt
from commands.ports import StoryRuntime
from commands.registry import handlers_in, package_modules
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from yabot.clock import SystemClock

DATABASE = "bench"

_numbers = count(1)


def on_a_mongod(measure: Callable[[ProcessLog], Coroutine[Any, Any, list[Figure]]]) -> list[Figure]:
    """What `measure` finds on an empty log. The mongod is in a temporary folder, with 1 GB of cache."""
    with temporary_folder() as folder, Mongod(Path(folder) / "mongod", cache_gb=1.0) as server:
        return serve(_on_a_log(server.uri, measure))


async def _on_a_log(uri: str, measure: Callable[[ProcessLog], Coroutine[Any, Any, list[Figure]]]) -> list[Figure]:
    migrate(uri, DATABASE)
    log = ProcessLog(uri, DATABASE, now=lambda: datetime.now(UTC))
    try:
        return await measure(log)
    finally:
        await asyncio.to_thread(log.close)


def bus_over(log: ProcessLog, pack: ContentPack, cache_size: int = 20_000, stories: StoryRuntime | None = None) -> Bus:
    """A bus as a process of its own would have it: with nothing in its cache; with these stories, or none."""
    handlers = handlers_in(package_modules("commands"))
    return Bus(log.store, SystemClock(), pack, stories or InkRuntime(), handlers, cache_size)


def user(number: int) -> UserId:
    return UserId(f"{number:016x}")


async def give(bus: Bus, command: Command, ids: str = "timer") -> Receipt:
    """Gives it under an id of its own, which begins with `ids`: `timer` is one of ours, `http` one from outside."""
    context = bus.context(f"{ids}:bench:{next(_numbers):09}", actor="bench", source="bench")
    return await bus.execute(command, context)


async def register(bus: Bus, users: int, besitos: int = 0) -> None:
    """The users from number 0 on, each with so many besitos."""

    async def each(numbers: range) -> None:
        for number in numbers:
            await give(bus, RegisterUser(user(number), "es", "UTC"))
            if besitos:
                await give(bus, MoveBesitos(user(number), besitos, "bench"))

    await asyncio.gather(*(each(range(first, users, 64)) for first in range(64)))


async def throughput(ask: Callable[[int], Coroutine[Any, Any, Receipt]], in_flight: int, seconds: float) -> float:
    """Commands a second, by so many callers that each wait for a receipt before the next command. `ask` gives one;
    its number tells it from the others."""
    end, done = perf_counter() + seconds, 0

    async def call() -> None:
        nonlocal done
        while perf_counter() < end:
            await ask(next(_numbers))
            done += 1

    began = perf_counter()
    await asyncio.gather(*(call() for _ in range(in_flight)))
    return done / (perf_counter() - began)
