"""The event store of `commands/ports.py`: the log from the event loop's side."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, cast

from eventsourcing.persistence import OperationalError

from adapters.mongodb.client import Client
from adapters.mongodb.deadlines import Deadlines
from adapters.mongodb.documents import event_documents
from adapters.mongodb.errors import CommitIdReused, LogDamaged, Stale, Unavailable, Unknown
from adapters.mongodb.loader import Loader, Reading
from adapters.mongodb.names import LogNames
from adapters.mongodb.outcomes import Outcomes, outcome_document
from adapters.mongodb.pending import Fence, Pending, Placed
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.snapshots import Snapshots, taken_of
from adapters.mongodb.streams import Streams
from commands.ports import (
    CommandIdReused,
    Commit,
    Committed,
    Loaded,
    Outcome,
    OutcomeUnknown,
    Read,
    StaleReads,
    StoreUnavailable,
    StreamDamaged,
)
from domain.aggregate import Aggregate
from domain.recorded import Recorded

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5.0
"""How long a caller waits before it hears that the store is away, or the outcome unknown."""


class MongoEventStore:
    """EventStore on MongoDB. Commits go through the process's sequencer; reads share round trips."""

    def __init__(
        self,
        client: Client,
        names: LogNames,
        sequencer: Sequencer,
        *,
        now: Callable[[], datetime],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._sequencer = sequencer
        self._deadlines = Deadlines(timeout)
        self._loader = Loader("event store loader", timeout)
        self._snapshots = Snapshots(client, names)
        self._streams = Streams(client, names, sequencer, self._snapshots)
        self._outcomes = Outcomes(client, names, now)

    async def load(self, wanted: Mapping[str, type[Aggregate]]) -> dict[str, Loaded]:
        return cast(dict[str, Loaded], await self._ask(self._streams.load, wanted))

    async def commit(self, commit: Commit) -> Committed:
        documents, size = event_documents(commit)
        waiter: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        pending = Pending(
            commit.commit_id,
            documents,
            waiter,
            monotonic() + self._deadlines.seconds,
            reads=commit.reads,
            payload_hash=commit.payload_hash,
            size=size,
        )
        placed = cast(Placed, await self._submitted(pending, waiter))
        return Committed(placed.positions, placed.repeated)

    async def catch_up(self) -> int:
        waiter: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        return cast(int, await self._submitted(Fence(waiter, monotonic() + self._deadlines.seconds), waiter))

    def stale(self, reads: Mapping[str, Read]) -> frozenset[str]:
        return frozenset(self._sequencer.stale(reads.items()))

    async def find_commit(self, commit_id: str) -> tuple[str | None, list[Recorded]] | None:
        found = await self._ask(self._streams.find_commits, commit_id)
        return cast(tuple[str | None, list[Recorded]] | None, found)

    async def outcome(self, command_id: str) -> Outcome | None:
        return cast(Outcome | None, await self._ask(self._outcomes.find, command_id))

    async def record_outcome(self, command_id: str, outcome: Outcome) -> None:
        await self._ask(self._outcomes.record, (command_id, outcome_document(outcome)))

    async def snapshot(self, aggregates: Sequence[Aggregate]) -> None:
        """Nobody waits for it to be written: the aggregates may change at once."""
        for aggregate in aggregates:
            if (taken := taken_of(aggregate)) is not None:
                waiter: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                waiter.add_done_callback(_forget)
                try:
                    self._loader.ask(self._snapshots.write, taken, waiter)
                except OperationalError as error:
                    waiter.set_exception(error)  # the process is stopping; the commit stands

    def close(self) -> None:
        """Answers what was asked and ends the reading thread; the sequencer belongs to who made it."""
        self._loader.close()
        self._streams.close()
        self._deadlines.close()

    async def _submitted(self, item: Pending | Fence, waiter: asyncio.Future[Any]) -> Any:
        self._deadlines.watch(waiter, item.abandon)
        try:
            self._sequencer.submit(item)
            return await waiter
        except Stale as stale:
            raise StaleReads(stale.streams) from stale
        except CommitIdReused as reused:
            raise CommandIdReused(f"{reused}") from reused
        except Unknown as unknown:
            raise OutcomeUnknown(f"{unknown}") from unknown
        except OperationalError as error:
            raise StoreUnavailable(f"{error}") from error

    async def _ask(self, read: Reading, question: Any) -> Any:
        waiter: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._deadlines.watch(waiter, _no_answer)
        try:
            self._loader.ask(read, question, waiter)
            return await waiter
        except LogDamaged as damaged:
            raise StreamDamaged(damaged.position, damaged.reason) from damaged
        except OperationalError as error:
            raise StoreUnavailable(f"{error}") from error


def _no_answer() -> Unavailable:
    return Unavailable("the event store did not answer in time")


def _forget(waiter: asyncio.Future[Any]) -> None:
    if not waiter.cancelled() and (error := waiter.exception()) is not None:
        log.info("a snapshot was not kept: %s", error)
