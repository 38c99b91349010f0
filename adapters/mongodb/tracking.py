"""How far the library's projections have come."""

from collections.abc import Callable
from threading import Event
from time import monotonic, sleep

import pymongo
from bson.int64 import Int64
from eventsourcing.persistence import IntegrityError, Tracking, TrackingRecorder, WaitInterruptedError
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from adapters.mongodb.client import Client
from adapters.mongodb.names import DURABLE, LogNames
from adapters.mongodb.stored import library_errors

FIRST_LOOK, SELDOM_LOOK = 0.002, 0.1
TRANSACTION_SECONDS = 10.0
"""By itself, a driver's transaction goes on trying for two minutes, whatever the client's timeout."""


class MongoTrackingRecorder(TrackingRecorder):
    """One document an application, moved forward only. Views are subclasses that write in `record`."""

    opened_by: object = None
    """Whatever must live as long as this recorder does."""

    def __init__(self, client: Client, names: LogNames) -> None:
        self.client = client
        self.names = names
        self._tracking = names.collection(client, names.tracking)

    def insert_tracking(self, tracking: Tracking) -> None:
        with library_errors():
            self._move(tracking, None)

    def record(self, tracking: Tracking, write: Callable[[ClientSession], None]) -> None:
        """Does `write` and moves the tracking in one transaction, or neither. Raises IntegrityError.

        `write` may be called again, after a conflict with another process.
        """

        def both(session: ClientSession) -> None:
            self._move(tracking, session)
            write(session)

        with library_errors(), pymongo.timeout(TRANSACTION_SECONDS), self.client.start_session() as session:
            session.with_transaction(both, write_concern=DURABLE)

    def max_tracking_id(self, application_name: str) -> int | None:
        with library_errors():
            found = self._tracking.find_one({"_id": application_name})
        return found["position"] if found else None

    def wait(
        self,
        application_name: str,
        notification_id: int | None,
        timeout: float = 1.0,
        interrupt: Event | None = None,
    ) -> None:
        """As the library defines it, but it looks first, and often at the beginning."""
        deadline = monotonic() + timeout
        pause = FIRST_LOOK
        while not self.has_tracking_id(application_name, notification_id):
            if (left := deadline - monotonic()) <= 0:
                raise TimeoutError(f"{application_name} has not processed {notification_id} in {timeout} s")
            if interrupt is None:
                sleep(min(pause, left))
            elif interrupt.wait(min(pause, left)):
                raise WaitInterruptedError
            pause = min(pause * 2, SELDOM_LOOK)

    def _move(self, tracking: Tracking, session: ClientSession | None) -> None:
        """Where the filter finds nothing behind, the upsert collides with what is there."""
        position = Int64(tracking.notification_id)
        try:
            self._tracking.update_one(
                {"_id": tracking.application_name, "position": {"$lt": position}},
                {"$set": {"position": position}},
                upsert=True,
                session=session,
            )
        except DuplicateKeyError as error:
            raise IntegrityError(f"{tracking} is not after the recorded one") from error
