"""How fast the event store appends, beside what MongoDB can do at all on the same machine in the same minute.

The physical limit is `insert_many(1000)` of the same documents into a collection with the same indexes and validator,
acknowledged as durably, and given to the driver as dictionaries. Rounds of both alternate, and a ratio is that of
neighbouring rounds, for machines are shared.
"""

import asyncio
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from time import perf_counter
from typing import Any

from bson.int64 import Int64
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder
from adapters.mongodb.codec import whole_milliseconds
from adapters.mongodb.documents import event_documents
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.serving import serve
from commands.ports import Commit, NewEvent, Read
from domain.ids import UserId

SHAPES = ((1, 1), (16, 1), (64, 1), (256, 1), (64, 5))
"""Commits in flight, events in each."""
GOALS = {(64, 1): 0.35, (256, 1): 0.55, (64, 5): 0.6}
USERS = 5000

_numbers = count(1)


def run(quick: bool) -> list[Figure]:
    """Events a second for each shape, beside the bulk insert."""
    with temporary_folder() as folder, Mongod(folder / "mongod", cache_gb=1.0) as server:
        return serve(_measure(server.uri, rounds=2 if quick else 5, seconds=1.0 if quick else 3.0))


async def _measure(uri: str, rounds: int, seconds: float) -> list[Figure]:
    migrate(uri, "append")
    migrate(uri, "raw")
    log = ProcessLog(uri, "append", now=lambda: datetime.now(UTC))
    figures = []
    try:
        await _append(log, 64, 1, 0.5)
        for in_flight, size in SHAPES:
            ours, raw = [], []
            for _ in range(rounds):
                raw.append(await asyncio.to_thread(_insert_many, uri, size, seconds))
                ours.append(await _append(log, in_flight, size, seconds))
            ratio = statistics.median(our / limit for our, limit in zip(ours, raw, strict=True))
            figures.append(
                Figure(
                    name=f"append, {in_flight} in flight, {size} event{'s' if size > 1 else ''} each",
                    value=statistics.median(ours),
                    unit="events/s",
                    beside=statistics.median(ours) / ratio,
                    beside_name="insert_many(1000)",
                    at_least_ratio=GOALS.get((in_flight, size)),
                )
            )
    finally:
        await asyncio.to_thread(log.close)
    return figures


async def _append(log: ProcessLog, in_flight: int, size: int, seconds: float) -> float:
    """Events a second, by so many commands that each wait for their commit before the next.

    The commits are made in advance, as the documents of the bulk insert are.
    """
    source = _commits(size, await log.store.catch_up())
    appended, taken = 0, 0.0

    async def write(commits: list[Commit]) -> None:
        while commits:
            await log.store.commit(commits.pop())

    while taken < seconds:
        commits = [next(source) for _ in range(max(20 * in_flight, 5000 // size))][::-1]
        appended += len(commits) * size
        started = perf_counter()
        await asyncio.gather(*(write(commits) for _ in range(in_flight)))
        taken += perf_counter() - started
    return appended / taken


def _insert_many(uri: str, size: int, seconds: float) -> float:
    """Events a second of the driver's own bulk insert; making the documents is not counted."""
    with MongoClient[dict[str, Any]](uri) as client:
        events = client["raw"].get_collection("events", write_concern=WriteConcern("majority", j=True))
        newest = events.find_one({}, sort=[("_id", -1)])
        position = newest["_id"] if newest else 0
        inserted, taken = 0, 0.0
        commits = _commits(size, 0)
        while taken < seconds:
            documents: list[dict[str, Any]] = []
            while len(documents) < 1000:
                documents += event_documents(next(commits))[0]
            for document in documents:
                position += 1
                document["_id"], document["recorded_at"] = Int64(position), document["metadata"]["timestamp"]
            started = perf_counter()
            events.insert_many(documents)
            taken += perf_counter() - started
            inserted += len(documents)
    return inserted / taken


def _commits(size: int, as_of: int) -> Iterator[Commit]:
    """Commits as the bus makes them: some hundred bytes an event, growing ids, a stream of its own each."""
    while True:
        number = next(_numbers)
        user = UserId(f"{number % USERS * 2654435761 % 2**64:016x}")
        stream = f"mission:{user}:{number:x}"
        yield Commit(
            commit_id=f"telegram:123456789:{number:09}:1",
            events=[
                NewEvent(
                    stream=stream,
                    version=version,
                    topic="wallet.credited",
                    schema_version=1,
                    state={"amount": 10, "reason": "daily_gift", "balance": 10 * version},
                    event_id=f"{number:026x}{version:06x}",
                    user_id=user,
                )
                for version in range(1, size + 1)
            ],
            reads={stream: Read(0, as_of), f"user:{user}": Read(0, as_of)},
            correlation_id=f"{number:032x}",
            causation_id=None,
            actor=f"user:{user}",
            source="telegram",
            timestamp=whole_milliseconds(datetime.now(UTC)),
            content="0123456789abcdef",
        )
