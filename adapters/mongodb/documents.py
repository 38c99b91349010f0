"""Events of YABOT as documents of the log, and back."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from operator import itemgetter
from typing import Any

from bson import decode, decode_all
from bson.errors import BSONError
from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument

from adapters.mongodb.client import Document
from adapters.mongodb.codec import LENIENT, QUICK, aware
from adapters.mongodb.pending import MAX_BYTES, MAX_EVENTS
from adapters.mongodb.transcoder import NEEDS_REVIVING, BSONTranscoder, NotStorable, plain_size
from commands.ports import Commit
from domain.aggregate import event_class
from domain.recorded import Damaged, Recorded, UnknownEvent, present_fields

TRANSCODER = BSONTranscoder()
"""For YABOT's own events: UTC and whole milliseconds, or refused."""


SMALL = 65_536
"""Bytes of a state of which a generous guess is good enough."""


def event_documents(commit: Commit) -> tuple[list[Document], int]:
    """The documents of a commit, but for position and `recorded_at`, and about how many bytes they take.

    Raises ValueError for what can't be recorded, or not unchanged.
    """
    _check(commit)
    shared = {
        "correlation_id": commit.correlation_id,
        "causation_id": commit.causation_id,
        "actor": commit.actor,
        "source": commit.source,
        "user_id": None,
        "timestamp": commit.timestamp,
        "content": commit.content,
        "payload_hash": commit.payload_hash,
    }
    documents: list[Document] = []
    size = 0
    for index, event in enumerate(commit.events):
        try:
            state, state_size = _storable(event.state if type(event.state) is dict else dict(event.state))
        except (NotStorable, TypeError) as error:
            raise NotStorable(f"{event.topic} of {event.stream}: {error}") from error
        size += state_size + 500
        documents.append(
            {
                "_id": None,
                "originator_id": event.stream,
                "originator_version": event.version,
                "topic": event.topic,
                "schema_version": event.schema_version,
                "state": state,
                "metadata": {"event_id": event.event_id, **shared, "user_id": event.user_id},
                "commit_id": commit.commit_id,
                "commit_index": index,
                "recorded_at": None,
            }
        )
    if size > MAX_BYTES:
        raise NotStorable(f"commit {commit.commit_id} takes {size} bytes, more than {MAX_BYTES}")
    return documents, size


def _storable(state: Document) -> tuple[Any, int]:
    """A state as the driver takes it, and at most how many bytes it is. What is large or not flat is made BSON here."""
    size = plain_size(state)
    if size is not None and size <= SMALL:
        return state, size
    encoded = TRANSCODER.encode(state)
    return RawBSONDocument(encoded), len(encoded)


def _check(commit: Commit) -> None:
    if not commit.commit_id or not 0 < len(commit.events) <= MAX_EVENTS:
        raise NotStorable(f"a commit has an id and 1 to {MAX_EVENTS} events: {commit.commit_id!r}")
    time = commit.timestamp
    if (time.tzinfo is not UTC and time.utcoffset() != timedelta(0)) or time.microsecond % 1000:
        raise NotStorable(f"timestamp: times must be in UTC and of whole milliseconds, not {time!r}")
    versions: dict[str, int] = {}
    for event in commit.events:
        before = versions.get(event.stream)
        if before is None:
            read = commit.reads.get(event.stream)
            if read is None:
                raise NotStorable(f"{event.topic} goes to {event.stream}, which the decision did not read")
            before = read.version
        if event.version != before + 1:
            raise NotStorable(f"{event.stream} is at version {before}; {event.topic} can't be {event.version}")
        versions[event.stream] = event.version


def read_documents(raw: bytes) -> list[Document]:
    """The documents of one batch as a cursor gives it.

    Of one that MongoDB holds and Python can't (a year 20000, text that is not UTF-8) comes what names it.
    """
    try:
        return decode_all(raw, QUICK)
    except (BSONError, ValueError, OverflowError):
        return [_legible(one) for one in _each(raw)]


def read_event(document: Document) -> Recorded | Damaged | UnknownEvent:
    """The event that a document holds; one that this release does not know is its error, for the reader to raise.

    The fields are set one by one, past the frozen initialiser, which takes half as long again.
    """
    try:
        own = _OWN_FIELDS(document)
        about = _METADATA_FIELDS(document["metadata"])
    except (KeyError, TypeError) as error:
        lacks = f"lacks {error}" if isinstance(error, KeyError) else "metadata is not a document"
        return _damaged(document, document.get(_ILLEGIBLE, lacks))
    if (types := tuple(map(type, own + about))) not in _SHAPES:
        return _damaged(document, _what_is_wrong(types))
    position, stream, version, topic, schema_version, state, commit_id, commit_index, recorded_at = own
    event_id, correlation_id, causation_id, actor, source, user_id, timestamp, content = about
    kind = event_class(topic)
    if kind is None or kind.class_version != schema_version:
        if kind is None or schema_version > kind.class_version:
            return UnknownEvent(int(position), topic, int(schema_version))
        try:
            state = present_fields(int(position), topic, int(schema_version), TRANSCODER.revive(state))
        except Exception as error:  # noqa: BLE001  # whatever an upcast meets in a state that it was not written for
            return _damaged(document, f"state of version {schema_version} can't be brought up to date: {error!r}")
    else:
        for value in state.values():
            if type(value) in NEEDS_REVIVING:
                try:
                    state = TRANSCODER.revive(state)
                except (TypeError, ValueError, KeyError, AttributeError) as error:
                    return _damaged(document, f"state can't be decoded: {error!r}")
                break
    if type(state) is not dict:
        return _damaged(document, "state is not a document")
    event = _new(Recorded)
    _position(event, int(position))
    _stream(event, stream)
    _version(event, int(version))
    _topic(event, topic)
    _schema_version(event, int(schema_version))
    _state(event, state)
    _event_id(event, event_id)
    _correlation_id(event, correlation_id)
    _causation_id(event, causation_id)
    _actor(event, actor)
    _source(event, source)
    _user_id(event, user_id)
    _timestamp(event, aware(timestamp))
    _content(event, content)
    _commit_id(event, commit_id)
    _commit_index(event, int(commit_index))
    _recorded_at(event, aware(recorded_at))
    return event


def _each(raw: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(raw):
        end = start + int.from_bytes(raw[start : start + 4], "little")
        yield raw[start:end]
        start = end


def _legible(raw: bytes) -> Document:
    try:
        return decode(raw, QUICK)
    except (BSONError, ValueError, OverflowError) as error:
        document = decode(raw, LENIENT)
        named: Document = {name: document[name] for name in ("_id", "originator_id", "topic") if name in document}
        return {**named, _ILLEGIBLE: f"not legible: {error}"}


_ILLEGIBLE = "illegible"
_new = object.__new__
(
    _position,
    _stream,
    _version,
    _topic,
    _schema_version,
    _state,
    _event_id,
    _correlation_id,
    _causation_id,
    _actor,
    _source,
    _user_id,
    _timestamp,
    _content,
    _commit_id,
    _commit_index,
    _recorded_at,
) = (getattr(Recorded, field.name).__set__ for field in fields(Recorded))


_FIELDS: dict[str, type | None] = {
    "_id": int,
    "originator_id": str,
    "originator_version": int,
    "topic": str,
    "schema_version": int,
    "state": dict,
    "commit_id": str,
    "commit_index": int,
    "recorded_at": datetime,
}
_METADATA: dict[str, type | None] = {
    "event_id": str,
    "correlation_id": str,
    "causation_id": None,
    "actor": str,
    "source": str,
    "user_id": None,
    "timestamp": datetime,
    "content": None,
}
"""The types of both; None: a string or null."""

_ALLOWED: dict[type | None, tuple[type, ...]] = {None: (str, type(None)), int: (int, Int64)}

_OWN_FIELDS, _METADATA_FIELDS = itemgetter(*_FIELDS), itemgetter(*_METADATA)
_REQUIRED = {**_FIELDS, **{f"metadata.{name}": kind for name, kind in _METADATA.items()}}
_SHAPES = frozenset(product(*(_ALLOWED.get(kind, (kind,)) for kind in _REQUIRED.values())))


def _what_is_wrong(types: tuple[type, ...]) -> str:
    wrong = [
        f"{name} is of type {found.__name__}"
        for (name, wanted), found in zip(_REQUIRED.items(), types, strict=True)
        if found not in _ALLOWED.get(wanted, (wanted,))
    ]
    return ", ".join(wrong)


def _damaged(document: Document, reason: str) -> Damaged:
    stream, topic = document.get("originator_id"), document.get("topic")
    return Damaged(
        position=int(document["_id"]),
        stream=stream if isinstance(stream, str) else None,
        topic=topic if isinstance(topic, str) else None,
        reason=reason,
    )
