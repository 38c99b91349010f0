"""What one process knows of the end of the log: the newest position, and which streams changed lately."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bson.int64 import Int64
from pymongo.client_session import ClientSession

from adapters.mongodb.client import Client, Document
from adapters.mongodb.codec import aware, whole_milliseconds
from adapters.mongodb.names import LogNames
from adapters.mongodb.versions import StreamVersions

MAX_OTHERS = 20_000
"""So many events of others are looked at one by one; after more, everything that was known is forgotten instead."""

_LOOKED_AT: Document = {
    "originator_id": 1,
    "originator_version": 1,
    "commit_id": 1,
    "commit_index": 1,
    "recorded_at": 1,
    "metadata.event_id": 1,
    "metadata.payload_hash": 1,
}


class LogEnd:
    """Owned by the sequencer's thread; `known` and `versions` may be read by any.

    `known` never goes back. `certain`: it was the head when we last looked, and nothing failed since.
    """

    def __init__(
        self, client: Client, names: LogNames, session: ClientSession, now: Callable[[], datetime], capacity: int
    ) -> None:
        self.known = 0
        self.certain = False
        self.versions = StreamVersions(capacity)
        self._events = names.collection(client, names.events)
        self._session = session
        self._now = now
        self._last_stamp: datetime | None = None
        self._begun = False

    def look(self, tried: Sequence[str]) -> list[Document]:
        """Learns what came after the last known position.

        Returns what it saw of it; where that was too much, at least the events of the commits `tried`.
        """
        found = self._newer() if self._begun else None
        if found is None or len(found) == MAX_OTHERS:
            self._begin()
            found = self.find_commits(tried)
        elif found:
            self.known = found[-1]["_id"]
            self.versions.changed({each["originator_id"]: each["originator_version"] for each in found}, self.known)
            self._stamped(found[-1])
        self._begun = self.certain = True
        return found

    def advance(self, position: int, versions: dict[str, int], stamp: datetime) -> None:
        """What we have put there ourselves."""
        self.known, self._last_stamp = position, stamp
        self.versions.changed(versions, position)

    def next_stamp(self) -> datetime:
        """The time to record at: never before that of an earlier event, whatever the clocks of hosts say."""
        stamp = whole_milliseconds(self._now())
        return stamp if self._last_stamp is None else max(stamp, self._last_stamp)

    def find_commits(self, commit_ids: Sequence[str]) -> list[Document]:
        """The events of these commits, wherever they are."""
        if not commit_ids:
            return []
        wanted = {"commit_id": {"$in": list(commit_ids)}}
        return list(self._events.find(wanted, _LOOKED_AT, session=self._session))

    def taken(self, wanted: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
        """Those of the stream versions `wanted` that are recorded."""
        if not wanted:
            return set()
        streams, versions = {stream for stream, _ in wanted}, {version for _, version in wanted}
        found = self._events.find(
            {"originator_id": {"$in": list(streams)}, "originator_version": {"$in": list(versions)}},
            {"originator_id": 1, "originator_version": 1},
            session=self._session,
        )
        return {(each["originator_id"], each["originator_version"]) for each in found}.intersection(wanted)

    def _newer(self) -> list[Document]:
        after = {"_id": {"$gt": Int64(self.known)}}
        return list(self._events.find(after, _LOOKED_AT, session=self._session).sort("_id", 1).limit(MAX_OTHERS))

    def _begin(self) -> None:
        newest = self._events.find_one({}, _LOOKED_AT, sort=[("_id", -1)], session=self._session)
        self.known = newest["_id"] if newest else 0
        self.versions.forget(self.known)
        if newest:
            self._stamped(newest)

    def _stamped(self, newest: Document) -> None:
        stamp = newest.get("recorded_at")
        if isinstance(stamp, datetime) and (self._last_stamp is None or aware(stamp) > self._last_stamp):
            self._last_stamp = aware(stamp)
