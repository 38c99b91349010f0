"""The read-model database: opened, checked, migrated; its row store for projections, its connections for queries."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Connection

from adapters.sqlite import control, migrate
from adapters.sqlite.connections import BUSY_TIMEOUT_MS, database_file, reader, writer
from adapters.sqlite.store import SqliteStore
from projections.ports import BuildStatus
from projections.waiting import NotReached, ParkedAt, ProjectionStopped

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

CHECK_SECONDS = 1.0
"""How long the file is looked through at start. What is read until then is sound, or the file is made anew."""

QUERIES_AT_ONCE = 4
"""Threads that run queries: SQLite answers in well under a millisecond, so that few go a long way."""


class ReadModels:
    """The read models' database. Nothing in it is the only copy of anything, so a damaged file is simply made anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = writer(path)
        self._reader = reader(path)
        self.rows = SqliteStore(path, self._writer, self._reader)
        self._threads = ThreadPoolExecutor(QUERIES_AT_ONCE, thread_name_prefix="query")

    @classmethod
    def open(cls, url: str, *, migrating: bool = True) -> Self:
        """Opens the database behind `url`, a file that need not exist.

        With `migrating`, a damaged file is put aside (`<name>.damaged`) and the control tables are brought up to date;
        without, both are errors. Raises UnsupportedDatabase, Unmigrated, NewerStore, sqlite3.DatabaseError.
        """
        path = database_file(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        if migrating:
            _put_aside_if_damaged(path)
        elif path.exists():
            _look_through(path)
        models = cls(path)
        try:
            if migrating:
                migrate.upgrade_engine(models._writer)
            elif not path.exists():
                raise migrate.Unmigrated("read models: there is no database yet; run `yabot migrate`")
            with models._reader.connect() as connection:
                migrate.check(connection)
        except BaseException:
            models.close()
            raise
        return models

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a query in one read transaction: all its statements see the same state."""
        with self._reader.begin() as connection:
            return query(connection, *args, **kwargs)

    async def run(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same from the event loop, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: self.read(query, *args, **kwargs)
        )

    async def wait_for(self, position: int, epoch: str, timeout: float, projections: tuple[str, ...] = ()) -> None:
        """Waits until all projections (or those named) have reached `position` of the log of this `epoch`.

        For a process that does not run the projector: it looks every 10 ms. Raises NotReached after `timeout` seconds;
        at once ParkedAt when the position is parked, and ProjectionStopped.
        """
        deadline = monotonic() + timeout
        while (reached := await self.run(_reached, position, epoch, projections)) < position:
            if monotonic() >= deadline:
                raise NotReached(position, reached)
            await asyncio.sleep(0.01)

    def close(self) -> None:
        """Lets go of the file."""
        self._threads.shutdown()
        self.rows.close()


def _reached(read: Connection, position: int, epoch: str, projections: tuple[str, ...]) -> int:
    """How far the live builds have come in the log of this epoch. Raises ParkedAt, ProjectionStopped."""
    live = [
        build
        for build in control.all_builds(read)
        if build.status is BuildStatus.LIVE and (not projections or build.projection in projections)
    ]
    ours = {build.id: build.projection for build in live if build.epoch == epoch}
    parked = select(control.parked.c.build_id).where(control.parked.c.position == position)
    for build_id in read.execute(parked).scalars():
        if build_id in ours:
            raise ParkedAt(position, ours[build_id])
    standings = {build: build.position if build.epoch == epoch else 0 for build in live}
    for build, at in standings.items():
        if build.stopped is not None and at < position:
            raise ProjectionStopped(build.projection, build.stopped)
    return min(standings.values(), default=0)


def _put_aside_if_damaged(path: Path) -> None:
    if path.exists():
        try:
            return _look_through(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            logger.error("read models: %s is damaged (%s); put aside and made anew from the log", path.name, error)
            path.replace(path.with_name(path.name + ".damaged"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return None


def _look_through(path: Path) -> None:
    """Raises sqlite3.DatabaseError when the file is no sound database, as far as a second's reading tells."""
    deadline = monotonic() + CHECK_SECONDS
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.set_progress_handler(lambda: int(monotonic() > deadline), 10_000)
        try:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return
            raise
        if verdict != ("ok",):
            raise sqlite3.DatabaseError(verdict[0])
