"""A commit on its way to the log, and how its caller is answered."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any

from eventsourcing.persistence import Tracking

from adapters.mongodb.client import Document
from adapters.mongodb.errors import Unavailable, Unknown
from adapters.mongodb.versions import KnownVersion

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
        "claims",
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
        self.claims = {commit_id, *self.versions}
        if tracking is not None:
            self.claims.add(f"tracking {tracking.application_name}")

    def versions_written(self) -> list[tuple[str, int]]:
        """The stream versions that it would take."""
        return [(each["originator_id"], each["originator_version"]) for each in self.documents]

    @property
    def expired(self) -> bool:
        return self.abandoned or monotonic() > self.deadline

    def too_late(self) -> Unavailable | Unknown:
        """What a caller hears whose deadline has passed."""
        if self.tried:
            return Unknown(f"commit {self.commit_id}: no answer in time, outcome unknown; the same id may be repeated")
        return Unavailable(f"commit {self.commit_id}: the event store did not answer in time; nothing was recorded")

    def abandon(self) -> Unavailable | Unknown:
        """The caller's giving up; from now on the commit is not sent any more."""
        self.abandoned = True
        return self.too_late()


class Fence:
    """Somebody who wants to know the newest position, once everything up to it has been looked at."""

    __slots__ = ("deadline", "waiter")

    def __init__(self, waiter: Waiter, deadline: float) -> None:
        self.waiter = waiter
        self.deadline = deadline

    @property
    def expired(self) -> bool:
        return monotonic() > self.deadline

    def abandon(self) -> Unavailable:
        """The caller's giving up."""
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
    if waiter.set_running_or_notify_cancel():
        if isinstance(answer, BaseException):
            waiter.set_exception(answer)
        else:
            waiter.set_result(answer)
