"""Nobody sees, and nobody is promised, what a crash could still take back.

The server's journal is held up, so that a write is there but not durable: `local` would show it, `w=1` acknowledge it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bson.int64 import Int64
from eventsourcing.persistence import StoredEvent
from pymongo import MongoClient, WriteConcern
from pymongo.read_concern import ReadConcern

from adapters.embedded.mongod import Mongod
from adapters.mongodb.factory import MongoFactory
from adapters.mongodb.process_log import ProcessLog
from commands.ports import Read
from domain.wallet import Wallet
from tests.event_log import commit, credit, credited, now, opened_log

Client = MongoClient[dict[str, Any]]


class MongodWithFailPoints(Mongod):
    """One whose journal can be held up."""

    def arguments(self) -> list[str]:
        return [*super().arguments(), "--setParameter", "enableTestCommands=1"]


@pytest.fixture
def server(own_folder: Path) -> Iterator[Mongod]:
    with MongodWithFailPoints(own_folder / "mongod") as started:
        yield started


@contextmanager
def journal_held_up(client: Client) -> Iterator[None]:
    """Within it, nothing becomes durable."""
    point = {"configureFailPoint": "pauseJournalFlusherBeforeFlush"}
    client.admin.command({**point, "mode": "alwaysOn"})
    try:
        yield
    finally:
        client.admin.command({**point, "mode": "off"})


def insert_undurably(client: Client, position: int) -> None:
    """What a writer with `w=1` would do, or one whose acknowledgement is still to come."""
    events = client["yabot"].get_collection("events", write_concern=WriteConcern(1, j=False))
    events.insert_one(
        {
            "_id": Int64(position),
            "originator_id": "wallet:soon",
            "originator_version": 1,
            "topic": "wallet.credited",
            "schema_version": 1,
            "state": {"amount": 1, "reason": "test", "balance": 1},
            "metadata": {
                "event_id": "soon",
                "correlation_id": "c",
                "causation_id": None,
                "actor": "a",
                "source": "s",
                "user_id": None,
                "timestamp": now(),
                "content": None,
                "payload_hash": None,
            },
            "commit_id": "soon",
            "commit_index": 0,
            "recorded_at": now(),
        }
    )
    local = events.with_options(read_concern=ReadConcern("local"))
    assert local.count_documents({"_id": position}) == 1


async def everything_seen(log: ProcessLog, factory: MongoFactory) -> set[int]:
    """The newest position according to each way of looking."""
    recorder = factory.application_recorder()
    commit_found = await log.store.find_commit("soon")
    return {
        len(log.log.read(0, 10)),
        len(await log.async_log.read(0, 10)),
        log.log.head(),
        await log.async_log.head(),
        await log.store.catch_up(),
        1 + (await log.store.load({"wallet:soon": Wallet}))["wallet:soon"].read.version,
        1 + len(log.log.read_stream("wallet:soon")),
        1 + len(await log.async_log.read_stream("wallet:soon")),
        2 if commit_found else 1,
        recorder.max_notification_id() or 0,
        len(recorder.select_notifications(1, 10)),
        1 + len(recorder.select_events("wallet:soon")),
    }


async def test_no_reader_sees_what_is_not_durable(server: Mongod) -> None:
    with ExitStack() as opened:
        log = opened.enter_context(opened_log(server.uri, "yabot"))
        client = opened.enter_context(MongoClient(server.uri))
        factory = MongoFactory({"MONGODB_URI": server.uri, "MONGODB_DATABASE": "yabot", "CREATE_TABLE": "n"})
        opened.callback(factory.close)
        await credit(log, "wallet:ana")

        with journal_held_up(client):
            insert_undurably(client, 2)
            assert await everything_seen(log, factory) == {1}

        assert await log.async_log.wait(1, 10.0) == 2
        assert await everything_seen(log, factory) == {2}


COMMITS: dict[str, Callable[[], Any]] = {
    "one event": lambda: commit(credited("wallet:ana", 1)),
    "several events": lambda: commit(credited("wallet:ana", 1), credited("wallet:luz", 1)),
}


@pytest.mark.parametrize("name", COMMITS)
async def test_no_commit_is_acknowledged_before_it_is_durable(server: Mongod, name: str) -> None:
    with opened_log(server.uri, "yabot") as log, MongoClient[dict[str, Any]](server.uri) as client:
        await log.store.catch_up()
        with journal_held_up(client):
            committing = asyncio.create_task(log.store.commit(COMMITS[name]()))
            _, pending = await asyncio.wait([committing], timeout=0.7)
            assert pending

        assert (await committing).positions[0] == 1


async def test_a_version_that_others_have_but_not_durably_is_waited_for(server: Mongod) -> None:
    """The insert collides with what majority reads do not show yet; it must neither fail nor spin for good."""
    with opened_log(server.uri, "yabot") as log, MongoClient[dict[str, Any]](server.uri) as client:
        await credit(log, "wallet:ana")
        with journal_held_up(client):
            insert_undurably(client, 2)
            committing = asyncio.create_task(
                log.store.commit(commit(credited("wallet:eva", 1), reads={"wallet:ana": Read(1, 1)}))
            )
            _, pending = await asyncio.wait([committing], timeout=0.5)
            assert pending

        assert (await committing).positions == (3,)


async def test_the_recorder_acknowledges_no_sooner(server: Mongod) -> None:
    factory = MongoFactory({"MONGODB_URI": server.uri, "MONGODB_DATABASE": "library"})
    with MongoClient[dict[str, Any]](server.uri) as client:
        recorders = [factory.application_recorder(), factory.aggregate_recorder()]
        for number, recorder in enumerate(recorders):
            events = [StoredEvent(f"stream:{number}", 1, "topic", b"state")]
            with journal_held_up(client):
                recording = asyncio.create_task(asyncio.to_thread(recorder.insert_events, events))
                _, pending = await asyncio.wait([recording], timeout=0.5)
                assert pending
            await recording
    factory.close()
