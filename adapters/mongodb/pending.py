"""A commit on its way to the log, and how its caller is answered."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from eventsourcing.persistence import OperationalError, Tracking

from adapters.mongodb.client import Document
from adapters.mongodb.errors import Unavailable, Unknown
from adapters.mongodb.versions import KnownVersion

MAX_EVENTS = 1000
"""Events that go together; more gain nothing, and hold up those who come later."""
MAX_BYTES = 14 * 1024 * 1024
"""Their documents: a command of MongoDB has 16 MiB, and so has a document."""

Waiter = asyncio.Future[Any] | Future[Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a commit stands; `repeated`: it had been recorded before, for an earlier caller."""

    positions: tuple[int, ...]
    repeated: bool = False


class Pending:
    """A commit that has been handed to the sequencer, with its caller's future.

    The caller may give up at the deadline while the sequencer works; `tried` and `abandoned` are each written by one
    side before it looks at the other's, so that either the commit is never sent, or its caller hears *unknown*.
    """

    __slots__ = (
        "abandoned",
        "commit_id",
        "deadline",
        "documents",
        "payload_hash",
        "reads",
        "size",
        "tracking",
        "tried",
        "versions",
        "waiter",
    )

    def __init__(
        self,
        commit_id: str,
        documents: list[Document],
        waiter: Waiter,
        deadline: float,
        *,
        reads: Mapping[str, KnownVersion] | None = None,
        tracking: Tracking | None = None,
        payload_hash: str | None = None,
        size: int = 0,
    ) -> None:
        self.commit_id = commit_id
        self.documents = documents
        self.waiter = waiter
        self.deadline = deadline
        self.reads = reads
        self.tracking = tracking
        self.payload_hash = payload_hash
        self.size = size
        self.tried = self.abandoned = False
        self.versions: dict[str, int] = {each["originator_id"]: each["originator_version"] for each in documents}

    def versions_written(self) -> list[tuple[str, int]]:
        """The stream versions that it would take."""
        return [(each["originator_id"], each["originator_version"]) for each in self.documents]

    def abandon(self) -> Unavailable | Unknown:
        """The caller's giving up: from now on the commit is not sent any more. What the caller hears."""
        self.abandoned = True
        if self.tried:
            return Unknown(f"commit {self.commit_id}: no answer in time, outcome unknown; the same id may be repeated")
        return Unavailable(f"commit {self.commit_id}: the event store did not answer in time; nothing was recorded")

    def failed(self, error: Exception) -> OperationalError | Unknown:
        """What the caller hears of an error that nobody foresaw."""
        if self.tried:
            return Unknown(f"commit {self.commit_id}: {error!r}, outcome unknown; the same id may be repeated")
        return OperationalError(f"commit {self.commit_id}: {error!r}; nothing was recorded")


class Fence:
    """Somebody who wants to know the newest position, once everything up to it has been looked at."""

    __slots__ = ("abandoned", "deadline", "waiter")

    def __init__(self, waiter: Waiter, deadline: float) -> None:
        self.waiter = waiter
        self.deadline = deadline
        self.abandoned = False

    def abandon(self) -> Unavailable:
        """The caller's giving up; what it hears."""
        self.abandoned = True
        return Unavailable("the event store did not answer in time")


Answer = tuple[Waiter, Any]
"""Whose answer, and the answer itself: an exception if it is one."""


def deliver(answers: Sequence[Answer]) -> None:
    """Hands out answers in order, with one wake-up for each event loop among them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Answer]] = {}
    for waiter, answer in answers:
        if isinstance(waiter, Future):
            _settle_thread(waiter, answer)
        else:
            by_loop.setdefault(waiter.get_loop(), []).append((waiter, answer))
    for loop, its_answers in by_loop.items():
        try:
            loop.call_soon_threadsafe(settle, its_answers)
        except RuntimeError:
            if not loop.is_closed():  # a closed loop has nobody left to hear
                raise


def settle(answers: Iterable[Answer]) -> None:
    """Answers futures of the running event loop; those that gave up are passed over."""
    for waiter, answer in answers:
        if not waiter.done():
            if isinstance(answer, BaseException):
                waiter.set_exception(answer)
            else:
                waiter.set_result(answer)


def _settle_thread(waiter: Future[Any], answer: Any) -> None:
    if not waiter.done() and waiter.set_running_or_notify_cancel():
        if isinstance(answer, BaseException):
            waiter.set_exception(answer)
        else:
            waiter.set_result(answer)
