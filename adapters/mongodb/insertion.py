"""One attempt to put documents at the end of the log, and what can become of it.

After any of these exceptions the end of the log must be looked at: documents that stand apart may be recorded in part.
"""

import logging
from collections.abc import Sequence
from time import monotonic, sleep
from typing import Any, NoReturn

import pymongo
from bson.errors import BSONError
from bson.int64 import Int64
from eventsourcing.persistence import Tracking
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError, WriteConcernError

from adapters.mongodb.client import Client, Document, is_outage
from adapters.mongodb.codec import PLAIN
from adapters.mongodb.names import DURABLE, LogNames

log = logging.getLogger(__name__)

DUPLICATE_KEY = 11000
WRITE_CONFLICT = 112
UNSTORABLE = frozenset((2, 22, 121, 10334))
"""BadValue, InvalidBSON, DocumentValidationFailure, BSONObjectTooLarge: the document's own fault."""
APART_SECONDS = 0.5
"""Without a transaction, the server waits for whoever holds a position in an open one; this long, then we look."""
ABORT_SECONDS = 0.5


class PositionTaken(Exception):
    """Somebody else has written to one of the positions."""


class Conflict(Exception):
    """Somebody else is about to, or the transaction was ended by the server."""


class Duplicate(Exception):
    """A stream version or a commit id is in the log."""


class TrackingBehind(Exception):
    """The tracking at this place of the batch is not after the recorded one."""

    def __init__(self, index: int) -> None:
        self.index = index


class Refused(Exception):
    """The server will not have these documents; `index` is the guilty one where it is known.

    `unstorable`: because of what is in one, rather than of who we are or how the server is.
    """

    def __init__(self, index: int | None, reason: str, *, unstorable: bool) -> None:
        super().__init__(reason)
        self.index = index
        self.unstorable = unstorable


class Unclear(Exception):
    """The server could not be asked, or did not answer: recorded or not, nobody knows yet."""


class Insertion:
    """Inserts durably and whole, always in the same session.

    A transaction whose end we could not see stays open on the server and blocks its positions; the next one of the same
    session ends it.
    """

    def __init__(self, client: Client, names: LogNames) -> None:
        self._names = names
        self._database = client[names.database]
        self._tracking = names.collection(client, names.tracking)
        self.session = client.start_session(causal_consistency=True)
        self._left_open = False

    def attempt(
        self, documents: Sequence[Document], trackings: Sequence[Tracking], seconds: float, *, apart: bool
    ) -> None:
        """Inserts all of `documents` and moves all of `trackings`, or raises one of this module's exceptions.

        `apart`: each document is a commit by itself, and they need no transaction between them, which costs a third of
        the time. In order all the same: whatever goes wrong, what is recorded is the first ones.
        """
        if apart and not trackings and not self._left_open:
            self._in_order(documents, min(seconds, APART_SECONDS))
        else:
            self._together(documents, trackings, seconds)

    def close(self) -> None:
        """Ends the session."""
        self.session.end_session()

    def _in_order(self, documents: Sequence[Document], seconds: float) -> None:
        try:
            with pymongo.timeout(seconds):
                self._insert(documents, writeConcern=DURABLE.document)
        except PyMongoError as error:
            if error.timeout:
                self._left_open = True  # in a transaction, whoever holds the position is met at once
                raise Conflict(f"{error}") from error
            _sort_out(error)
        except (BSONError, ValueError, OverflowError) as error:
            raise Refused(None, f"{error}", unstorable=True) from error

    def _together(self, documents: Sequence[Document], trackings: Sequence[Tracking], seconds: float) -> None:
        deadline = monotonic() + seconds
        self.session.start_transaction(write_concern=DURABLE)
        try:
            with pymongo.timeout(seconds):
                if trackings:
                    self._track(trackings)
                self._insert(documents)
                self._commit(deadline)
        except PyMongoError as error:
            self._abort(left_open=is_outage(error))
            _sort_out(error)
        except (BSONError, ValueError, OverflowError) as error:  # the driver could not make BSON of it
            self._abort(left_open=False)
            raise Refused(None, f"{error}", unstorable=True) from error
        except (PositionTaken, Duplicate, Conflict, Refused, TrackingBehind):
            self._abort(left_open=False)
            raise
        self._left_open = False

    def _insert(self, documents: Sequence[Document], **options: Any) -> None:
        """As a plain command: `insert_many` spends longer on each document than the server does."""
        reply = self._database.command(
            {"insert": self._names.events, "ordered": True, "documents": documents, **options},
            codec_options=PLAIN,
            session=self.session,
        )
        if errors := reply.get("writeErrors"):
            _sort_out_write(errors[0])
        if failed := reply.get("writeConcernError"):
            raise WriteConcernError(failed.get("errmsg", "write concern"), failed.get("code"), failed)

    def _track(self, trackings: Sequence[Tracking]) -> None:
        """Moves each forward: where the filter finds nothing to move, the upsert collides with what is ahead."""
        reply = self._database.command(
            {
                "update": self._names.tracking,
                "ordered": True,
                "updates": [
                    {
                        "q": {"_id": each.application_name, "position": {"$lt": Int64(each.notification_id)}},
                        "u": {"$set": {"position": Int64(each.notification_id)}},
                        "upsert": True,
                    }
                    for each in trackings
                ],
            },
            codec_options=PLAIN,
            session=self.session,
        )
        if errors := reply.get("writeErrors"):
            if errors[0]["code"] == DUPLICATE_KEY:
                raise TrackingBehind(errors[0]["index"])
            _sort_out_write(errors[0])

    def _commit(self, deadline: float) -> None:
        while True:
            try:
                self.session.commit_transaction()
            except PyMongoError as error:
                if not error.has_error_label("UnknownTransactionCommitResult") or monotonic() > deadline:
                    raise
                log.info("commit result unknown, asked again: %s", error)
                sleep(0.01)
            else:
                return

    def _abort(self, left_open: bool) -> None:
        self._left_open = left_open
        if self.session.in_transaction:
            with pymongo.timeout(ABORT_SECONDS):
                self.session.abort_transaction()


def _sort_out_write(error: Document) -> NoReturn:
    if error["code"] == DUPLICATE_KEY:
        if "_id" in error.get("keyPattern", {}):
            raise PositionTaken
        raise Duplicate(error.get("errmsg", ""))
    if error["code"] == WRITE_CONFLICT:
        raise Conflict
    reason = f"{error.get('errmsg', 'refused')} (code {error['code']})"
    raise Refused(error.get("index"), reason, unstorable=error["code"] in UNSTORABLE)


def _sort_out(error: PyMongoError) -> NoReturn:
    """What the driver raised, as one of this module's exceptions."""
    if is_outage(error) or isinstance(error, WriteConcernError) or error.has_error_label("RetryableWriteError"):
        raise Unclear(f"{error}") from error
    if isinstance(error, OperationFailure) and error.code == DUPLICATE_KEY:
        _sort_out_write({"code": DUPLICATE_KEY, **(error.details or {})})
    if error.has_error_label("TransientTransactionError") or (
        isinstance(error, OperationFailure) and error.code == WRITE_CONFLICT
    ):
        raise Conflict(f"{error}") from error
    if error.has_error_label("UnknownTransactionCommitResult") or isinstance(error, ConnectionFailure):
        raise Unclear(f"{error}") from error
    code = error.code if isinstance(error, OperationFailure) else None
    raise Refused(None, f"{error}", unstorable=code in UNSTORABLE) from error
