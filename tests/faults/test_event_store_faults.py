"""The event store while its server is killed, stopped, or steps down, and when a process dies over a commit."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

import pymongo
import pytest
from bson.int64 import Int64
from pymongo import MongoClient

from adapters.embedded.mongod import Mongod
from adapters.embedded.supervisor import EmbeddedServers
from adapters.mongodb.client import connect_blocking
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from adapters.mongodb.roles import secure
from commands.ports import OutcomeUnknown, StaleReads, StoreUnavailable
from domain.recorded import Recorded
from domain.wallet import Wallet
from tests.event_log import all_events, commit, credit, credited, now, opened_log
from tests.forked import OtherProcess

StartMongod = Callable[..., Mongod]


class Writers:
    """Commands in flight that repeat under the same id until they are acknowledged, as the bot's updates do."""

    def __init__(self, log: ProcessLog) -> None:
        self.acknowledged: dict[str, tuple[int, ...]] = {}
        self.tried: set[str] = set()
        self.unknown = 0
        self._log = log
        self._going_on = True

    async def write(self, writer: int) -> None:
        number = 0
        while self._going_on:
            number += 1
            stream = f"wallet:{writer}"
            command_id = f"telegram:{writer}:{number:06}"
            while command_id not in self.acknowledged:
                self.tried.add(command_id)
                with suppress(StoreUnavailable, StaleReads):
                    read = (await self._log.store.load({stream: Wallet}))[stream].read
                    event = credited(stream, read.version + 1)
                    try:
                        placed = await self._log.store.commit(commit(event, reads={stream: read}, commit_id=command_id))
                    except OutcomeUnknown:
                        self.unknown += 1
                    else:
                        self.acknowledged[command_id] = placed.positions

    async def until(self, acknowledged: int, seconds: float = 30.0) -> None:
        """Returns when so many commands are acknowledged."""
        deadline = monotonic() + seconds
        while len(self.acknowledged) < acknowledged:
            assert monotonic() < deadline, f"{len(self.acknowledged)} of {acknowledged} commands in {seconds} s"
            await asyncio.sleep(0.01)

    def finish(self) -> None:
        self._going_on = False


def assert_nothing_lost_nothing_twice(log: ProcessLog, writers: Writers) -> None:
    """Every acknowledged command stands at its positions, every command once, positions 1 to n."""
    events = all_events(log)
    recorded: dict[str, list[int]] = {}
    for event in events:
        recorded.setdefault(event.commit_id, []).append(event.position)
    for command_id, positions in writers.acknowledged.items():
        assert recorded[command_id] == list(positions)
    assert recorded.keys() == writers.acknowledged.keys()


async def _kill_in_a_loop(servers: EmbeddedServers, kills: int) -> Writers:
    with opened_log(servers.mongodb_uri, "yabot") as log:
        writers = Writers(log)
        tasks = [asyncio.create_task(writers.write(number)) for number in range(4)]
        for _ in range(kills):
            await writers.until(len(writers.acknowledged) + 40)
            os.kill(servers.pids["mongod"], signal.SIGKILL)
        await writers.until(len(writers.acknowledged) + 40)
        writers.finish()
        await asyncio.gather(*tasks)
        assert_nothing_lost_nothing_twice(log, writers)
    return writers


async def test_kill_9_of_mongod_under_load_loses_nothing_and_doubles_nothing(
    start_servers: Callable[..., EmbeddedServers],
) -> None:
    await _kill_in_a_loop(start_servers(), kills=4)


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_kill_9_of_mongod_fifty_times(start_servers: Callable[..., EmbeddedServers]) -> None:
    await _kill_in_a_loop(start_servers(), kills=50)


async def test_a_reader_with_a_checkpoint_never_sees_what_then_vanishes(
    start_servers: Callable[..., EmbeddedServers],
) -> None:
    servers = start_servers()
    seen: dict[int, tuple[str, object]] = {}
    with opened_log(servers.mongodb_uri, "yabot") as log:
        writers = Writers(log)
        tasks = [asyncio.create_task(writers.write(number)) for number in range(4)]

        async def follow() -> None:
            while True:
                with suppress(StoreUnavailable):
                    for event in await log.async_log.read(len(seen), 200):
                        assert isinstance(event, Recorded)
                        seen[event.position] = (event.event_id, event.recorded_at)
                    await log.async_log.wait(len(seen), 0.2)

        follower = asyncio.create_task(follow())
        for _ in range(3):
            await writers.until(len(writers.acknowledged) + 30)
            os.kill(servers.pids["mongod"], signal.SIGKILL)
        await writers.until(len(writers.acknowledged) + 30)
        writers.finish()
        await asyncio.gather(*tasks)
        follower.cancel()
        with suppress(asyncio.CancelledError):
            await follower
        recorded = {event.position: (event.event_id, event.recorded_at) for event in all_events(log)}

    assert seen
    assert seen.items() <= recorded.items()


async def test_a_stopped_mongod_is_answered_for_within_the_deadline(start_mongod: StartMongod) -> None:
    server = start_mongod()
    with opened_log(server.uri, "yabot", timeout=1.0) as log:
        await credit(log, "wallet:ana")
        os.kill(server.pid, signal.SIGSTOP)
        try:
            started = monotonic()
            questions: list[Any] = [
                log.store.commit(commit(credited("wallet:luz", 1), as_of=1)),
                log.store.load({"wallet:ana": Wallet}),
                log.store.catch_up(),
                log.store.outcome("http:1"),
                log.store.find_commit("http:1"),
            ]
            answers = await asyncio.gather(*questions, return_exceptions=True)
            late = await asyncio.gather(
                log.store.commit(commit(credited("wallet:eva", 1), as_of=1)), return_exceptions=True
            )
            seconds = monotonic() - started
        finally:
            os.kill(server.pid, signal.SIGCONT)

        assert isinstance(answers[0], OutcomeUnknown)
        assert all(isinstance(answer, StoreUnavailable) for answer in [*answers[1:], *late])
        assert seconds < 2 * (1.0 + 0.5)
        await _until_answered(log, "wallet:after")
        assert "wallet:eva" not in {event.stream for event in all_events(log)}, "it said that nothing was recorded"


async def _until_answered(log: ProcessLog, stream: str) -> None:
    deadline = monotonic() + 20
    while True:
        try:
            await credit(log, stream)
        except (StoreUnavailable, OutcomeUnknown, StaleReads):
            assert monotonic() < deadline
        else:
            return


async def test_a_mongod_that_steps_down_loses_nothing(start_mongod: StartMongod) -> None:
    server = start_mongod()
    with opened_log(server.uri, "yabot") as log, MongoClient(server.uri, directConnection=True) as admin:
        writers = Writers(log)
        tasks = [asyncio.create_task(writers.write(number)) for number in range(4)]
        for _ in range(3):
            await writers.until(len(writers.acknowledged) + 40)
            with suppress(pymongo.errors.AutoReconnect):
                await asyncio.to_thread(admin.admin.command, "replSetStepDown", 1, force=True)
        await writers.until(len(writers.acknowledged) + 40)
        writers.finish()
        await asyncio.gather(*tasks)
        assert_nothing_lost_nothing_twice(log, writers)


def _dies_over_a_commit(connection: Connection, uri: str, database: str) -> None:
    """Takes the next position in a transaction, as a sequencer does, and is killed before it commits."""
    client = connect_blocking(uri)
    session = client.start_session()
    session.start_transaction()
    client[database]["events"].insert_one(
        {
            "_id": Int64(2),
            "originator_id": "wallet:left",
            "originator_version": 1,
            "topic": "wallet.credited",
            "schema_version": 1,
            "state": {},
            "metadata": {},
            "commit_id": "left",
            "commit_index": 0,
            "recorded_at": now(),
        },
        session=session,
    )
    connection.send("inserted")
    connection.recv()


@pytest.mark.parametrize("events", [1, 3], ids=["one event", "a group"])
async def test_a_transaction_left_behind_by_a_killed_process_is_ended_soon(
    mongod: str, database: str, events: int
) -> None:
    """Left alone, the server would keep it for a minute, and with it the end of the log."""
    with opened_log(mongod, database) as log:
        await credit(log, "wallet:ana")
        with OtherProcess(_dies_over_a_commit, mongod, database) as other:
            assert await asyncio.to_thread(other.hear) == "inserted"
        started = monotonic()

        positions = await credit(log, "wallet:luz", events)

        assert positions == tuple(range(2, 2 + events))
        assert monotonic() - started < 4.0


async def test_the_role_of_the_running_program_suffices_to_end_it(start_mongod: StartMongod) -> None:
    server = start_mongod(auth=True)
    users = {user.name: user.uri for user in secure(server.uri, "yabot") if user.database == "yabot"}
    migrate(server.uri, "yabot")
    log = ProcessLog(users["yabot_app"], "yabot", now=now)
    try:
        await credit(log, "wallet:ana")
        with OtherProcess(_dies_over_a_commit, users["yabot_app"], "yabot") as other:
            assert await asyncio.to_thread(other.hear) == "inserted"

        assert await credit(log, "wallet:luz", 2) == (2, 3)
    finally:
        log.close()


async def test_a_commit_whose_caller_has_gone_is_harmless(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        tasks = [asyncio.create_task(credit(log, f"wallet:{number}")) for number in range(50)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await log.store.catch_up()

        assert len(all_events(log)) >= 25
