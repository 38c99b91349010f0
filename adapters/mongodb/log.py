"""The log for those who follow it in a thread: the projection engine, the publisher."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pymongo
from bson.int64 import Int64

from adapters.mongodb.client import Client, Document
from adapters.mongodb.codec import aware
from adapters.mongodb.documents import read_documents, read_event
from adapters.mongodb.heads import Heads
from adapters.mongodb.names import LogNames
from adapters.mongodb.outages import outages
from domain.aggregate import event_class
from domain.recorded import Damaged, Recorded, UnknownEvent

READ_SECONDS = 30.0
"""One read: long, since looking for a rare topic goes through all of the log."""
GLANCE_SECONDS = 1.0
"""How long a waiting reader trusts that it would have been told; then it looks for itself."""


class EventLog:
    """The log in its one order, read with majority: what was seen never vanishes. Safe for any number of threads.

    Every method raises StoreUnavailable.
    """

    def __init__(self, client: Client, names: LogNames, heads: Heads) -> None:
        self._events = names.collection(client, names.events)
        self._heads = heads
        self.epoch = read_epoch(client, names)

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        """Up to `limit` events after position `after`, in order, in their present form.

        Ends before an event that this release does not know; raises UnknownEvent if that is the first. A position
        without a document comes as Damaged, unless topics were asked for.
        """
        with outages(), pymongo.timeout(READ_SECONDS):
            batches = self._events.find_raw_batches(
                after_position(after, topics), sort=[("_id", 1)], limit=limit, batch_size=limit
            )
            return in_order((document for batch in batches for document in read_documents(batch)), after, limit, topics)

    def read_stream(
        self, stream: str, until_position: int | None = None, until_version: int | None = None
    ) -> list[Recorded | Damaged]:
        """The events of one stream from the first on. Raises UnknownEvent."""
        with outages(), pymongo.timeout(READ_SECONDS):
            wanted = of_stream(stream, until_position, until_version)
            batches = self._events.find_raw_batches(wanted, sort=[("originator_version", 1)])
            return known(read_event(document) for batch in batches for document in read_documents(batch))

    def head(self) -> int:
        """The newest position, 0 for an empty log."""
        with outages():
            newest = self._events.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return newest["_id"] if newest else 0

    def first_unknown(self) -> UnknownEvent | None:
        """The first event of a topic, or of a version of one, that this release does not know. Goes through the log."""
        kind = {"topic": "$topic", "version": "$schema_version"}
        with outages(), pymongo.timeout(READ_SECONDS):
            kinds = list(self._events.aggregate([{"$group": {"_id": kind, "first": {"$min": "$_id"}}}]))
        found: list[UnknownEvent] = []
        for each in kinds:
            topic, version = each["_id"].get("topic"), each["_id"].get("version")
            if isinstance(topic, str) and isinstance(version, int):  # else it is damaged
                known_as = event_class(topic)
                if known_as is None or version > known_as.class_version:
                    found.append(UnknownEvent(each["first"], topic, version))
        return min(found, key=lambda unknown: unknown.position, default=None)

    def wait(self, after: int, timeout: float) -> int:
        """Blocks until there is something after position `after`, at most `timeout` seconds; the newest position."""
        left = timeout
        while (position := self._heads.wait(after, min(left, GLANCE_SECONDS))) <= after:
            self._heads.advance(self.head())
            left -= GLANCE_SECONDS
            if left <= 0:
                return self._heads.position
        return position

    def position_at(self, time: datetime) -> int:
        """The last position recorded at `time` or before; 0 if there is none. By bisection."""
        low, high = 0, self.head()
        while low < high:
            middle = (low + high + 1) // 2
            with outages():
                found = self._events.find_one({"_id": {"$gte": Int64(middle)}}, {"recorded_at": 1}, sort=[("_id", 1)])
            if recorded_by(found, time):
                low = middle
            else:
                high = middle - 1
        return low


def read_epoch(client: Client, names: LogNames) -> str:
    """The name of this history; empty where the store has never been migrated."""
    with outages():
        found = names.collection(client, names.meta).find_one({"_id": "epoch"})
    return str(found["epoch"]) if found else ""


# --- what this reader and the asynchronous one have in common ---------------------------------------------------------


def after_position(after: int, topics: Sequence[str]) -> Document:
    """The filter of the events after a position."""
    wanted: dict[str, Any] = {"_id": {"$gt": Int64(after)}}
    if topics:
        wanted["topic"] = {"$in": list(topics)}
    return wanted


def of_stream(stream: str, until_position: int | None, until_version: int | None) -> Document:
    """The filter of one stream's events."""
    wanted: dict[str, Any] = {"originator_id": stream}
    if until_position is not None:
        wanted["_id"] = {"$lte": Int64(until_position)}
    if until_version is not None:
        wanted["originator_version"] = {"$lte": until_version}
    return wanted


def in_order(documents: Iterable[Document], after: int, limit: int, topics: Sequence[str]) -> list[Recorded | Damaged]:
    """The events of a run of the log, up to the first that is not known."""
    events: list[Recorded | Damaged] = []
    due = after + 1
    for document in documents:
        event = read_event(document)
        if not topics and event.position > due:
            events += [Damaged(position, None, None, "missing from the log") for position in range(due, event.position)]
        if isinstance(event, UnknownEvent):
            if events:
                return events[:limit]
            raise event
        events.append(event)
        due = event.position + 1
    return events[:limit]


def known(events: Iterable[Recorded | Damaged | UnknownEvent]) -> list[Recorded | Damaged]:
    """All of `events`. Raises the first that this release does not know."""
    read: list[Recorded | Damaged] = []
    for event in events:
        if isinstance(event, UnknownEvent):
            raise event
        read.append(event)
    return read


def recorded_by(found: Document | None, time: datetime) -> bool:
    """Whether a document was recorded at `time` or before; what does not say so was not."""
    stamp = found.get("recorded_at") if found else None
    return isinstance(stamp, datetime) and aware(stamp) <= time
