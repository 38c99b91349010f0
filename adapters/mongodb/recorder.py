"""The library's recorders of events on MongoDB."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import count
from secrets import token_hex
from time import monotonic, time_ns
from typing import Any, cast
from uuid import UUID

import pymongo
from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
)

from adapters.mongodb.client import Client, Document
from adapters.mongodb.codec import RAW
from adapters.mongodb.names import DURABLE, LogNames
from adapters.mongodb.pending import MAX_BYTES, Pending, Placed
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.stored import check_unique, library_errors, notification, stored_event, stored_fields
from adapters.mongodb.subscription import MongoSubscription
from adapters.mongodb.tracking import MongoTrackingRecorder
from adapters.mongodb.transcoder import NotStorable

TIMEOUT_SECONDS = 10.0
"""How long a caller waits before it hears that the outcome is unknown."""


class MongoAggregateRecorder(AggregateRecorder):
    """Streams in a collection of their own, without an order among them: snapshots, or events that nobody follows."""

    def __init__(self, client: Client, names: LogNames, collection: str) -> None:
        self._client = client
        self._streams = names.collection(client, collection, RAW)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        check_unique(stored_events)
        documents = [stored_fields(each) for each in stored_events]
        with library_errors():
            if len(documents) == 1:
                self._streams.insert_one(documents[0])
            elif documents:
                # By itself, a driver's transaction goes on trying for two minutes whatever the client's timeout.
                with pymongo.timeout(TIMEOUT_SECONDS), self._client.start_session() as session:
                    session.with_transaction(
                        lambda session: self._streams.insert_many(documents, session=session), write_concern=DURABLE
                    )
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        wanted: Document = {"originator_id": originator_id}
        if (versions := _between(gt, lte)) is not None:
            wanted["originator_version"] = versions
        with library_errors():
            found = self._streams.find(wanted, sort=[("originator_version", -1 if desc else 1)], limit=limit or 0)
            return [stored_event(each) for each in found]


class MongoApplicationRecorder(MongoAggregateRecorder, ApplicationRecorder):
    """A totally ordered log, written through the process's sequencer."""

    def __init__(
        self, client: Client, names: LogNames, sequencer: Sequencer, *, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        super().__init__(client, names, names.events)
        self.heads = sequencer.heads
        self._sequencer = sequencer
        self._timeout = timeout
        self._commit_ids = _growing_ids()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        return self._insert(stored_events, None)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        wanted: Document = {"_id": _between(after, stop)}
        if topics:
            wanted["topic"] = {"$in": list(topics)}
        with library_errors():
            return [notification(each) for each in self._streams.find(wanted, sort=[("_id", 1)], limit=limit)]

    def max_notification_id(self) -> int | None:
        with library_errors():
            newest: RawBSONDocument | None = self._streams.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(newest["_id"]) if newest else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        return cast(Subscription[ApplicationRecorder], MongoSubscription(self, gt, topics))

    def _insert(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None) -> Sequence[int] | None:
        """Raises IntegrityError, DataError, and OperationalError, which says whether the outcome is unknown."""
        if not stored_events:
            return None
        check_unique(stored_events)
        commit_id = next(self._commit_ids)
        size = sum(len(each.state) + 500 for each in stored_events)
        if size > MAX_BYTES:
            raise NotStorable(f"a commit of {size} bytes, more than {MAX_BYTES}")
        waiter: Future[Placed] = Future()
        pending = Pending(
            commit_id,
            [_log_document(each, commit_id, index) for index, each in enumerate(stored_events)],
            waiter,
            monotonic() + self._timeout,
            tracking=tracking,
            size=size,
        )
        self._sequencer.submit(pending)
        try:
            return list(waiter.result(self._timeout).positions)
        except TimeoutError:
            if waiter.done():
                return list(waiter.result().positions)
            raise pending.abandon() from None


class MongoProcessRecorder(MongoTrackingRecorder, MongoApplicationRecorder, ProcessRecorder):
    """The log of an application that follows another: events and tracking in one commit."""

    def __init__(
        self, client: Client, names: LogNames, sequencer: Sequencer, *, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        MongoTrackingRecorder.__init__(self, client, names)
        MongoApplicationRecorder.__init__(self, client, names, sequencer, timeout=timeout)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        tracking: Tracking | None = kwargs.get("tracking")
        if tracking is not None and not stored_events:
            self.insert_tracking(tracking)
        return self._insert(stored_events, tracking)


def _log_document(event: StoredEvent, commit_id: str, index: int) -> Document:
    """The library knows neither causes nor actors; the version of an event's class is inside its state."""
    return {
        "_id": None,
        **stored_fields(event),
        "schema_version": 1,
        "metadata": {},
        "commit_id": commit_id,
        "commit_index": index,
        "recorded_at": None,
    }


def _growing_ids() -> Iterator[str]:
    """Ids that grow, since random ones cost the index its locality: a third of the speed at 4 million events."""
    process = token_hex(4)
    return (f"recorder:{number:016x}:{process}" for number in count(time_ns()))


def _between(gt: int | None, lte: int | None) -> Document | None:
    bounds = {}
    if gt is not None:
        bounds["$gt"] = Int64(gt)
    if lte is not None:
        bounds["$lte"] = Int64(lte)
    return bounds or None
