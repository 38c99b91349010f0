"""Learns at once of what other processes record: a change stream that only wakes, the data is read from the log."""

import logging
from threading import Event, Thread
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
                    newest = self._events.find_one({}, {"_id": 1}, sort=[("_id", -1)])
                    if newest is not None:
                        self._heads.advance(int(newest["_id"]))
                    if away:
                        log.warning("the change stream is back")
                    pause, away = FIRST_PAUSE, False
                    self._follow(stream)
            except PyMongoError as error:
                if not away:
                    log.warning("the change stream is away, readers look by themselves: %s", error)
                away = True
                self._closing.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _follow(self, stream: ChangeStream[Any]) -> None:
        while not self._closing.is_set() and stream.alive:
            if (change := stream.try_next()) is not None:
                self._heads.advance(int(change["documentKey"]["_id"]))
