"""The persistence module of the `eventsourcing` library: PERSISTENCE_MODULE=adapters.mongodb.factory.

It knows nothing of YABOT's domain. Settings, each also with the application's name before it (`BANK_MONGODB_DATABASE`):
`MONGODB_URI`, with `?replicaSet=`; `MONGODB_DATABASE`, default `eventsourcing`; `MONGODB_TIMEOUT`, in seconds;
`CREATE_TABLE=n` for collections that are there already.
"""

import weakref
from datetime import UTC, datetime
from functools import cached_property

from eventsourcing.persistence import InfrastructureFactory, InfrastructureFactoryError, Transcoder
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from adapters.mongodb.client import Client, connect_blocking
from adapters.mongodb.heads import Heads
from adapters.mongodb.names import LogNames
from adapters.mongodb.recorder import (
    TIMEOUT_SECONDS,
    MongoAggregateRecorder,
    MongoApplicationRecorder,
    MongoProcessRecorder,
)
from adapters.mongodb.schema import create_log, create_streams, create_tracking
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.stored import library_errors
from adapters.mongodb.tracking import MongoTrackingRecorder
from adapters.mongodb.transcoder import BSONTranscoder
from adapters.mongodb.watcher import Watcher


class MongoFactory(InfrastructureFactory[MongoTrackingRecorder]):
    """One application's recorders, over one client and one sequencer. Nothing is opened before it is asked for."""

    MONGODB_URI = "MONGODB_URI"
    MONGODB_DATABASE = "MONGODB_DATABASE"
    MONGODB_TIMEOUT = "MONGODB_TIMEOUT"
    CREATE_TABLE = "CREATE_TABLE"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self._opened: list[Client | Watcher | Sequencer] = []
        weakref.finalize(self, _close, self._opened)

    def transcoder(self) -> Transcoder:
        return super().transcoder() if self.env.get(self.TRANSCODER_TOPIC) else BSONTranscoder()

    def aggregate_recorder(self, purpose: str = "events") -> MongoAggregateRecorder:
        collection = f"{self._prefix}aggregate_{purpose}"
        if self._creates:
            with library_errors():
                create_streams(self._client, self._names.database, collection)
        return MongoAggregateRecorder(self._client, self._names, collection)

    def application_recorder(self) -> MongoApplicationRecorder:
        return MongoApplicationRecorder(self._client, self._names, self._open_log, timeout=self._timeout)

    def tracking_recorder(
        self, tracking_recorder_class: type[MongoTrackingRecorder] | None = None
    ) -> MongoTrackingRecorder:
        if tracking_recorder_class is None:
            topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
            tracking_recorder_class = resolve_topic(topic) if topic else MongoTrackingRecorder
        self._open_tracking()
        recorder = tracking_recorder_class(self._client, self._names)
        recorder.opened_by = self  # the library's runner keeps the view alone, and closes nothing
        return recorder

    def process_recorder(self) -> MongoProcessRecorder:
        self._open_tracking()
        return MongoProcessRecorder(self._client, self._names, self._open_log, timeout=self._timeout)

    def close(self) -> None:
        """Ends the threads and closes the connections."""
        _close(self._opened)

    # -- opened once, when needed -------------------------------------------------------------------------------------

    @cached_property
    def _client(self) -> Client:
        uri = self.env.get(self.MONGODB_URI)
        if not uri:
            raise InfrastructureFactoryError(f"{self.MONGODB_URI} is not set")
        client = connect_blocking(uri)
        self._opened.append(client)
        return client

    @cached_property
    def _open_log(self) -> Sequencer:
        if self._creates:
            with library_errors():
                create_log(self._client, self._names.database, self._names.events)
        heads = Heads()
        watcher = Watcher(self._client, self._names, heads)
        sequencer = Sequencer(self._client, self._names, now=lambda: datetime.now(UTC), heads=heads)
        self._opened += [watcher, sequencer]
        return sequencer

    def _open_tracking(self) -> None:
        if self._creates:
            with library_errors():
                create_tracking(self._client, self._names.database, self._names.tracking)

    @cached_property
    def _names(self) -> LogNames:
        database = self.env.get(self.MONGODB_DATABASE) or "eventsourcing"
        return LogNames(database, events=f"{self._prefix}events", tracking=f"{self._prefix}tracking")

    @property
    def _prefix(self) -> str:
        """Applications of different names have logs of their own in the same database."""
        return f"{self.env.name.lower()}_" if self.env.name else ""

    @property
    def _creates(self) -> bool:
        return strtobool(self.env.get(self.CREATE_TABLE) or "yes")

    @property
    def _timeout(self) -> float:
        return float(self.env.get(self.MONGODB_TIMEOUT) or TIMEOUT_SECONDS)


def _close(opened: list[Client | Watcher | Sequencer]) -> None:
    """What was opened last is closed first; each once."""
    while opened:
        opened.pop().close()
