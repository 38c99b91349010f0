"""Runs projections: reads the log once for all of them, folds, writes, and keeps at it."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import uniform

from domain.recorded import Damaged, Recorded, UnknownEvent
from projections.fold import Folder, apply
from projections.ports import Build, BuildStatus, EventSource, ServingStore, StaleProjector
from projections.projection import Projection
from projections.rebuild import Interrupted, rebuild
from projections.status import ProjectionStatus, State
from projections.waiting import Standing, Waiting

logger = logging.getLogger(__name__)

BATCH = 2_000
"""Events folded together: enough to make a write's fixed costs small, few enough to be done in some 100 ms."""

ROWS_KEPT = 20_000
"""Rows of each table that stay in memory between batches."""

IDLE_WAIT = 0.5
"""Seconds of one wait for the log; stopping takes at most so long."""

LONGEST_PAUSE = 30.0
"""Seconds between tries while the log or the database is away."""


class CheckpointAhead(Exception):
    """A projection has seen more than the log holds: the log was set back without beginning a new epoch."""

    def __init__(self, build: Build, head: int) -> None:
        super().__init__(
            f"projection {build.projection} is at {build.position}, but the log ends at {head}: it was restored "
            "without a new epoch, or these read models are of another log; delete them and they are made anew"
        )


class Projector:
    """All projections of one process, folded by one thread of its own."""

    def __init__(
        self,
        source: EventSource,
        store: ServingStore,
        projections: Sequence[Projection],
        *,
        batch: int = BATCH,
        rows_kept: int = ROWS_KEPT,
        pause: Callable[[int], float] | None = None,
        outages: tuple[type[Exception], ...] = (OSError,),
    ) -> None:
        """`pause` gives the seconds to wait after the n-th failure in a row; by default exponential with jitter.
        `outages` are failures of a server or a disk, told in one line; whatever else fails is told with its traceback.
        """
        self.waiting = Waiting()
        self._source = source
        self._store = store
        self._projections = {projection.name: projection for projection in projections}
        self._batch = batch
        self._rows_kept = rows_kept
        self._pause = pause or (lambda failures: uniform(0.5, 1.0) * min(LONGEST_PAUSE, 0.1 * 2.0**failures))  # noqa: S311  # jitter
        self._outages = outages
        self._folders: dict[str, Folder] = {}
        self._aside: dict[str, tuple[State, Build]] = {}
        self._stopped: UnknownEvent | None = None
        self._told: dict[int, tuple[int, str | None]] = {}
        self._failure: str | None = None
        self._head = 0
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._moved = threading.Event()

    # --- its life

    def start(self) -> None:
        """Takes up every projection where it was left, and goes on in a thread. Raises CheckpointAhead.

        A projection without a build gets an empty one, shown at once and filled as it reads; one whose version, tables
        or epoch have changed is built anew beside the old build.
        """
        self.open()
        if any(state is State.REBUILDING for state, _ in self._aside.values()):
            self._spawn("rebuild", self._build_anew)
        self._spawn("projector", self._run)

    def stop(self) -> None:
        """Ends the thread after the batch that it is at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def open(self) -> None:
        """Takes up every projection, without starting: for those who fold by `step` themselves."""
        self._store.sweep()
        self._head = self._source.head()
        self._take_up_all()
        self._announce()

    def _spawn(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _take_up_all(self) -> None:
        """Goes on from what is in the store, whoever wrote it."""
        live = self._live_builds()
        for name, projection in self._projections.items():
            self._take_up(projection, live.get(name))

    def _take_up(self, projection: Projection, build: Build | None) -> None:
        """Goes on with the live build, if it is ours, or makes one."""
        name = projection.name
        if build is None:
            build = self._made(projection)
        state = self._judge(projection, build)
        if state is not None:
            self._aside[name] = state, build
            self._folders.pop(name, None)
            return
        if build.position > self._head and build.position > self._source.head():
            raise CheckpointAhead(build, self._head)
        self._folders[name] = Folder(projection, build, self._store, self._rows_kept)
        self._aside.pop(name, None)

    def _made(self, projection: Projection) -> Build:
        try:
            return self._store.create(projection, self._source.epoch, BuildStatus.LIVE, indexed=False)
        except StaleProjector:  # another process was first
            return self._live_builds()[projection.name]

    def _judge(self, projection: Projection, build: Build) -> State | None:
        """Why the live build is not ours to go on with; None if it is."""
        if build.version > projection.version:
            return State.REPLACED
        ours = (projection.version, projection.shape, self._source.epoch)
        return None if (build.version, build.shape, build.epoch) == ours else State.REBUILDING

    def _live_builds(self) -> dict[str, Build]:
        return {build.projection: build for build in self._store.builds() if build.status is BuildStatus.LIVE}

    def _build_anew(self) -> None:
        """Makes what is outdated anew. Another process may be at it too: then there is less to do, or nothing."""
        failures = 0
        while not self._stopping.is_set():
            try:
                live = self._live_builds()
                outdated = [
                    projection
                    for name, projection in self._projections.items()
                    if name in live and self._judge(projection, live[name]) is State.REBUILDING
                ]
                if outdated:
                    logger.info("projections made anew beside the old ones: %s", [each.name for each in outdated])
                    rebuild(self._store, self._source, outdated, stopping=self._stopping)
                self._moved.set()
                return
            except Interrupted:
                return
            except Exception as error:  # noqa: BLE001  # supervised: the old build serves on, and it is tried again
                failures += 1
                logger.error("rebuild failed, will be tried again: %s", error)
                self._stopping.wait(self._pause(failures))

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                if not self.step():
                    self._rest()
                if failures:
                    logger.info("projector goes on after %d failures", failures)
                failures, self._failure = 0, None
            except Exception as error:  # supervised: nothing is lost by trying again from the checkpoint
                failures += 1
                self._failure = f"{type(error).__name__}: {error}".partition("\n")[0]
                if failures == 1:
                    traceback = None if isinstance(error, self._outages) else error
                    logger.error("projector failed, will be tried again: %s", self._failure, exc_info=traceback)
                self._moved.set()
                self._stopping.wait(self._pause(failures))

    def _rest(self) -> None:
        if self._stopped is None:
            before, self._head = self._head, max(self._head, self._source.wait(self._head, IDLE_WAIT))
            if self._head > before:
                return
        else:
            self._stopping.wait(IDLE_WAIT)
        self._look_around()

    def _look_around(self) -> None:
        """Notices, when idle, that a build was swapped, or its parked events retried, by somebody else."""
        live = self._live_builds()
        known = {name: folder.build for name, folder in self._folders.items()}
        known |= {name: build for name, (_, build) in self._aside.items()}
        if any(live.get(name) != build for name, build in known.items()):
            self._moved.set()

    # --- one step

    def step(self) -> bool:
        """Folds one batch; whether there was any.

        Projections that have come equally far share it; whoever lags behind has a batch of its own in each step, so
        that one being filled does not hold up those that are live.
        """
        if self._moved.is_set():
            self._moved.clear()
            self._take_up_all()
        lanes: dict[int, list[Folder]] = {}
        for folder in self._folders.values():
            lanes.setdefault(folder.build.position, []).append(folder)
        advanced = False
        for position in sorted(lanes, reverse=True):
            if self._moved.is_set():
                break
            events = self._read(position)
            if events:
                advanced = True
                self._head = max(self._head, events[-1].position)
                self._apply(lanes[position], events)
            elif self._stopped is None:
                self._finish_filling(lanes[position])
        self._announce()
        return advanced

    def _read(self, after: int) -> list[Recorded | Damaged]:
        """The next events; those before one that this release does not know, and then none."""
        try:
            events = self._source.read(after, self._batch)
            if events:
                self._stopped = None
            return events
        except UnknownEvent as unknown:
            known = unknown.position - after - 1
            if known > 0:
                return self._source.read(after, known)
            if self._stopped is None:
                logger.error("projector has stopped: %s", unknown)
            self._stopped = unknown
            return []

    def _finish_filling(self, folders: list[Folder]) -> None:
        """Builds that were filled from the beginning are at the head: now their indexes."""
        filled = [folder for folder in folders if not folder.build.indexed]
        if filled:
            self._store.index([(folder.build, folder.projection) for folder in filled])
            for folder in filled:
                folder.build = replace(folder.build, indexed=True)

    def _apply(self, folders: list[Folder], events: Sequence[Recorded | Damaged]) -> None:
        try:
            apply(self._store, folders, events)
        except StaleProjector as stale:
            logger.info("projector was overtaken: %s", stale)
            self._moved.set()

    # --- what others may know

    def _announce(self) -> None:
        builds = {name: build for name, (_, build) in self._aside.items()}
        builds |= {name: folder.build for name, folder in self._folders.items()}
        standings = {
            name: Standing(build.position if build.epoch == self._source.epoch else 0, stopped=state)
            for name, (state, build) in self._aside.items()
        }
        for name, folder in self._folders.items():
            standings[name] = Standing(
                folder.build.position, frozenset(folder.parked), folder.blocked_streams, self._why_stopped(folder)
            )
        self.waiting.announce(standings)
        for name, build in builds.items():
            self._tell(build, standings[name].stopped)

    def _tell(self, build: Build, stopped: str | None) -> None:
        """Those who wait in other processes, once."""
        told = self._told.get(build.id, (build.position, build.stopped))
        if stopped != (told[1] if told[0] == build.position else None):
            self._store.tell_stopped(build, stopped)
        self._told[build.id] = build.position, stopped

    def _why_stopped(self, folder: Folder) -> str | None:
        stopped = self._stopped
        return str(stopped) if stopped is not None and folder.build.position + 1 == stopped.position else None

    def status(self) -> list[ProjectionStatus]:
        """Every projection as it is now in this process; none before the start."""
        return [self._status_of(name) for name in self._projections if name in self._folders or name in self._aside]

    def _status_of(self, name: str) -> ProjectionStatus:
        folder = self._folders.get(name)
        reason = self._failure
        if folder is None:
            state, build = self._aside[name]
            parked = 0
        else:
            build, parked, reason = folder.build, len(folder.parked), self._why_stopped(folder) or reason
            state = State.LIVE if build.indexed and self._head - build.position <= self._batch else State.CATCHING_UP
            if reason is not None:
                state = State.STOPPED
        return ProjectionStatus(
            name=name,
            version=build.version,
            state=state,
            position=build.position,
            head=self._head,
            lag=max(0, self._head - build.position),
            parked=parked,
            reason=reason,
        )
