"""All that one process has of one log, put together: one sequencer, one watcher, and the faces over them."""

from collections.abc import Callable
from datetime import datetime

from adapters.mongodb.async_log import AsyncEventLog
from adapters.mongodb.client import connect, connect_blocking, disconnect
from adapters.mongodb.heads import Heads
from adapters.mongodb.log import EventLog
from adapters.mongodb.names import LogNames
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.store import TIMEOUT_SECONDS, MongoEventStore
from adapters.mongodb.watcher import Watcher


class ProcessLog:
    """`store` for the command bus, `log` for threads that follow, `async_log` for the event loop.

    Making one reads the epoch, so it raises StoreUnavailable. `now` stamps `recorded_at`; `timeout` is how long a
    caller of `store` waits at most, in seconds.
    """

    def __init__(
        self, uri: str, database: str, *, now: Callable[[], datetime], timeout: float = TIMEOUT_SECONDS
    ) -> None:
        names = LogNames(database)
        self._client = connect_blocking(uri)
        self._async_client = connect(uri)
        self.heads = Heads()
        try:
            self.log = EventLog(self._client, names, self.heads)
        except BaseException:
            self._client.close()
            disconnect(self._async_client)
            raise
        self.async_log = AsyncEventLog(self._async_client, names, self.heads, self.log.epoch)
        self.sequencer = Sequencer(self._client, names, now=now, heads=self.heads)
        self.store = MongoEventStore(self._client, names, self.sequencer, now=now, timeout=timeout)
        self._watcher = Watcher(self._client, names, self.heads)

    @property
    def epoch(self) -> str:
        """The name of this history; a restored backup is another one."""
        return self.log.epoch

    def close(self) -> None:
        """Finishes what was handed over; blocks, at most some seconds."""
        self.sequencer.close()
        self.store.close()
        self._watcher.close()
        disconnect(self._async_client)
        self._client.close()
