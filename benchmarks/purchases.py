"""Purchases a second: six streams are read, or seven, and three events recorded, or four, in one commit; real mongod.

*Endless*: buyers of what has no stock share no stream. *One stock*: all of them take from the same one, so every
purchase waits for the one before it.
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
from commands.store import BuyItem
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from yabot.clock import SystemClock

USERS = 1_000
DATABASE = "bench"
WORDS = {"es": "vela", "en": "candle"}
CANDLE = {"id": "candle", "title": WORDS, "description": WORDS, "category": "keepsake"}
PACK = ContentPack.model_validate(
    {
        "items": [CANDLE, {**CANDLE, "id": "rare"}],
        "store": [{"item": "candle", "price": 1}, {"item": "rare", "price": 1, "stock": 1_000_000}],
    }
)

_numbers = count(1)


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    with temporary_folder() as folder, Mongod(Path(folder) / "mongod", cache_gb=1.0) as server:
        return serve(_measure(server.uri, seconds=3.0 if quick else 10.0))


async def _measure(uri: str, seconds: float) -> list[Figure]:
    migrate(uri, DATABASE)
    log = ProcessLog(uri, DATABASE, now=lambda: datetime.now(UTC))
    try:
        bus = Bus(log.store, SystemClock(), PACK, InkRuntime(), handlers_in(package_modules("commands")))
        await _register(bus)
        await _throughput(bus, "candle", 64, 1.0)
        return [
            Figure("endless, 64 in flight", await _throughput(bus, "candle", 64, seconds), "purchases/s"),
            Figure("one stock, 64 in flight", await _throughput(bus, "rare", 64, seconds), "purchases/s"),
            Figure("endless, 1 in flight", await _throughput(bus, "candle", 1, seconds), "purchases/s"),
        ]
    finally:
        await asyncio.to_thread(log.close)


def _user(number: int) -> UserId:
    return UserId(f"{number:016x}")


async def _register(bus: Bus) -> None:
    async def register(numbers: range) -> None:
        for number in numbers:
            for name, command in (
                ("register", RegisterUser(_user(number), "es", "UTC")),
                ("pay", MoveBesitos(_user(number), 1_000_000, "bench")),
            ):
                await bus.execute(command, bus.context(f"timer:{name}:{number}", actor="bench", source="bench"))

    await asyncio.gather(*(register(range(first, USERS, 64)) for first in range(64)))


async def _throughput(bus: Bus, item: str, in_flight: int, seconds: float) -> float:
    """Purchases a second, by so many buyers that each wait for a receipt before the next purchase."""
    end, done = perf_counter() + seconds, 0

    async def buy() -> None:
        nonlocal done
        while perf_counter() < end:
            number = next(_numbers)
            context = bus.context(f"timer:bench:{number:09}", actor="bench", source="bench")
            await bus.execute(BuyItem(_user(number * 7919 % USERS), item), context)
            done += 1

    began = perf_counter()
    await asyncio.gather(*(buy() for _ in range(in_flight)))
    return done / (perf_counter() - began)
