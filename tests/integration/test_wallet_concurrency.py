"""Fifty spends on one wallet at once, from two processes: exactly as many as there is money for."""

import asyncio
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from adapters.mongodb.process_log import ProcessLog
from commands.bus import Bus
from commands.registry import handlers_in, package_modules
from commands.transfers import TransferBesitos
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from domain.transfers import TransferRules
from domain.wallet import InsufficientBesitos
from tests.event_log import all_events, opened_log
from tests.forked import OtherProcess
from tests.unit.given import FixedClock, NoStories

ANA, BEA = UserId("a" * 16), UserId("b" * 16)
PACK = ContentPack(transfers=TransferRules(least=5, most=1_000, daily=100_000))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def bus_over(log: ProcessLog) -> Bus:
    return Bus(log.store, FixedClock(NOON), PACK, NoStories(), handlers_in(package_modules("commands")))


async def spend(bus: Bus, process: str, number: int) -> str:
    """Spends 10 of Ana's, by a debit or a transfer; what came of it."""
    command = MoveBesitos(ANA, -10, "hat") if number % 2 else TransferBesitos(ANA, BEA, 10)
    try:
        await bus.execute(command, bus.context(f"test:{process}:{number}", actor=ANA, source="test"))
    except InsufficientBesitos as refused:
        assert 0 <= refused.available < 10
        return "refused"
    return "spent"


def _spending_process(connection: Connection, uri: str, database: str, name: str) -> None:
    async def run() -> None:
        with opened_log(uri, database) as log:
            bus = bus_over(log)
            connection.send("ready")
            connection.recv()
            connection.send(await asyncio.gather(*(spend(bus, name, number) for number in range(25))))

    asyncio.run(run())


async def test_fifty_spends_from_two_processes_are_exact(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        bus = bus_over(log)
        for number, command in enumerate((RegisterUser(ANA), RegisterUser(BEA), MoveBesitos(ANA, 305, "prize"))):
            await bus.execute(command, bus.context(f"test:begin:{number}", actor="test", source="test"))
        with (
            OtherProcess(_spending_process, mongod, database, "one") as one,
            OtherProcess(_spending_process, mongod, database, "two") as two,
        ):
            for each in (one, two):
                assert each.hear() == "ready"
            for each in (one, two):
                each.connection.send("go")
            outcomes = [*await asyncio.to_thread(one.hear, 60), *await asyncio.to_thread(two.hear, 60)]
        events = all_events(log)

    assert (outcomes.count("spent"), outcomes.count("refused")) == (30, 20)
    balances = {ANA: 0, BEA: 0}
    for event in events:
        if event.topic in ("wallet.credited", "wallet.debited"):
            balances[event.user_id] += event.amount if event.topic == "wallet.credited" else -event.amount
            assert event.balance == balances[event.user_id] >= 0
    sent = [event for event in events if event.topic == "transfer.sent"]
    assert balances == {ANA: 5, BEA: sum(event.amount - event.fee for event in sent)}
