"""A hundred buyers of ten pieces from two processes, and buyers whose process is killed: exact, never double."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import pytest

from adapters.mongodb.process_log import ProcessLog
from commands.bus import Bus
from commands.registry import handlers_in, package_modules
from commands.store import BuyItem
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from domain.recorded import Recorded
from domain.store import SoldOut
from domain.wallet import InsufficientBesitos
from tests.event_log import all_events, opened_log
from tests.forked import OtherProcess
from tests.unit.examples import WORDS
from tests.unit.given import FixedClock, NoStories

BUYERS, STOCK, PRICE = 100, 10, 30
KILLS = 5
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAMP = {"id": "lamp", "title": WORDS, "description": WORDS, "category": "keepsake"}
PACK = ContentPack.model_validate(
    {
        "items": [LAMP, {**LAMP, "id": "candle"}],
        "store": [{"item": "lamp", "price": PRICE, "stock": STOCK}, {"item": "candle", "price": 1}],
    }
)


def buyer(number: int) -> UserId:
    return UserId(f"{number:016x}")


def bus_over(log: ProcessLog) -> Bus:
    return Bus(log.store, FixedClock(NOON), PACK, NoStories(), handlers_in(package_modules("commands")))


async def registered(bus: Bus, buyers: int, besitos: int) -> None:
    async def register(number: int) -> None:
        for each, command in enumerate((RegisterUser(buyer(number)), MoveBesitos(buyer(number), besitos, "prize"))):
            await bus.execute(command, bus.context(f"test:begin:{number}:{each}", actor="test", source="test"))

    await asyncio.gather(*(register(number) for number in range(buyers)))


async def buy(bus: Bus, number: int) -> str:
    """One lamp for one buyer; what came of it."""
    try:
        context = bus.context(f"test:buy:{number}", actor=buyer(number), source="test")
        await bus.execute(BuyItem(buyer(number), "lamp"), context)
    except SoldOut:
        return "sold out"
    return "bought"


def _buying_process(connection: Connection, uri: str, database: str, first: int) -> None:
    async def run() -> None:
        with opened_log(uri, database) as log:
            bus = bus_over(log)
            connection.send("ready")
            connection.recv()
            connection.send(await asyncio.gather(*(buy(bus, number) for number in range(first, BUYERS, 2))))

    asyncio.run(run())


def whole_purchases(events: list[Recorded]) -> list[Recorded]:
    """The purchases, each of which must have all its parts in its own commit, and nothing of one without it."""
    parts: dict[str, Counter[str]] = {}
    for event in events:
        parts.setdefault(event.commit_id, Counter())[event.topic] += 1
    purchases = [event for event in events if event.topic == "item.purchased"]
    bought = {event.commit_id for event in purchases}
    for commit_id, topics in parts.items():
        if commit_id in bought or topics["stock.taken"] or topics["wallet.debited"] or topics["item.received"]:
            assert topics == Counter(
                {"item.purchased": 1, "wallet.debited": 1, "item.received": 1}
                | ({"stock.taken": 1} if topics["stock.taken"] else {})
            )
    return purchases


async def test_a_hundred_buyers_of_ten_pieces_from_two_processes(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        await registered(bus_over(log), BUYERS, PRICE)
        with (
            OtherProcess(_buying_process, mongod, database, 0) as one,
            OtherProcess(_buying_process, mongod, database, 1) as two,
        ):
            for each in (one, two):
                assert each.hear() == "ready"
            for each in (one, two):
                each.connection.send("go")
            outcomes = [*await asyncio.to_thread(one.hear, 60), *await asyncio.to_thread(two.hear, 60)]
        events = all_events(log)

    assert Counter(outcomes) == {"bought": STOCK, "sold out": BUYERS - STOCK}
    purchases = whole_purchases(events)
    assert len({event.user_id for event in purchases}) == len(purchases) == STOCK
    assert [event.left for event in events if event.topic == "stock.taken"] == list(range(STOCK))[::-1]
    debited = {event.user_id: event.balance for event in events if event.topic == "wallet.debited"}
    assert debited == {event.user_id: 0 for event in purchases}


def _endless_buyer(connection: Connection, uri: str, database: str) -> None:
    """Buys candles for one user until it is killed, and says the number of each before and after."""

    async def run() -> None:
        with opened_log(uri, database) as log:
            bus = bus_over(log)
            number = connection.recv()
            while True:
                connection.send(("asked", number))
                context = bus.context(f"test:candle:{number:06}", actor=buyer(0), source="test")
                await bus.execute(BuyItem(buyer(0), "candle"), context)
                connection.send(("bought", number))
                number += 1

    asyncio.run(run())


@pytest.mark.timeout(180)
async def test_a_buyer_killed_again_and_again_has_bought_each_thing_once(mongod: str, database: str) -> None:
    """Whatever was answered is there; what was asked and not answered is whole or absent, and asking again is safe."""
    with opened_log(mongod, database) as log:
        await registered(bus_over(log), 1, 100_000)
        number = 0
        for kill in range(KILLS):
            with OtherProcess(_endless_buyer, mongod, database) as process:
                process.connection.send(number)
                heard: dict[str, int] = {}
                while heard.get("bought", -1) < number + 10 + 7 * kill:
                    what, which = await asyncio.to_thread(process.hear, 60)
                    heard[what] = which
                process.process.kill()
                await asyncio.to_thread(process.process.join)
                while process.connection.poll(0):
                    try:
                        what, which = process.connection.recv()
                    except EOFError:
                        break
                    heard[what] = which
                number = heard["asked"]  # asked, and perhaps not answered: the next process asks again
        events = all_events(log)

    purchases = whole_purchases(events)
    commits = [event.commit_id for event in purchases]
    answered = {f"test:candle:{each:06}" for each in range(number)}
    assert len(set(commits)) == len(commits)
    assert answered <= set(commits) <= answered | {f"test:candle:{number:06}"}
    assert [event.bought for event in purchases] == list(range(1, len(purchases) + 1))
    assert [event.owned for event in events if event.topic == "item.received"] == list(range(1, len(purchases) + 1))


async def test_who_runs_out_of_besitos_in_the_middle_stops_exactly_there(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        bus = bus_over(log)
        await registered(bus, 1, 20)

        async def candle(number: int) -> bool:
            context = bus.context(f"test:candle:{number}", actor=buyer(0), source="test")
            try:
                await bus.execute(BuyItem(buyer(0), "candle"), context)
            except InsufficientBesitos:
                return False
            return True

        bought = await asyncio.gather(*(candle(number) for number in range(50)))
        events = all_events(log)
    assert sum(bought) == 20 == len(whole_purchases(events))
