"""A whole log taken in from elsewhere: checked as a whole, and there at once or not at all.

From its first step to its last an import stands in `meta`: a process that dies in between leaves a store that says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson
import pymongo
from bson.int64 import Int64
from pymongo.collection import Collection
from pymongo.database import Database

from adapters.mongodb.client import Client, Document, connect_blocking
from adapters.mongodb.cloud_events import NotAnEvent, to_document
from adapters.mongodb.documents import read_event
from adapters.mongodb.names import DURABLE, LogNames
from adapters.mongodb.outages import outages
from domain.recorded import Damaged, UnknownEvent

BATCH = 2_000
STEP_SECONDS = 600.0
"""The deadline of one step; building an index over a long log is the longest."""

ASIDE = "events_importing_"
"""What the names of collections begin with that are not the log yet."""

IMPORT = "import"
"""The document of `meta` that is there while an import is: its `aside` names the collection that will be the log."""

NOBODY: Document = {"_id": {"$exists": False}}
"""A validator that refuses every document."""


class CannotImport(Exception):
    """The file, or this store, is not fit for an import. Nothing has changed."""


class ImportUnfinished(Exception):
    """An import into this store is at work, or was broken off: its log is empty, and may refuse what happens."""

    def __init__(self) -> None:
        super().__init__(
            "an import into this store was not finished, and its log is empty. Run the same `yabot events import FILE`"
            " again, which begins anew; or `yabot events import --undo`, and the log stays empty"
        )


class ImportCheck:
    """Looks at documents in the order of the log, and refuses what could not be a log of this release."""

    def __init__(self) -> None:
        self.count = 0
        self._versions: dict[str, int] = {}
        self._commits: set[str] = set()
        self._commit: tuple[str, int] | None = None
        self._latest: datetime | None = None
        self._source: str | None = None

    def take(self, event: Mapping[str, Any]) -> Document:
        """The document of the next CloudEvent. Raises NotAnEvent."""
        read = read_event(to_document(event))  # which changes what it reads
        if isinstance(read, Damaged):
            raise NotAnEvent(read.reason)
        if isinstance(read, UnknownEvent):
            raise NotAnEvent(str(read))
        self._require(read.position == self.count + 1, f"position {self.count + 1} is due, not {read.position}")
        source = str(event.get("source"))
        self._require(self._source in (None, source), f"it is of another log: {source}, before it {self._source}")
        version = self._versions.get(read.stream, 0) + 1
        self._require(read.version == version, f"version {version} of {read.stream} is due, not {read.version}")
        self._require(
            self._latest is None or read.recorded_at >= self._latest, "it was recorded before the event before it"
        )
        self._check_commit(read.commit_id, read.commit_index)
        self.count, self._source, self._latest = read.position, source, read.recorded_at
        self._versions[read.stream] = version
        return to_document(event)

    def _check_commit(self, commit_id: str, index: int) -> None:
        before = self._commit
        due = before[1] + 1 if before is not None and before[0] == commit_id else 0
        self._require(index == due, f"event {due} of commit {commit_id} is due, not {index}")
        self._require(index > 0 or commit_id not in self._commits, f"commit {commit_id} was complete before")
        self._commits.add(commit_id)
        self._commit = commit_id, index

    @staticmethod
    def _require(condition: bool, otherwise: str) -> None:
        if not condition:
            raise NotAnEvent(otherwise)


def checked(lines: Iterable[bytes], check: ImportCheck) -> Iterator[Document]:
    """The documents of an export, line by line. Raises CannotImport, which names the line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event = orjson.loads(line)
            if not isinstance(event, dict):
                raise NotAnEvent("it is no JSON object")
            yield check.take(event)
        except (NotAnEvent, orjson.JSONDecodeError) as error:
            raise CannotImport(f"line {number}: {error}; nothing was imported") from error


def import_log(
    client: Client, names: LogNames, documents: Iterable[Document], report: Callable[[int], None] = lambda count: None
) -> int:
    """Makes `documents` (checked) the log of a store that is migrated and whose log is empty; how many they were.

    They are written aside first; then the collection takes the place of the empty one, in one step. What an import
    before this one has left is cleared away. Raises CannotImport, StoreUnavailable and whatever `documents` raises;
    then the log is empty as before.
    """
    database, log, meta = client[names.database], *_log_and_meta(client, names)
    with outages(), pymongo.timeout(None):
        _refuse_unless_empty(log)
        validator, aside = _validator(log), database[f"{ASIDE}{uuid4().hex}"].with_options(write_concern=DURABLE)
        meta.replace_one({"_id": IMPORT}, {"aside": aside.name}, upsert=True)
        _drop_asides(database)
        try:
            _make_alike(database, log, aside, validator)
            count = 0
            for batch in _batches(documents):
                with pymongo.timeout(STEP_SECONDS):
                    aside.insert_many(batch)
                count += len(batch)
                report(count)
            if not count:
                raise CannotImport("there is no event in it; nothing was imported")
            _refuse_unless_ours(meta, aside)
            with _closed(database, log, validator), pymongo.timeout(STEP_SECONDS):
                _refuse_unless_empty(log)
                _refuse_unless_ours(meta, aside)
                aside.rename(names.events, dropTarget=True)
        except BaseException:
            aside.drop()
            if _is_ours(meta, aside):
                _undo(database, log, meta)
            raise
        meta.delete_one({"_id": IMPORT})
    return count


def undo_import(client: Client, names: LogNames) -> None:
    """Clears away what a broken-off import has left: the log is empty, and open. Raises CannotImport if there is none.

    One that is still at work fails at its next step.
    """
    log, meta = _log_and_meta(client, names)
    with outages(), pymongo.timeout(STEP_SECONDS):
        if not _unfinished(log, meta):
            raise CannotImport("no import was broken off: there is nothing to undo")
        _drop_asides(client[names.database])
        _undo(client[names.database], log, meta)


def check_no_import(uri: str, names: LogNames) -> None:
    """Raises ImportUnfinished where the log is not the one that somebody has begun to import, and StoreUnavailable."""
    with outages(), connect_blocking(uri) as client:
        if _unfinished(*_log_and_meta(client, names)):
            raise ImportUnfinished


def _log_and_meta(client: Client, names: LogNames) -> tuple[Collection[Any], Collection[Any]]:
    return names.collection(client, names.events), names.collection(client, names.meta)


def _unfinished(log: Collection[Any], meta: Collection[Any]) -> bool:
    """A process that died after the last step has left its mark, and a whole log."""
    return meta.find_one({"_id": IMPORT}) is not None and log.find_one({}, {"_id": 1}) is None


def _is_ours(meta: Collection[Any], aside: Collection[Any]) -> bool:
    return meta.find_one({"_id": IMPORT, "aside": aside.name}) is not None


def _refuse_unless_ours(meta: Collection[Any], aside: Collection[Any]) -> None:
    if not _is_ours(meta, aside):
        raise CannotImport("another import has begun, or this one was undone; nothing was imported")


def _refuse_unless_empty(log: Collection[Any]) -> None:
    if log.find_one({}, {"_id": 1}) is not None:
        raise CannotImport(
            "the log is not empty: an import makes a whole log, it adds nothing to one. Take a database of another name"
            " in YABOT_MONGODB_URI, run `yabot migrate`, and import before anything is started"
        )


def _make_alike(database: Database[Any], log: Collection[Any], aside: Collection[Any], validator: Document) -> None:
    """The same validator and indexes as the log has."""
    database.create_collection(aside.name, validator=validator)
    for name, index in log.index_information().items():
        if name != "_id_":
            aside.create_index(index["key"], name=name, unique=index.get("unique", False))


def _validator(log: Collection[Any]) -> Document:
    """That of the log, or what it was before the log was closed."""
    validator: Document | None = log.options().get("validator")
    if not validator:
        raise CannotImport("the store is not migrated, run `yabot migrate` first")
    both = validator.get("$and", [])
    return dict(both[0]) if both[1:] == [NOBODY] else validator


@contextmanager
def _closed(database: Database[Any], log: Collection[Any], validator: Document) -> Iterator[None]:
    """Nobody can append to the log from here on, so that what is found empty stays so until it is replaced."""
    database.command("collMod", log.name, validator={"$and": [validator, NOBODY]})
    try:
        yield
    except BaseException:
        database.command("collMod", log.name, validator=validator)
        raise


def _undo(database: Database[Any], log: Collection[Any], meta: Collection[Any]) -> None:
    database.command("collMod", log.name, validator=_validator(log))
    meta.delete_one({"_id": IMPORT})


def _drop_asides(database: Database[Any]) -> None:
    for name in database.list_collection_names(filter={"name": {"$regex": f"^{ASIDE}"}}):
        database.drop_collection(name)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document | {"_id": Int64(document["_id"])})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
