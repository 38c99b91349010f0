"""The library's stored events as documents, and the driver's errors in the library's words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bson import decode
from bson.binary import Binary
from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument
from eventsourcing.persistence import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    Notification,
    OperationalError,
    StoredEvent,
)
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, PyMongoError

from adapters.mongodb.client import Document, is_outage
from adapters.mongodb.codec import RAW
from adapters.mongodb.insertion import DUPLICATE_KEY


def stored_fields(event: StoredEvent) -> Document:
    """What every document of the library's has. Its state is a sub-document if it is BSON, whatever else it says."""
    return {
        "originator_id": event.originator_id,
        "originator_version": event.originator_version,
        "topic": event.topic,
        "state": as_state(event.state),
    }


def as_state(state: bytes) -> RawBSONDocument | Binary:
    """Bytes as MongoDB shows them best; they come back the same, byte for byte."""
    if len(state) >= 5 and int.from_bytes(state[:4], "little") == len(state) and state[-1] == 0:
        try:
            decode(state, RAW)
        except BSONError:
            return Binary(state)
        return RawBSONDocument(state, RAW)
    return Binary(state)


def stored_event(document: RawBSONDocument) -> StoredEvent:
    """The stored event of a document that was read with the codec `RAW`."""
    return StoredEvent(**_fields(document))


def notification(document: RawBSONDocument) -> Notification:
    """The same, with its position."""
    return Notification(id=int(document["_id"]), **_fields(document))


def check_unique(events: Sequence[StoredEvent]) -> None:
    """Raises IntegrityError if two of the events have the same version of the same stream."""
    if len({(each.originator_id, each.originator_version) for each in events}) < len(events):
        raise IntegrityError(f"the same version twice in one commit: {events}")


@contextmanager
def library_errors() -> Iterator[None]:
    """Raises the library's exceptions in place of the driver's."""
    try:
        yield
    except DuplicateKeyError as error:
        raise IntegrityError(f"{error}") from error
    except BulkWriteError as error:
        if any(each.get("code") == DUPLICATE_KEY for each in error.details.get("writeErrors", [])):
            raise IntegrityError(f"{error}") from error
        raise DatabaseError(f"{error}") from error
    except PyMongoError as error:
        if is_outage(error):
            raise OperationalError(f"{error}") from error
        raise (DatabaseError if isinstance(error, OperationFailure) else InterfaceError)(f"{error}") from error


def _fields(document: RawBSONDocument) -> dict[str, Any]:
    state = document["state"]
    return {
        "originator_id": document["originator_id"],
        "originator_version": document["originator_version"],
        "topic": document["topic"],
        "state": bytes(state.raw) if isinstance(state, RawBSONDocument) else bytes(state),
    }
