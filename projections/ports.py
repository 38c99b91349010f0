"""What the projection engine needs from outside: a log to read, and a place for rows. Adapters implement these."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sqlalchemy import Table

from domain.recorded import Damaged, Recorded
from projections.projection import Projection
from projections.rows import Key, Row, TableChanges


class EventSource(Protocol):
    """The log in its one order."""

    @property
    def epoch(self) -> str:
        """Names the log: a restored backup is another one, though its positions are the same."""

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        """Up to `limit` events after the position `after`, in order. Raises domain.recorded.UnknownEvent."""

    def head(self) -> int:
        """The newest position, 0 for an empty log."""

    def wait(self, after: int, timeout: float) -> int:
        """Waits until there is something after the position, at most `timeout` seconds; the newest position."""

    def position_at(self, time: datetime) -> int:
        """The newest position recorded at that time or before, 0 if there is none."""


class BuildStatus(StrEnum):
    """`building` beside the live one; `live`: its tables are what the public names show; `retired`: to be dropped."""

    BUILDING = "building"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Build:
    """One making of a projection's tables.

    `position` is how far it has come. `revision` counts its writes, and is what a writer must know to write again:
    whoever was overtaken by another does not. `indexed`: its secondary indexes have been made. `stopped`: why nobody
    folds on into it, as far as anybody has said.
    """

    id: int
    projection: str
    version: int
    shape: str
    epoch: str
    status: BuildStatus
    indexed: bool
    position: int
    revision: int
    stopped: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that a projection could not take, or that came after one in the same partition `key`."""

    projection: str
    position: int
    key: str | None
    topic: str | None
    event_id: str | None
    reason: str
    behind: int | None = None
    """The position of the one that it waits for, None for that one itself."""
    parked_at: datetime | None = None
    """Stamped by the store."""


@dataclass(frozen=True, slots=True)
class Write:
    """What a batch does to one build, and where the build stands afterwards."""

    build: Build
    position: int
    changes: Sequence[TableChanges] = ()
    parked: Sequence[Parked] = ()
    unparked: Sequence[int] = field(default=())


Report = Callable[[str, int, int], None]
"""Told how far a long work has come: what is being done, how much is done, how much there is."""


class StaleProjector(Exception):
    """Somebody else wrote to a build meanwhile, or swapped it for another. Nothing was written."""


class RowsRefused(Exception):
    """The database will never take these rows (a missing value, a number too large). Nothing was written."""


class RebuildRunning(Exception):
    """Another rebuild is at work on the same database."""


class NotCaughtUp(Exception):
    """A new build is behind the one it would replace; fold on and try again."""


class RowStore(Protocol):
    """Rows, checkpoints and parked events. Every change is one transaction."""

    def builds(self) -> list[Build]:
        """All there are."""

    def create(self, projection: Projection, epoch: str, status: BuildStatus, indexed: bool) -> Build:
        """Empty tables for a new build; a live one is shown under the public names at once.

        Raises StaleProjector if the projection has a live one already.
        """

    def load(self, build: Build, table: Table, keys: Sequence[Key]) -> list[Row]:
        """The rows of these keys, as far as they exist."""

    def write(self, writes: Sequence[Write]) -> None:
        """Writes all of it or nothing. Raises StaleProjector, RowsRefused."""

    def tell_stopped(self, build: Build, reason: str | None) -> None:
        """Keeps why nobody folds on into the build, for those in other processes who wait for it. A write ends that."""

    def parked(self, build: Build) -> list[Parked]:
        """The parked events, by position."""

    def index(self, builds: Sequence[tuple[Build, Projection]]) -> None:
        """Makes the secondary indexes. Others may write meanwhile."""

    def ordered(self, build: Build, table: Table) -> Iterator[Row]:
        """Every row of a table in the order of its primary key."""


class ServingStore(RowStore, Protocol):
    """The row store whose live builds are shown under the public names."""

    def swap(self, builds: Sequence[Build]) -> None:
        """Shows these builds under the public names, in place of the live ones, which are retired and so fenced off.

        Raises NotCaughtUp when one of them is behind the live one.
        """

    def sweep(self) -> None:
        """Drops what is retired, and, unless a rebuild is at work, what an interrupted one left behind."""

    def workshop(self) -> AbstractContextManager["Workshop"]:
        """A place aside, to fold a whole log quickly; only one at a time. Raises RebuildRunning."""

    def snapshot(self) -> AbstractContextManager[RowStore]:
        """This store as it is now, to read, while others go on writing."""


class Workshop(RowStore, Protocol):
    """A row store aside, whose tables have their public names."""

    def bring_home(self, builds: Sequence[tuple[Build, Projection]], report: Report) -> list[Build]:
        """Copies the builds into the store that this one was opened from, as builds beside the live ones, and indexes
        them. Done in portions that let others write between them. No folding here after that.
        """

    def keep_as(self, output: Path) -> None:
        """Makes a database of its own out of it: nothing but the read models."""
