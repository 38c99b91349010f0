"""Bids a second: on one hot auction, which goes one bid after the other, and on many at once.

Each bid reads and writes the auction and two wallets: it is placed, held, and whom it tops is released, in one commit.
What a bid costs must not grow with those before it: the last thousand bids on the hot auction are placed in turn with
a thousand on a *fresh* one. *Cold*: the first bid of a process that has never seen the auction, which loads it from its
snapshot.
"""

import asyncio
from datetime import timedelta
from itertools import count
from statistics import harmonic_mean
from time import perf_counter

from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.scene import bus_over, give, on_a_mongod, register, user
from commands.auctions import OpenAuction, PlaceBid
from commands.bus import Bus
from commands.mochila import GrantItem
from domain.auctions import AuctionRules, BidTooLow
from domain.content import ContentPack

BIDDERS = 64
SELLER = user(BIDDERS)
AUCTIONS = 200
DAY = int(timedelta(days=1).total_seconds())
TEXT = {"es": "x", "en": "x"}
PACK = ContentPack.model_validate(
    {
        "auctions": AuctionRules(raise_percent=0).model_dump(),
        "items": [{"id": "lamp", "title": TEXT, "description": TEXT, "category": "key"}],
    }
)

_amounts = count(1)


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    return on_a_mongod(lambda log: _measure(log, thousands=2 if quick else 10))


async def _measure(log: ProcessLog, thousands: int) -> list[Figure]:
    warm = bus_over(log, PACK)
    await register(warm, BIDDERS + 1, besitos=10**9)
    await give(warm, GrantItem(SELLER, "lamp", AUCTIONS + 2, "bench"))
    hot, fresh, *many = [await _open(warm) for _ in range(AUCTIONS + 2)]
    first = await _bid(warm, [hot], 1_000)
    await _bid(warm, [hot], (thousands - 2) * 1_000)
    last, beside = await _in_turn(warm, hot, fresh)
    cold = bus_over(log, PACK)
    began = perf_counter()
    await give(cold, PlaceBid(user(0), hot, next(_amounts)))
    loaded = perf_counter() - began
    so_many = f"{thousands * 1_000:,}"
    return [
        Figure("one hot auction, its first thousand bids", first, "bids/s"),
        Figure(
            f"the last thousand of {so_many}",
            last,
            "bids/s",
            beside=beside,
            beside_name="a fresh auction's first",
            at_least_ratio=0.8,
        ),
        Figure(f"cold, after {so_many} bids", loaded * 1_000, "ms", at_most=100.0),
        Figure(f"{AUCTIONS} auctions", await _bid(warm, many, thousands * 1_000), "bids/s"),
    ]


async def _in_turn(bus: Bus, one: str, other: str) -> tuple[float, float]:
    """Bids a second on each of the two auctions, a thousand on both, a hundred on the one and a hundred on the other:
    what else the machine does slows both."""
    rates = [[await _bid(bus, [auction], 100) for auction in (one, other)] for _ in range(10)]
    return harmonic_mean([rate for rate, _ in rates]), harmonic_mean([rate for _, rate in rates])


async def _open(bus: Bus) -> str:
    receipt = await give(bus, OpenAuction(SELLER, "lamp", 1, DAY))
    return str(receipt.result["id"])


async def _accepted(bus: Bus, bid: PlaceBid) -> bool:
    """False if somebody was quicker with a higher one."""
    try:
        await give(bus, bid)
    except BidTooLow:
        return False
    return True


async def _bid(bus: Bus, auctions: list[str], bids: int) -> float:
    """Bids placed a second, by bidders who each wait for an answer before the next bid; who was too slow bids more."""
    left = iter(range(bids))

    async def bidder(number: int) -> None:
        for turn in left:
            while not await _accepted(bus, PlaceBid(user(number), auctions[turn % len(auctions)], next(_amounts))):
                continue

    began = perf_counter()
    await asyncio.gather(*(bidder(number) for number in range(BIDDERS)))
    return bids / (perf_counter() - began)
