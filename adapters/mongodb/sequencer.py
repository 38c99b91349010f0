"""Gives every event its place: one thread that commits in groups at optimistic positions.

No counter and no lease: the unique `_id` keeps two processes apart. Position p+1 is tried only by one who has read, or
been acknowledged, p; so every majority snapshot is a prefix of the log without gaps. And whoever takes p+1 has proven
that nothing came after p: what the commits in it had read is current, in all processes.
"""

import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, TypeVar

import pymongo
from bson.int64 import Int64
from eventsourcing.persistence import OperationalError
from pymongo.errors import PyMongoError

from adapters.mongodb.client import Client, Document
from adapters.mongodb.errors import CommitIdReused, Stale, TrackingTaken, VersionTaken
from adapters.mongodb.groups import Groups
from adapters.mongodb.heads import Heads
from adapters.mongodb.insertion import Conflict, Duplicate, Insertion, PositionTaken, Refused, TrackingBehind, Unclear
from adapters.mongodb.log_end import LogEnd
from adapters.mongodb.names import LogNames
from adapters.mongodb.pending import Answer, Fence, Pending, Placed, deliver
from adapters.mongodb.stalls import StallBreaker
from adapters.mongodb.transcoder import NotStorable
from adapters.mongodb.versions import KnownVersion

log = logging.getLogger(__name__)

COLLISION_PAUSE = 0.002
"""At most so many seconds after a collision. Constant: somebody always won, so waiting longer gains nothing."""
OUTAGE_PAUSE = 0.05
FIRST_LOOK_SECONDS = 5.0

TItem = TypeVar("TItem", Pending, Fence)


class Sequencer:
    """One a process. `submit` may be called from any thread; answers come by the futures inside what is submitted."""

    def __init__(
        self, client: Client, names: LogNames, *, now: Callable[[], datetime], heads: Heads, capacity: int = 200_000
    ) -> None:
        self.heads = heads
        self._insertion = Insertion(client, names)
        self._stalls = StallBreaker(client)
        self._end = LogEnd(client, names, self._insertion.session, now, capacity)
        self._groups = Groups()
        self._answers: list[Answer] = []
        self._sent: list[Pending] = []
        self._out_since: float | None = None
        self.begun = Event()
        """Set once the end of the log has been seen; what was read before that is taken for stale."""
        self._thread = Thread(target=self._run, name="sequencer", daemon=True)
        self._thread.start()

    # -- for the callers' threads -------------------------------------------------------------------------------------

    @property
    def known(self) -> int:
        """A position up to which everything has been looked at; a read of the log that begins now includes it."""
        return self._end.known

    @property
    def operation_time(self) -> Any:
        """The server's time of our last operation; a reader that waits for it sees all that is known."""
        return self._insertion.session.operation_time

    def submit(self, item: Pending | Fence) -> None:
        """Hands a commit or a fence over. Its future is answered with Placed or a position, or with an error."""
        self._groups.put(item)

    def stale(self, reads: Iterable[tuple[str, KnownVersion]]) -> list[str]:
        """Streams among `reads` that are known to have changed, or may have."""
        return self._end.versions.stale(reads)

    def close(self, timeout: float = 10.0) -> None:
        """Finishes what was handed over, and ends the thread."""
        self._groups.close()
        self._thread.join(timeout)

    # -- taking work --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._look([], FIRST_LOOK_SECONDS)
        except PyMongoError as error:
            self._outage(error)
        while True:
            batch, fences = self._groups.take()
            if not batch and not fences:
                break
            try:
                self._work(batch, fences)
            except Exception as error:
                log.exception("the sequencer failed on a group of %s commits", len(batch))
                self._end.certain = False
                self._answers += [(each.waiter, each.failed(error)) for each in batch]
                self._answers += [(each.waiter, OperationalError(f"unexpected: {error!r}")) for each in fences]
            self._deliver()
        self._insertion.close()

    # -- working ------------------------------------------------------------------------------------------------------

    def _work(self, todo: list[Pending], fences: list[Fence]) -> None:
        """Goes on until all have their answer."""
        portion = len(todo)
        proven = False  # that we know of everything that had been recorded when the fences were put up
        repeats = False
        while True:
            if proven and fences:
                self._answers += [(fence.waiter, self._end.known) for fence in fences]
                fences = []
            todo, fences = self._in_time(todo), self._in_time(fences)
            if not todo and not fences:
                return
            self._deliver()
            seconds = max([each.deadline for each in todo] + [each.deadline for each in fences]) - monotonic()
            try:
                if repeats:
                    todo, repeats = self._settle_duplicates(todo, seconds), False
                if not self._end.certain or not todo:
                    todo = self._look(todo, seconds)
                    proven = True
                todo = self._current(todo)
                portion = max(1, min(portion, len(todo)))
                if todo:
                    proven |= self._send(todo[:portion], seconds)
                    todo = todo[portion:]
                    portion = len(todo)
            except (PositionTaken, Conflict):
                self._collision()
            except Duplicate:
                self._end.certain = False
                repeats = True
            except TrackingBehind as behind:
                self._end.certain = False
                guilty = [each for each in self._sent if each.tracking is not None][behind.index]
                todo = self._without(guilty, todo, TrackingTaken(f"{guilty.tracking} is not after the recorded one"))
            except Refused as refused:
                self._end.certain = False
                if (guilty_one := self._guilty(refused)) is not None:
                    todo = self._without(guilty_one, todo, _refusal(refused))
                    portion = len(todo)
                else:
                    portion = (portion + 1) // 2
            except (Unclear, PyMongoError) as error:
                self._outage(error)

    def _current(self, todo: list[Pending]) -> list[Pending]:
        """Without those that are known to come too late; they go back to be decided again."""
        versions = self._end.versions
        current = []
        for pending in todo:
            if pending.reads is None:
                late = [each for each, written in pending.versions.items() if written <= (versions.newest(each) or -1)]
                if late:
                    self._answers.append((pending.waiter, VersionTaken(f"recorded before: {late}")))
                    continue
            elif stale := versions.stale(pending.reads.items()):
                self._answers.append((pending.waiter, Stale(frozenset(stale))))
                continue
            current.append(pending)
        return current

    def _send(self, batch: list[Pending], seconds: float) -> bool:
        """Puts the group at the end of the log, but for those whose callers gave up. False if there was nobody left."""
        self._sent = []
        stamp = self._end.next_stamp()
        position = self._end.known
        documents: list[Document] = []
        answers: list[Answer] = []
        versions: dict[str, int] = {}
        for pending in batch:
            pending.tried = True
            if pending.abandoned:
                continue
            first = position + 1
            for document in pending.documents:
                position += 1
                document["_id"] = Int64(position)
                document["recorded_at"] = stamp
            documents += pending.documents
            versions.update(pending.versions)
            answers.append((pending.waiter, Placed(tuple(range(first, position + 1)))))
            self._sent.append(pending)
        if not self._sent:
            return False
        trackings = [each.tracking for each in self._sent if each.tracking is not None]
        self._insertion.attempt(documents, trackings, seconds, apart=len(documents) == len(self._sent))
        self._end.advance(position, versions, stamp)
        self._answers += answers
        self._got_on()
        self._answered()
        return True

    def _look(self, todo: list[Pending], seconds: float) -> list[Pending]:
        """Learns what others have recorded; those of `todo` that turn out to be recorded already are answered."""
        before = self._end.known
        tried = [each for each in todo if each.tried]
        with pymongo.timeout(seconds):
            found = self._end.look([each.commit_id for each in tried])
        self.begun.set()
        if self._end.known > before:
            self._got_on()
        self._answered()
        return self._settle_recorded(todo, found) if tried and found else todo

    def _got_on(self) -> None:
        self._stalls.moved()
        self.heads.advance(self._end.known)

    def _answered(self) -> None:
        if self._out_since is not None:
            log.warning("the event store answers again after %.1f s", monotonic() - self._out_since)
            self._out_since = None

    # -- what went wrong ----------------------------------------------------------------------------------------------

    def _collision(self) -> None:
        self._end.certain = False
        self._stalls.collided()
        sleep(random.uniform(0, COLLISION_PAUSE))  # noqa: S311

    def _outage(self, error: Exception) -> None:
        self._end.certain = False
        if self._out_since is None:
            self._out_since = monotonic()
            log.warning("the event store does not answer, trying on: %s", error)
        self._stalls.collided()
        sleep(OUTAGE_PAUSE)

    def _guilty(self, refused: Refused) -> Pending | None:
        """Whose document it was; None if only a smaller group can tell."""
        if len(self._sent) == 1:
            return self._sent[0]
        if refused.index is not None:
            end = 0
            for pending in self._sent:
                end += len(pending.documents)
                if refused.index < end:
                    return pending
        return None

    def _settle_duplicates(self, todo: list[Pending], seconds: float) -> list[Pending]:
        """Looks the whole group up at once: repeated commit ids, and versions that others have."""
        with pymongo.timeout(seconds):
            rest = self._settle_recorded(todo, self._end.find_commits([each.commit_id for each in todo]))
            taken = self._end.taken({version for each in rest for version in each.versions_written()})
        free = []
        for pending in rest:
            if mine := taken.intersection(pending.versions_written()):
                streams = frozenset(stream for stream, _ in mine)
                answer = Stale(streams) if pending.reads is not None else VersionTaken(f"recorded before: {mine}")
                self._answers.append((pending.waiter, answer))
            else:
                free.append(pending)
        if len(free) == len(todo):  # the other one's events are there, but no majority has them yet
            self._collision()
        return free

    def _settle_recorded(self, todo: list[Pending], found: list[Document]) -> list[Pending]:
        """Answers those whose commit id is among `found`; the rest."""
        commits: dict[str, list[Document]] = {}
        for document in found:
            commits.setdefault(document["commit_id"], []).append(document)
        rest = []
        for pending in todo:
            if documents := commits.get(pending.commit_id):
                self._answers.append((pending.waiter, _first_receipt(pending, documents)))
            else:
                rest.append(pending)
        return rest

    # -- answering ----------------------------------------------------------------------------------------------------

    def _in_time(self, items: list[TItem]) -> list[TItem]:
        """Without those whose deadline has passed; they are told."""
        now = monotonic()
        kept = []
        for each in items:
            if each.abandoned or now > each.deadline:
                self._answers.append((each.waiter, each.abandon()))
            else:
                kept.append(each)
        return kept

    def _without(self, settled: Pending, todo: list[Pending], answer: Any) -> list[Pending]:
        self._answers.append((settled.waiter, answer))
        return [each for each in todo if each is not settled]

    def _deliver(self) -> None:
        if self._answers:
            answers, self._answers = self._answers, []
            deliver(answers)


def _first_receipt(pending: Pending, documents: list[Document]) -> Placed | CommitIdReused:
    """Where the commit of this id stands: our own, or an earlier caller's, whose payload must have been the same."""
    documents = sorted(documents, key=lambda each: int(each["commit_index"]))
    recorded, ours = documents[0].get("metadata", {}), pending.documents[0].get("metadata", {})
    first_hash = recorded.get("payload_hash")
    if None not in (pending.payload_hash, first_hash) and pending.payload_hash != first_hash:
        return CommitIdReused(f"commit {pending.commit_id} was recorded with another payload")
    return Placed(tuple(each["_id"] for each in documents), repeated=recorded.get("event_id") != ours.get("event_id"))


def _refusal(refused: Refused) -> Exception:
    return NotStorable(f"{refused}") if refused.unstorable else OperationalError(f"{refused}")
