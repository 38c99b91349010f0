"""Purchases a second: six streams are read, or seven, and three events recorded, or four, in one commit; real mongod.

*Endless*: buyers of what has no stock share no stream. *One stock*: all of them take from the same one, so every
purchase waits for the one before it.
"""

from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.scene import bus_over, give, on_a_mongod, register, throughput, user
from commands.decision import Receipt
from commands.store import BuyItem
from domain.content import ContentPack

USERS = 1_000
WORDS = {"es": "vela", "en": "candle"}
CANDLE = {"id": "candle", "title": WORDS, "description": WORDS, "category": "keepsake"}
PACK = ContentPack.model_validate(
    {
        "items": [CANDLE, {**CANDLE, "id": "rare"}],
        "store": [{"item": "candle", "price": 1}, {"item": "rare", "price": 1, "stock": 1_000_000}],
    }
)


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    return on_a_mongod(lambda log: _measure(log, seconds=3.0 if quick else 10.0))


async def _measure(log: ProcessLog, seconds: float) -> list[Figure]:
    bus = bus_over(log, PACK)
    await register(bus, USERS, besitos=1_000_000)

    async def a_second(item: str, in_flight: int, seconds: float = seconds) -> float:
        async def buy(number: int) -> Receipt:
            return await give(bus, BuyItem(user(number * 7919 % USERS), item))

        return await throughput(buy, in_flight, seconds)

    await a_second("candle", 64, 1.0)
    return [
        Figure("endless, 64 in flight", await a_second("candle", 64), "purchases/s"),
        Figure("one stock, 64 in flight", await a_second("rare", 64), "purchases/s"),
        Figure("endless, 1 in flight", await a_second("candle", 1), "purchases/s"),
    ]
