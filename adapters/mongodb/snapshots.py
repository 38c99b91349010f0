"""States of long streams, kept so that loading them stays short. They may be lost at any time."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from adapters.mongodb.client import Client, Document
from adapters.mongodb.codec import aware, whole_milliseconds
from adapters.mongodb.documents import TRANSCODER
from adapters.mongodb.insertion import DUPLICATE_KEY
from adapters.mongodb.names import LogNames
from adapters.mongodb.pending import MAX_BYTES
from domain.aggregate import Aggregate

log = logging.getLogger(__name__)


class Snapshots:
    """One document a stream: the newest state that was kept of it."""

    def __init__(self, client: Client, names: LogNames) -> None:
        self._snapshots = names.collection(client, names.snapshots)

    def write(self, taken: Sequence[Document]) -> list[None]:
        """Keeps what `taken_of` made; an older state never replaces a newer one."""
        try:
            self._snapshots.bulk_write([_newer(each) for each in taken], ordered=False)
        except BulkWriteError as error:
            if others := [each for each in error.details.get("writeErrors", []) if each.get("code") != DUPLICATE_KEY]:
                log.warning("%s snapshots could not be kept: %s", len(others), others[0].get("errmsg"))
        return [None] * len(taken)

    def read(self, wanted: Mapping[str, type[Aggregate]]) -> dict[str, Aggregate]:
        """The aggregates that have a snapshot made by the present code."""
        found: Iterable[Document] = self._snapshots.find({"_id": {"$in": list(wanted)}})
        aggregates = {}
        for document in found:
            stream = document["_id"]
            kind = wanted[stream]
            if document.get("code_version") == kind.code_version():
                try:
                    aggregates[stream] = kind.from_snapshot(
                        stream,
                        document["originator_version"],
                        aware(document["modified_on"]),
                        TRANSCODER.revive(document["state"]),
                    )
                except Exception as error:  # noqa: BLE001  # the events say the same, only more slowly
                    log.warning("the snapshot of %s can't be read and is ignored: %r", stream, error)
        return aggregates


def taken_of(aggregate: Aggregate) -> Document | None:
    """The document of a snapshot; None where the state can't be kept."""
    try:
        state = TRANSCODER.encode(aggregate.snapshot_state)
    except (ValueError, TypeError) as error:
        log.warning("no snapshot of %s: %s", aggregate.id, error)
        return None
    if len(state) > MAX_BYTES:
        return None
    return {
        "_id": aggregate.id,
        "originator_id": aggregate.id,
        "originator_version": aggregate.version,
        "modified_on": whole_milliseconds(aggregate.modified_on),
        "code_version": aggregate.code_version(),
        "state": RawBSONDocument(state),
    }


def _newer(document: Document) -> UpdateOne:
    older: dict[str, Any] = {"_id": document["_id"], "originator_version": {"$lt": document["originator_version"]}}
    fields = {name: value for name, value in document.items() if name != "_id"}
    return UpdateOne(older, {"$set": fields}, upsert=True)
