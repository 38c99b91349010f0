"""What commands from outside answered that recorded nothing, kept 7 days by an index of the migrations."""

from collections.abc import Callable, Sequence
from datetime import datetime

from eventsourcing.persistence import DatetimeAsISO
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from adapters.mongodb.client import Client, Document
from adapters.mongodb.codec import whole_milliseconds
from adapters.mongodb.insertion import DUPLICATE_KEY
from adapters.mongodb.names import LogNames
from adapters.mongodb.transcoder import BSONTranscoder
from commands.ports import Outcome

_TRANSCODER = BSONTranscoder()
_TRANSCODER.register(DatetimeAsISO())
"""A refusal may name a time in the person's own zone; an event may not."""


class Outcomes:
    """Questions about many commands at once, as the loader gathers them."""

    def __init__(self, client: Client, names: LogNames, now: Callable[[], datetime]) -> None:
        self._outcomes = names.collection(client, names.outcomes)
        self._now = now

    def find(self, command_ids: Sequence[str]) -> list[Outcome | None]:
        """What each of them had answered."""
        found = {each["_id"]: each for each in self._outcomes.find({"_id": {"$in": list(command_ids)}})}
        return [_outcome(found[each]) if each in found else None for each in command_ids]

    def record(self, answered: Sequence[tuple[str, Document]]) -> list[None]:
        """Keeps them; the first one of a command stands."""
        at = whole_milliseconds(self._now())
        writes = [
            UpdateOne({"_id": command_id}, {"$setOnInsert": {**document, "at": at}}, upsert=True)
            for command_id, document in answered
        ]
        try:
            self._outcomes.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            if any(each.get("code") != DUPLICATE_KEY for each in error.details.get("writeErrors", [])):
                raise
        return [None] * len(answered)


def outcome_document(outcome: Outcome) -> Document:
    """Its fields. Raises ValueError or TypeError for details that can't be kept."""
    return {
        "payload_hash": outcome.payload_hash,
        "error": outcome.error,
        "details": _TRANSCODER.fit(dict(outcome.details)),
    }


def _outcome(document: Document) -> Outcome:
    return Outcome(document["payload_hash"], document["error"], _TRANSCODER.revive(document["details"]))
