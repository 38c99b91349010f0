"""Many writers, in one process and in two: nobody skips an event, nobody acts on what is no longer so."""

import asyncio
import random
from collections import Counter
from multiprocessing.connection import Connection
from threading import Event, Thread

import pytest
from eventsourcing.persistence import StoredEvent

from adapters.mongodb.factory import MongoFactory
from adapters.mongodb.process_log import ProcessLog
from commands.ports import StaleReads
from domain.recorded import Damaged, Recorded
from domain.wallet import Wallet
from tests.event_log import all_events, commit, credit, credited, opened_log
from tests.forked import OtherProcess

STREAMS = ("wallet:a", "wallet:b", "wallet:c", "wallet:d")


class Tail:
    """A reader at the end of the log, as a projection is: it never looks back."""

    def __init__(self, log: ProcessLog) -> None:
        self.seen: list[int] = []
        self._log = log
        self._until: int | None = None
        self._thread = Thread(target=self._follow)
        self._thread.start()

    def finish(self, head: int) -> list[int]:
        self._until = head
        self._thread.join(30)
        return self.seen

    def _follow(self) -> None:
        while self._until is None or (self.seen[-1] if self.seen else 0) < self._until:
            after = self.seen[-1] if self.seen else 0
            events: list[Recorded | Damaged] = self._log.log.read(after, 50)
            assert all(isinstance(event, Recorded) for event in events)
            self.seen += [event.position for event in events]
            if not events:
                self._log.log.wait(after, 0.5)


async def _write(log: ProcessLog, writer: str, commits: int) -> None:
    for number in range(commits):
        await credit(log, f"wallet:{writer}:{number}", 1 + number % 3)


async def test_a_reader_at_the_end_misses_nothing_under_sixteen_writers(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        tail = Tail(log)
        await asyncio.gather(*(_write(log, f"w{number}", 30) for number in range(16)))
        head = log.log.head()
        seen = await asyncio.to_thread(tail.finish, head)

    assert head == 16 * 60
    assert seen == list(range(1, head + 1))


def _writing_process(connection: Connection, uri: str, database: str, name: str, writers: int, commits: int) -> None:
    async def write() -> None:
        with opened_log(uri, database) as log:
            connection.send("ready")
            connection.recv()
            await asyncio.gather(*(_write(log, f"{name}:{number}", commits) for number in range(writers)))
            connection.send("done")

    asyncio.run(write())


async def test_a_reader_at_the_end_misses_nothing_under_two_processes(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        arguments = (mongod, database)
        with (
            OtherProcess(_writing_process, *arguments, "one", 8, 20) as one,
            OtherProcess(_writing_process, *arguments, "two", 8, 20) as two,
        ):
            for each in (one, two):
                assert each.hear() == "ready"
            tail = Tail(log)
            for each in (one, two):
                each.connection.send("go")
            for each in (one, two):
                assert await asyncio.to_thread(each.hear, 60) == "done"
            head = log.log.head()
            seen = await asyncio.to_thread(tail.finish, head)

    assert head == 2 * 8 * 39
    assert seen == list(range(1, head + 1))


async def decide_on_shared_streams(log: ProcessLog, decisions: int, chance: random.Random) -> int:
    """Reads some streams, writes to one of them what it had seen of all. Decides again when told that it is stale.

    All go on to other streams after a while: without cache and snapshots each is read from its beginning.
    """
    stale = 0
    for number in range(decisions):
        while True:
            looked_at = [f"{stream}-{number // 50}" for stream in chance.sample(STREAMS, 3)]
            loaded = await log.store.load(dict.fromkeys(looked_at, Wallet))
            reads = {stream: each.read for stream, each in loaded.items()}
            goal = looked_at[0]
            saw = {stream.replace(":", "_"): read.version for stream, read in reads.items()}
            try:
                await log.store.commit(commit(credited(goal, reads[goal].version + 1, saw=saw), reads=reads))
            except StaleReads as refused:
                stale += 1
                assert refused.streams <= reads.keys()
            else:
                break
    return stale


def _deciding_process(connection: Connection, uri: str, database: str, seed: int, decisions: int) -> None:
    async def decide() -> None:
        with opened_log(uri, database) as log:
            connection.send("ready")
            connection.recv()
            tasks = (decide_on_shared_streams(log, decisions, random.Random(seed + number)) for number in range(3))
            connection.send(sum(await asyncio.gather(*tasks)))

    asyncio.run(decide())


def assert_nobody_decided_on_the_past(events: list[Recorded]) -> None:
    """Whoever wrote knew every event of the streams that it had looked at, up to its own."""
    versions: Counter[str] = Counter()
    for event in events:
        for stream, version in event.saw.items():
            assert versions[stream] == version, f"position {event.position} saw {stream} at {version}"
        versions[event.stream.replace(":", "_")] += 1


async def test_two_processes_deciding_on_shared_streams_never_act_on_the_past(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        with (
            OtherProcess(_deciding_process, mongod, database, 1, 40) as one,
            OtherProcess(_deciding_process, mongod, database, 100, 40) as two,
        ):
            for each in (one, two):
                assert each.hear() == "ready"
                each.connection.send("go")
            refusals = [await asyncio.to_thread(each.hear, 90) for each in (one, two)]
        events = all_events(log)

    assert len(events) == 2 * 3 * 40
    assert all(refusals), "they never met, so nothing was shown"
    assert_nobody_decided_on_the_past(events)


async def test_the_recorder_and_the_bus_share_one_log(mongod: str, database: str) -> None:
    """Threads by the library's recorder, and the event loop by the store: one order, no position twice."""
    with opened_log(mongod, database) as log:
        factory = MongoFactory({"MONGODB_URI": mongod, "MONGODB_DATABASE": database, "CREATE_TABLE": "n"})
        recorder = factory.application_recorder()
        positions: list[int] = []
        stop = Event()

        def record() -> None:
            for number in range(50):
                inserted = recorder.insert_events([StoredEvent(f"library:{number}", 1, "topic", b"state")])
                assert inserted is not None
                positions.extend(inserted)
            stop.set()

        thread = Thread(target=record)
        thread.start()
        ours: list[int] = []
        while not stop.is_set():
            ours += await credit(log, f"wallet:{len(ours)}")
        thread.join()
        factory.close()

        assert sorted(positions + ours) == list(range(1, log.log.head() + 1))


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_two_processes_deciding_for_long(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        with (
            OtherProcess(_deciding_process, mongod, database, 7, 600) as one,
            OtherProcess(_deciding_process, mongod, database, 700, 600) as two,
        ):
            for each in (one, two):
                assert each.hear() == "ready"
                each.connection.send("go")
            for each in (one, two):
                await asyncio.to_thread(each.hear, 600)
        assert_nobody_decided_on_the_past(all_events(log))
