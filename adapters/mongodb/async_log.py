"""The log for the event loop: audit, feed, streams to browsers."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pymongo
from bson.int64 import Int64

from adapters.mongodb.client import AsyncClient, Document
from adapters.mongodb.codec import PLAIN
from adapters.mongodb.documents import read_documents, read_event
from adapters.mongodb.heads import Heads
from adapters.mongodb.log import (
    GLANCE_SECONDS,
    READ_SECONDS,
    after_position,
    in_order,
    known,
    of_stream,
    recorded_by,
)
from adapters.mongodb.names import MAJORITY, LogNames
from adapters.mongodb.outages import outages
from domain.recorded import Damaged, Recorded


class AsyncEventLog:
    """What EventLog is for threads. Every method raises StoreUnavailable."""

    def __init__(self, client: AsyncClient, names: LogNames, heads: Heads, epoch: str) -> None:
        self.epoch = epoch
        self._events = client[names.database].get_collection(names.events, codec_options=PLAIN, read_concern=MAJORITY)
        self._heads = heads

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        """Up to `limit` events after position `after`, in order; see EventLog.read. Raises UnknownEvent."""
        return in_order(await self.read_raw(after, limit, topics), after, limit, topics)

    async def read_raw(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Document]:
        """The same events as they are stored, whatever they are."""
        with outages(), pymongo.timeout(READ_SECONDS):
            batches = self._events.find_raw_batches(after_position(after, topics), sort=[("_id", 1)], limit=limit)
            return [document async for document in _documents(batches)]

    async def read_stream(
        self, stream: str, until_position: int | None = None, until_version: int | None = None
    ) -> list[Recorded | Damaged]:
        """The events of one stream from the first on. Raises UnknownEvent."""
        with outages(), pymongo.timeout(READ_SECONDS):
            wanted = of_stream(stream, until_position, until_version)
            batches = self._events.find_raw_batches(wanted, sort=[("originator_version", 1)])
            return known([read_event(document) async for document in _documents(batches)])

    async def streams(self, topic: str) -> list[str]:
        """The streams whose id begins with this word, as `story_content:correo` does with `story_content`; in order."""
        first = {"originator_id": {"$gte": f"{topic}:", "$lt": f"{topic};"}, "originator_version": 1}
        with outages(), pymongo.timeout(READ_SECONDS):
            found = self._events.find(first, {"_id": 0, "originator_id": 1}).sort("originator_id")
            return [document["originator_id"] async for document in found]

    async def head(self) -> int:
        """The newest position, 0 for an empty log."""
        with outages():
            newest = await self._events.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return newest["_id"] if newest else 0

    async def wait(self, after: int, timeout: float) -> int:
        """Waits until there is something after position `after`, at most `timeout` seconds; the newest position."""
        left = timeout
        while (position := await self._heads.sleep(after, min(left, GLANCE_SECONDS))) <= after:
            self._heads.advance(await self.head())
            left -= GLANCE_SECONDS
            if left <= 0:
                return self._heads.position
        return position

    async def position_at(self, time: datetime) -> int:
        """The last position recorded at `time` or before; 0 if there is none. By bisection."""
        low, high = 0, await self.head()
        while low < high:
            middle = (low + high + 1) // 2
            with outages():
                found = await self._events.find_one(
                    {"_id": {"$gte": Int64(middle)}}, {"recorded_at": 1}, sort=[("_id", 1)]
                )
            if recorded_by(found, time):
                low = middle
            else:
                high = middle - 1
        return low


async def _documents(batches: Any) -> AsyncIterator[Document]:
    async for batch in batches:
        for document in read_documents(batch):
            yield document
