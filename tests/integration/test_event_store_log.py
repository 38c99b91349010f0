"""The log as those read it who follow it: in order, damage named, nothing unknown skipped, woken at once."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic
from typing import Any

import bson
import pytest
from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient

from adapters.mongodb.process_log import ProcessLog
from adapters.mongodb.watcher import BUSY_EVENTS
from domain.recorded import Damaged, Recorded, UnknownEvent
from tests.event_log import all_events, commit, credit, credited, now, opened_log

Client = MongoClient[dict[str, Any]]


@pytest.fixture
def log(mongod: str, database: str) -> Iterator[ProcessLog]:
    with opened_log(mongod, database) as opened:
        yield opened


async def read_both(log: ProcessLog, after: int, limit: int, topics: tuple[str, ...] = ()) -> list[Recorded | Damaged]:
    """By the reader for threads and by that for the event loop, which must agree."""
    events = await log.async_log.read(after, limit, topics)
    assert events == log.log.read(after, limit, topics)
    return events


async def test_events_come_in_order_with_all_their_fields(log: ProcessLog) -> None:
    await credit(log, "wallet:ana", 3)
    one = commit(
        credited(
            "wallet:luz", 1, day=datetime(2026, 3, 1, tzinfo=UTC), pair=(1, 2), big=2**40, inside=[{"big": 2**40}]
        ),
        content="content",
        causation_id="cause",
    )
    await log.store.commit(one)

    assert [event.position for event in await read_both(log, 1, 2)] == [2, 3]
    [event] = await read_both(log, 3, 10)
    assert isinstance(event, Recorded)
    assert (event.stream, event.version, event.topic, event.schema_version) == ("wallet:luz", 1, "wallet.credited", 1)
    assert (event.commit_id, event.commit_index, event.causation_id) == (one.commit_id, 0, "cause")
    assert (event.timestamp, event.content, event.actor) == (one.timestamp, "content", "user:tester")
    assert event.state == one.events[0].state
    numbers = (event.big, event.inside[0]["big"], event.position, event.version, event.schema_version)
    assert {type(number) for number in numbers} == {int}
    assert event.day.tzinfo is UTC


async def test_topics_are_picked_out(log: ProcessLog) -> None:
    await credit(log, "wallet:ana", 2)
    debited = credited("wallet:luz", 1)
    object.__setattr__(debited, "topic", "wallet.debited")
    await log.store.commit(commit(debited))
    await credit(log, "wallet:eva")

    assert [event.position for event in await read_both(log, 0, 10, ("wallet.debited",))] == [3]
    assert [event.position for event in await read_both(log, 1, 10, ("wallet.credited",))] == [2, 4]


async def test_a_reader_stops_right_before_an_event_it_does_not_know(log: ProcessLog) -> None:
    await credit(log, "wallet:ana", 2)
    newer = credited("wallet:luz", 1)
    object.__setattr__(newer, "schema_version", 2)
    await log.store.commit(commit(newer))
    await credit(log, "wallet:eva")

    assert [event.position for event in await read_both(log, 0, 10)] == [1, 2]
    first = log.log.first_unknown()
    assert first is not None and (first.position, first.topic, first.schema_version) == (3, "wallet.credited", 2)
    with pytest.raises(UnknownEvent, match=r"position 3: wallet\.credited version 2"):
        log.log.read(2, 10)
    with pytest.raises(UnknownEvent):
        await log.async_log.read(2, 10)
    with pytest.raises(UnknownEvent):
        log.log.read_stream("wallet:luz")


DAMAGE: dict[str, tuple[dict[str, Any], str]] = {
    "state is text": ({"$set": {"state": "text"}}, "state is of type str"),
    "state is a cipher's": ({"$set": {"state": b"\x00\x01"}}, "state is of type bytes"),
    "no metadata": ({"$unset": {"metadata": 1}}, "lacks 'metadata'"),
    "metadata is text": ({"$set": {"metadata": "text"}}, "metadata is not a document"),
    "no topic": ({"$unset": {"topic": 1}}, "lacks 'topic'"),
    "a number for the stream": ({"$set": {"originator_id": 5}}, "originator_id is of type int"),
    "a number for the user": ({"$set": {"metadata.user_id": 5}}, "metadata.user_id is of type int"),
    "a text for the time": ({"$set": {"metadata.timestamp": "yesterday"}}, "metadata.timestamp is of type str"),
    "a time after all times": ({"$set": {"recorded_at": bson.DatetimeMS(2**60)}}, "not legible"),
    "an unknown transcoding": ({"$set": {"state.day": {"_type_": "sundial", "_data_": 1}}}, "can't be decoded"),
    "a date that is none": ({"$set": {"state.day": {"_type_": "date_iso", "_data_": "soon"}}}, "can't be decoded"),
}


@pytest.mark.parametrize("name", DAMAGE)
async def test_a_damaged_document_is_named_by_its_position(
    log: ProcessLog, mongo_client: Client, database: str, name: str
) -> None:
    update, reason = DAMAGE[name]
    await credit(log, "wallet:ana", 3)
    mongo_client[database]["events"].update_one({"_id": 2}, update, bypass_document_validation=True)

    first, damaged, last = await read_both(log, 0, 10)

    assert isinstance(first, Recorded)
    assert isinstance(last, Recorded)
    assert isinstance(damaged, Damaged)
    assert damaged.position == 2
    assert reason in damaged.reason


async def test_text_that_is_not_utf8_is_damage(log: ProcessLog, mongo_client: Client, database: str) -> None:
    await credit(log, "wallet:ana")
    raw = bson.encode({"state": {"reason": "XXXX"}}).replace(b"XXXX", b"\xff\xfe\xff\xfe")
    mongo_client[database]["events"].update_one(
        {"_id": 1}, {"$set": RawBSONDocument(raw)}, bypass_document_validation=True
    )

    [damaged] = await read_both(log, 0, 10)

    assert isinstance(damaged, Damaged)
    assert (damaged.position, damaged.stream, damaged.topic) == (1, "wallet:ana", "wallet.credited")


async def test_a_position_without_a_document_is_damage(log: ProcessLog, mongo_client: Client, database: str) -> None:
    await credit(log, "wallet:ana", 4)
    mongo_client[database]["events"].delete_many({"_id": {"$in": [2, 3]}})

    events = await read_both(log, 0, 10)

    assert [event.position for event in events] == [1, 2, 3, 4]
    assert [isinstance(event, Damaged) for event in events] == [False, True, True, False]
    assert [event.position for event in await read_both(log, 0, 10, ("wallet.credited",))] == [1, 4]


async def test_a_stream_is_read_up_to_a_version_or_a_position(log: ProcessLog) -> None:
    await credit(log, "wallet:ana", 2)
    await credit(log, "wallet:luz", 2)
    await credit(log, "wallet:ana", 2)

    def versions(events: list[Recorded | Damaged]) -> list[int]:
        return [event.version for event in events if isinstance(event, Recorded)]

    assert versions(log.log.read_stream("wallet:ana")) == [1, 2, 3, 4]
    assert versions(log.log.read_stream("wallet:ana", until_position=5)) == [1, 2, 3]
    assert versions(await log.async_log.read_stream("wallet:ana", until_version=2)) == [1, 2]
    assert log.log.read_stream("wallet:nobody") == []


async def test_the_streams_of_one_kind_are_found(log: ProcessLog) -> None:
    for stream in ("wallet:luz", "wallet:ana", "wallets:luz", "user:luz"):
        await credit(log, stream, 2)
    assert await log.async_log.streams("wallet") == ["wallet:ana", "wallet:luz"]
    assert await log.async_log.streams("story_content") == []


async def test_a_time_is_a_position(mongod: str, database: str) -> None:
    start = now().replace(microsecond=0)
    clock = [start]
    with opened_log(mongod, database, now=lambda: clock[0]) as log:
        assert log.log.position_at(start) == 0
        for number in range(7):
            clock[0] = start + timedelta(seconds=number // 2)
            await credit(log, f"wallet:{number}")

        for seconds, position in ((-1, 0), (0, 2), (0.5, 2), (1, 4), (2, 6), (3, 7), (60, 7)):
            moment = start + timedelta(seconds=seconds)
            assert log.log.position_at(moment) == position
            assert await log.async_log.position_at(moment) == position


async def test_a_waiting_reader_is_woken_at_once_in_the_same_process(log: ProcessLog) -> None:
    waiting = asyncio.create_task(asyncio.to_thread(log.log.wait, 0, 10.0))
    also = asyncio.create_task(log.async_log.wait(0, 10.0))
    started = monotonic()

    await credit(log, "wallet:ana")

    assert await waiting == await also == 1
    assert monotonic() - started < 1.0


async def test_a_waiting_reader_is_woken_by_another_process(log: ProcessLog, mongod: str, database: str) -> None:
    with opened_log(mongod, database) as other:
        await credit(other, "wallet:first")
        await log.async_log.wait(0, 10.0)
        waiting = asyncio.create_task(asyncio.to_thread(log.log.wait, 1, 10.0))
        also = asyncio.create_task(log.async_log.wait(1, 10.0))
        await credit(other, "wallet:ana")
        started = monotonic()

        assert await waiting == await also == 2
        assert monotonic() - started < 0.5


async def test_a_waiting_reader_is_woken_among_many_events_too(log: ProcessLog, mongod: str, database: str) -> None:
    """Beyond a rate the change stream gives way to glances; nobody waits longer for it than for one of those."""
    with opened_log(mongod, database) as other:
        for number in range(3 * BUSY_EVENTS):
            await credit(other, f"wallet:{number}")
        for number in range(10):
            head = other.log.head()
            waiting = asyncio.create_task(log.async_log.wait(head, 10.0))
            await asyncio.sleep(0)
            await credit(other, f"wallet:late:{number}")
            started = monotonic()
            assert await waiting > head
            assert monotonic() - started < 0.5


async def test_waiting_ends_with_its_time(log: ProcessLog) -> None:
    started = monotonic()

    assert log.log.wait(0, 0.05) == 0
    assert await log.async_log.wait(0, 0.05) == 0

    assert 0.1 <= monotonic() - started < 3.0


async def test_waiting_needs_no_wake_up(log: ProcessLog, mongo_client: Client, database: str) -> None:
    """Should nobody tell, the reader looks for itself before it gives up."""
    await credit(log, "wallet:ana")
    log._watcher.close()
    document = mongo_client[database]["events"].find_one({"_id": 1})
    assert document is not None
    mongo_client[database]["events"].insert_one(
        {**document, "_id": Int64(2), "originator_version": 2, "commit_id": "b"}
    )

    assert log.log.wait(1, 0.05) == 2
    assert await log.async_log.wait(1, 0.05) == 2


async def test_the_epoch_names_the_history(log: ProcessLog, mongo_client: Client, database: str) -> None:
    epoch = mongo_client[database]["meta"].find_one({"_id": "epoch"})
    assert epoch is not None

    assert log.epoch == log.log.epoch == log.async_log.epoch == epoch["epoch"]


def test_many_threads_read_one_log(log: ProcessLog) -> None:
    asyncio.run(_fill(log))
    read: list[int] = []
    threads = [Thread(target=lambda: read.append(len(all_events(log)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read == [50] * 8


async def _fill(log: ProcessLog) -> None:
    for number in range(5):
        await credit(log, f"wallet:{number}", 10)
