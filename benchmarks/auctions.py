"""Bids a second: on one hot auction, which goes one bid after the other, and on many at once.

Each bid reads and writes the auction and two wallets: it is placed, held, and whom it tops is released, in one commit.
*Cold*: the first bid of a process that has never seen the auction, which loads it from its snapshot.
"""

import asyncio
from datetime import UTC, datetime, timedelta
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
from commands.auctions import OpenAuction, PlaceBid
from commands.bus import Bus
from commands.context import Command
from commands.decision import Receipt
from commands.mochila import GrantItem
from commands.registry import handlers_in, package_modules
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.auctions import AuctionRules, BidTooLow
from domain.content import ContentPack
from domain.ids import UserId
from yabot.clock import SystemClock

BIDDERS = 64
AUCTIONS = 200
DATABASE = "bench"
DAY = int(timedelta(days=1).total_seconds())
TEXT = {"es": "x", "en": "x"}
PACK = ContentPack.model_validate(
    {
        "auctions": AuctionRules(raise_percent=0).model_dump(),
        "items": [{"id": "lamp", "title": TEXT, "description": TEXT, "category": "key"}],
    }
)
SELLER = UserId("5e11e40000000000")

_numbers = count(1)
_amounts = count(1)


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    with temporary_folder() as folder, Mongod(Path(folder) / "mongod", cache_gb=1.0) as server:
        return serve(_measure(server.uri, bids=2_000 if quick else 10_000))


async def _measure(uri: str, bids: int) -> list[Figure]:
    migrate(uri, DATABASE)
    log = ProcessLog(uri, DATABASE, now=lambda: datetime.now(UTC))
    try:
        handlers = handlers_in(package_modules("commands"))

        def bus() -> Bus:
            return Bus(log.store, SystemClock(), PACK, InkRuntime(), handlers)

        warm = bus()
        await _people(warm)
        hot, *many = [await _open(warm) for _ in range(AUCTIONS + 1)]
        first = await _bid(warm, [hot], bids // 10)
        await _bid(warm, [hot], bids - 2 * (bids // 10))
        last = await _bid(warm, [hot], bids // 10)
        cold = bus()
        began = perf_counter()
        await _give(cold, PlaceBid(_bidder(0), hot, next(_amounts)))
        loaded = perf_counter() - began
        return [
            Figure("one hot auction, its first bids", first, "bids/s"),
            Figure(
                f"one hot auction, after {bids - bids // 10:,} bids",
                last,
                "bids/s",
                beside=first,
                beside_name="the first",
                at_least_ratio=0.7,
            ),
            Figure(f"cold, after {bids:,} bids", loaded * 1_000, "ms", at_most=100.0),
            Figure(f"{AUCTIONS} auctions", await _bid(warm, many, bids), "bids/s"),
        ]
    finally:
        await asyncio.to_thread(log.close)


def _bidder(number: int) -> UserId:
    return UserId(f"{number % BIDDERS:016x}")


async def _give(bus: Bus, command: Command) -> Receipt:
    context = bus.context(f"timer:bench:{next(_numbers):09}", actor="bench", source="bench")
    return await bus.execute(command, context)


async def _people(bus: Bus) -> None:
    for user in (SELLER, *map(_bidder, range(BIDDERS))):
        await _give(bus, RegisterUser(user, "es", "UTC"))
        await _give(bus, MoveBesitos(user, 10**9, "bench"))
    await _give(bus, GrantItem(SELLER, "lamp", AUCTIONS + 1, "bench"))


async def _open(bus: Bus) -> str:
    receipt = await _give(bus, OpenAuction(SELLER, "lamp", 1, DAY))
    return str(receipt.result["id"])


async def _accepted(bus: Bus, bid: PlaceBid) -> bool:
    """False if somebody was quicker with a higher one."""
    try:
        await _give(bus, bid)
    except BidTooLow:
        return False
    return True


async def _bid(bus: Bus, auctions: list[str], bids: int) -> float:
    """Bids placed a second, by bidders who each wait for an answer before the next bid; who was too slow bids more."""
    left = iter(range(bids))

    async def bidder(number: int) -> None:
        for turn in left:
            while not await _accepted(bus, PlaceBid(_bidder(number), auctions[turn % len(auctions)], next(_amounts))):
                continue

    began = perf_counter()
    await asyncio.gather(*(bidder(number) for number in range(BIDDERS)))
    return bids / (perf_counter() - began)
