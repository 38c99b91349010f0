"""Commands a second through the bus: loaded, decided, committed and durable; in this process, on a real mongod.

The command is a debit or credit of one of many wallets: two aggregates are read, one event is recorded. *Cold*: a
bus without a cache loads both from MongoDB for every command. *From outside*: the ids are a client's, so that each
command is also looked up among those that recorded nothing.
"""

from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.scene import bus_over, give, on_a_mongod, register, throughput, user
from commands.bus import Bus
from commands.decision import Receipt
from commands.wallet import MoveBesitos
from domain.content import ContentPack

USERS = 2_000


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    return on_a_mongod(lambda log: _measure(log, seconds=3.0 if quick else 10.0))


async def _measure(log: ProcessLog, seconds: float) -> list[Figure]:
    await register(bus_over(log, ContentPack()), USERS)
    warm, cold = bus_over(log, ContentPack()), bus_over(log, ContentPack(), cache_size=0)

    async def a_second(bus: Bus, in_flight: int, ids: str = "timer", seconds: float = seconds) -> float:
        async def move(number: int) -> Receipt:
            return await give(bus, MoveBesitos(user(number * 7919 % USERS), 10, "bench"), ids)

        return await throughput(move, in_flight, seconds)

    await a_second(warm, 64, seconds=1.0)
    return [
        Figure("64 in flight", await a_second(warm, 64), "commands/s", at_least=5_000),
        Figure("256 in flight", await a_second(warm, 256), "commands/s"),
        Figure("1 in flight", await a_second(warm, 1), "commands/s"),
        Figure("64 in flight, from outside", await a_second(warm, 64, "http:k"), "commands/s"),
        Figure("64 in flight, cold", await a_second(cold, 64), "commands/s"),
    ]
