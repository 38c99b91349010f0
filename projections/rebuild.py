"""Replay: read models made anew from the log, beside the live ones; checked against them; or as they were once."""

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from domain.recorded import Damaged, Recorded
from projections.fold import Folder, apply
from projections.ports import Build, BuildStatus, EventSource, NotCaughtUp, Report, RowStore, ServingStore
from projections.projection import Projection
from projections.rows import Key, Row

BATCH = 5_000
"""Events folded together when nobody waits for the rows."""

ROWS_KEPT = 50_000
"""Rows of each table that stay in memory meanwhile."""

NEAR = 500
"""A new build this close to the head goes on to be swapped in; the rest is caught up on the way."""


class Interrupted(Exception):
    """The work was told to stop; nothing of it is left."""


class LogEndsEarly(Exception):
    """The log holds less than it said: it was set back meanwhile."""


class NotBuilt(Exception):
    """There is no live build of this version to compare with."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same in the live build and in a fresh one; None where it is missing."""

    table: str
    key: Key
    live: Row | None
    fresh: Row | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came out of a rebuild."""

    projection: str
    position: int
    parked: int


@dataclass(frozen=True, slots=True)
class Verified:
    """A projection's live rows beside those of a fresh replay to the same position."""

    projection: str
    position: int
    rows: int
    differences: tuple[Difference, ...]


def silent(_what: str, _done: int, _total: int) -> None:
    """Reports nothing."""


def rebuild(
    store: ServingStore,
    source: EventSource,
    projections: Sequence[Projection],
    report: Report = silent,
    stopping: Event | None = None,
) -> list[Rebuilt]:
    """Makes the projections anew and swaps them in, all in one transaction, while the live builds go on.

    Raises RebuildRunning, UnknownEvent, Interrupted; then nothing has changed.
    """
    with store.workshop() as workshop:
        replay = Replay(workshop, source, report, stopping)
        replay.begin(projections)
        replay.until_near_head()
        fresh = workshop.bring_home([(folder.build, folder.projection) for folder in replay.folders], report)
        home = Replay(store, source, report, stopping)
        home.folders = [
            Folder(projection, build, store, ROWS_KEPT) for projection, build in zip(projections, fresh, strict=True)
        ]
        while True:
            home.until(source.head())
            try:
                store.swap([folder.build for folder in home.folders])
                break
            except NotCaughtUp:
                continue  # the live builds went on meanwhile; each round is shorter than the last
    store.sweep()
    return [Rebuilt(f.projection.name, f.build.position, len(f.parked)) for f in home.folders]


def verify(
    store: ServingStore,
    source: EventSource,
    projections: Sequence[Projection],
    report: Report = silent,
    most_differences: int = 20,
) -> list[Verified]:
    """Replays aside and compares with the live rows, row for row at the same position. Swaps nothing.

    Raises NotBuilt, RebuildRunning, UnknownEvent.
    """
    with store.workshop() as workshop:
        replay = Replay(workshop, source, report)
        replay.begin(projections)
        replay.until(min(_live(store, projection, source.epoch).position for projection in projections))
        results = []
        with store.snapshot() as now:
            for folder in replay.folders:
                live = _live(now, folder.projection, source.epoch)
                replay.until(live.position, (folder,))
                results.append(_compare(now, live, workshop, folder, most_differences))
                report(f"comparing {folder.projection.name}", len(results), len(projections))
    return results


def as_of(
    store: ServingStore,
    source: EventSource,
    projections: Sequence[Projection],
    until: datetime | int,
    output: Path,
    report: Report = silent,
) -> int:
    """Writes the read models as of a time or a position to `output`, a database of plain tables; that position.

    Raises FileExistsError, UnknownEvent.
    """
    if output.exists():
        raise FileExistsError(f"{output} is there already; give the name of a new file")
    position = source.position_at(until) if isinstance(until, datetime) else min(until, source.head())
    with store.workshop() as workshop:
        replay = Replay(workshop, source, report)
        replay.begin(projections)
        replay.until(position)
        workshop.index([(folder.build, folder.projection) for folder in replay.folders])
        workshop.keep_as(output)
    return position


class Replay:
    """Folds the log from the beginning into builds of a store that nobody else writes to."""

    def __init__(self, store: RowStore, source: EventSource, report: Report, stopping: Event | None = None) -> None:
        self.folders: list[Folder] = []
        self._store = store
        self._source = source
        self._report = report
        self._stopping = stopping

    def begin(self, projections: Sequence[Projection]) -> None:
        """Makes an empty build of each."""
        for projection in projections:
            build = self._store.create(projection, self._source.epoch, BuildStatus.BUILDING, indexed=False)
            self.folders.append(Folder(projection, build, self._store, ROWS_KEPT))

    def until_near_head(self) -> None:
        """Folds on until hardly anything is left."""
        left = NEAR + 1
        while left > NEAR:
            head = self._source.head()
            self.until(head)
            left = self._source.head() - head

    def until(self, position: int, folders: Sequence[Folder] | None = None) -> None:
        """Folds the events up to `position`. Raises UnknownEvent, Interrupted."""
        folders = self.folders if folders is None else folders
        at = min(folder.build.position for folder in folders)
        with ThreadPoolExecutor(1, thread_name_prefix="replay") as reader, _rarer_collections():
            # The next batch is read while this one is folded.
            coming = reader.submit(self._read, at, position)
            while at < position:
                events = coming.result()
                at = events[-1].position
                coming = reader.submit(self._read, at, position)
                apply(self._store, [folder for folder in folders if folder.build.position < at], events)
                self._report("replaying", at, position)

    def _read(self, after: int, last: int) -> Sequence[Recorded | Damaged]:
        if after >= last:
            return ()
        if self._stopping is not None and self._stopping.is_set():
            raise Interrupted
        events = self._source.read(after, min(BATCH, last - after))
        if not events:
            raise LogEndsEarly(f"the log was said to reach {last}, but nothing comes after {after}")
        return events


@contextmanager
def _rarer_collections() -> Iterator[None]:
    """Has the garbage collector look less often: a batch is tens of thousands of objects, none of them in a cycle."""
    youngest, *older = gc.get_threshold()
    gc.set_threshold(max(youngest, 500_000), *older)
    try:
        yield
    finally:
        gc.set_threshold(youngest, *older)


def _live(store: RowStore, projection: Projection, epoch: str) -> Build:
    for build in store.builds():
        if build.projection == projection.name and build.status is BuildStatus.LIVE:
            if (build.version, build.shape, build.epoch) != (projection.version, projection.shape, epoch):
                raise NotBuilt(f"the live build of {projection.name} is of another version, shape or epoch")
            return build
    raise NotBuilt(f"there is no live build of {projection.name}")


def _compare(now: RowStore, live: Build, aside: RowStore, folder: Folder, most: int) -> Verified:
    compared = 0
    differences: list[Difference] = []
    for table in folder.projection.tables:
        names = [column.name for column in table.primary_key]
        pairs = _side_by_side(now.ordered(live, table), aside.ordered(folder.build, table), names)
        for key, old, new in pairs:
            compared += 1
            if old != new and len(differences) < most:
                differences.append(Difference(table.name, key, old, new))
    return Verified(folder.projection.name, live.position, compared, tuple(differences))


def _side_by_side(
    left: Iterator[Row], right: Iterator[Row], names: Sequence[str]
) -> Iterator[tuple[Key, Row | None, Row | None]]:
    """Both tables' rows by their keys, in whose order they come; None where one has no such row."""

    def keyed(rows: Iterator[Row]) -> Iterator[tuple[tuple[Any, ...], Row]]:
        return ((tuple(row[name] for name in names), row) for row in rows)

    ours, theirs = keyed(left), keyed(right)
    old, new = next(ours, None), next(theirs, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None
            yield old[0], old[1], None
            old = next(ours, None)
        elif old is None or new[0] < old[0]:
            yield new[0], None, new[1]
            new = next(theirs, None)
        else:
            yield old[0], old[1], new[1]
            old, new = next(ours, None), next(theirs, None)
