"""Learns at once of what other processes record: a change stream that only wakes, the data is read from the log.

A change stream costs the server and us some 50 microseconds each for every event, as much as recording it. So it serves
while little happens; while much does, the end of the log is glanced at instead, and the sequencer of a process that
writes knows it anyway.
"""

import logging
from threading import Event, Thread
from time import monotonic
from typing import Any

from pymongo.change_stream import ChangeStream
from pymongo.errors import PyMongoError

from adapters.mongodb.client import Client
from adapters.mongodb.codec import RAW
from adapters.mongodb.heads import Heads
from adapters.mongodb.names import LogNames

log = logging.getLogger(__name__)

AWAIT_MS = 500
"""How long the server holds an idle stream's question; below the client's timeout, or every idle second is an error."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0

BUSY_EVENTS, BUSY_SECONDS = 25, 0.1
"""More events than that within that time are much."""
CALM_SECONDS = 0.5
"""After so long without more than BUSY_EVENTS, the change stream is opened again."""
GLANCE_SECONDS = 0.02

_INSERTED: list[dict[str, Any]] = [
    {"$match": {"operationType": "insert"}},
    {"$project": {"documentKey": 1}},
]


class Watcher:
    """One thread a process. It opens the stream, looks where the log ends, and tells `heads` of what comes."""

    def __init__(self, client: Client, names: LogNames, heads: Heads) -> None:
        self._events = names.collection(client, names.events, RAW)
        self._heads = heads
        self._closing = Event()
        self._thread = Thread(target=self._run, name="log watcher", daemon=True)
        self._thread.start()

    def close(self, timeout: float = 10.0) -> None:
        """Ends the thread, within the time that the server holds a question."""
        self._closing.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        pause, away = FIRST_PAUSE, False
        while not self._closing.is_set():
            try:
                with self._events.watch(_INSERTED, max_await_time_ms=AWAIT_MS) as stream:
                    self._glance()
                    if away:
                        log.warning("the change stream is back")
                    pause, away = FIRST_PAUSE, False
                    self._follow(stream)
                self._glance_until_calm()
            except PyMongoError as error:
                if not away:
                    log.warning("the change stream is away, readers look by themselves: %s", error)
                away = True
                self._closing.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _follow(self, stream: ChangeStream[Any]) -> None:
        """Tells of every event, until there are many."""
        since, told = monotonic(), 0
        while not self._closing.is_set() and stream.alive:
            change = stream.try_next()
            if (now := monotonic()) - since > BUSY_SECONDS:
                since, told = now, 0
            if change is not None:
                self._heads.advance(int(change["documentKey"]["_id"]))
                told += 1
                if told > BUSY_EVENTS:
                    return

    def _glance_until_calm(self) -> None:
        """Looks where the log ends, time and again, unless the sequencer has just told; until there is little."""
        since, position = monotonic(), self._heads.position
        before = position
        while not self._closing.wait(GLANCE_SECONDS):
            if self._heads.position == before:
                self._glance()
            before = self._heads.position
            if before - position > BUSY_EVENTS:
                since, position = monotonic(), before
            elif monotonic() - since > CALM_SECONDS:
                return

    def _glance(self) -> None:
        newest = self._events.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        if newest is not None:
            self._heads.advance(int(newest["_id"]))
