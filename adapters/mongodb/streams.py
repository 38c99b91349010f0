"""Aggregates and commits read from the log, many at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from eventsourcing.domain import OriginatorIDError, OriginatorVersionError

from adapters.mongodb.client import Client, Document
from adapters.mongodb.documents import read_documents, read_event
from adapters.mongodb.errors import LogDamaged
from adapters.mongodb.names import LogNames
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.snapshots import Snapshots
from commands.ports import Loaded, Read
from domain.aggregate import Aggregate
from domain.recorded import Damaged, Recorded, UnknownEvent, as_domain_event

BEGIN_SECONDS = 2.0
"""How long the first load waits for the sequencer, lest all that it reads be taken for stale."""

Wanted = Mapping[str, type[Aggregate]]


class Streams:
    """Questions as the loader gathers them. For one thread."""

    def __init__(self, client: Client, names: LogNames, sequencer: Sequencer, snapshots: Snapshots) -> None:
        self._events = names.collection(client, names.events)
        self._session = client.start_session(causal_consistency=True)
        self._sequencer = sequencer
        self._snapshots = snapshots

    def load(self, questions: Sequence[Wanted]) -> list[dict[str, Loaded] | Exception]:
        """The aggregates that each question names; no two questions share one."""
        answers: list[dict[str, Loaded] | Exception | None] = [None] * len(questions)
        while rest := [number for number, answer in enumerate(answers) if answer is None]:
            together: dict[str, type[Aggregate]] = {}
            now = []
            for number in rest:
                if together.keys().isdisjoint(questions[number]):
                    together.update(questions[number])
                    now.append(number)
            loaded = self._load(together)
            for number in now:
                answers[number] = _of_question(questions[number], loaded)
        return [answer for answer in answers if answer is not None]

    def find_commits(self, commit_ids: Sequence[str]) -> list[tuple[str | None, list[Recorded]] | Exception | None]:
        """Payload hash and events of each commit, None for one that is not recorded."""
        found: dict[str, tuple[str | None, list[Recorded]] | Exception] = {}
        wanted = {"commit_id": {"$in": list(commit_ids)}}
        for document in self._read(wanted, [("commit_id", 1), ("commit_index", 1)]):
            commit_id, event = document["commit_id"], read_event(document)
            if not isinstance(event, Recorded):
                found[commit_id] = as_error(event)
                continue
            so_far = found.setdefault(commit_id, (document["metadata"].get("payload_hash"), []))
            if not isinstance(so_far, Exception):
                so_far[1].append(event)
        return [found.get(commit_id) for commit_id in commit_ids]

    def close(self) -> None:
        """Ends the session."""
        self._session.end_session()

    def _load(self, wanted: Wanted) -> dict[str, Loaded | Exception]:
        self._sequencer.begun.wait(BEGIN_SECONDS)
        as_of = self._sequencer.known  # before the operation time: what is known was done by then
        if (known_at := self._sequencer.operation_time) is not None:
            self._session.advance_operation_time(known_at)
        found: dict[str, Aggregate | Exception] = dict(self._snapshots.read(wanted))
        for document in self._read(_later_than(found, wanted), [("originator_id", 1), ("originator_version", 1)]):
            stream = document["originator_id"]
            aggregate = found.get(stream)
            if not isinstance(aggregate, Exception):
                found[stream] = _applied(document, aggregate or wanted[stream].blank(stream))
        loaded: dict[str, Loaded | Exception] = {}
        for stream, kind in wanted.items():
            aggregate = found.get(stream) or kind.blank(stream)
            loaded[stream] = (
                aggregate if isinstance(aggregate, Exception) else Loaded(aggregate, Read(aggregate.version, as_of))
            )
        return loaded

    def _read(self, wanted: Document, order: list[tuple[str, int]]) -> Iterator[Document]:
        for batch in self._events.find_raw_batches(wanted, sort=order, session=self._session):
            yield from read_documents(batch)


def as_error(unreadable: Damaged | UnknownEvent) -> Exception:
    """What a caller hears who needs exactly this event."""
    if isinstance(unreadable, UnknownEvent):
        return unreadable
    return LogDamaged(unreadable.position, unreadable.reason)


def _later_than(snapshots: Mapping[str, Aggregate | Exception], wanted: Wanted) -> Document:
    """The events that are not in the snapshots."""
    whole: Document = {"originator_id": {"$in": [stream for stream in wanted if stream not in snapshots]}}
    if not snapshots:
        return whole
    later: list[Document] = [
        {"originator_id": stream, "originator_version": {"$gt": taken.version}}
        for stream, taken in snapshots.items()
        if isinstance(taken, Aggregate)
    ]
    return {"$or": [whole, *later]}


def _applied(document: Document, aggregate: Aggregate) -> Aggregate | Exception:
    event = read_event(document)
    if not isinstance(event, Recorded):
        return as_error(event)
    try:
        return cast(Aggregate, as_domain_event(event).mutate(aggregate))
    except (OriginatorIDError, OriginatorVersionError) as error:
        return LogDamaged(event.position, f"does not follow in its stream: {error}")
    except Exception as error:  # noqa: BLE001  # a field is missing or makes no sense: only this stream is concerned
        return LogDamaged(event.position, f"can't be applied: {error!r}")


def _of_question(wanted: Wanted, loaded: Mapping[str, Loaded | Exception]) -> dict[str, Loaded] | Exception:
    answer: dict[str, Loaded] = {}
    for stream in wanted:
        each = loaded[stream]
        if isinstance(each, Exception):
            return each
        answer[stream] = each
    return answer
