"""The row store that serves: new builds are made aside, copied in, and swapped for the live ones."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, delete, update
from sqlalchemy.engine import Connection

from adapters.sqlite import control
from adapters.sqlite.connections import scratch
from adapters.sqlite.copying import Portions, copy_table
from adapters.sqlite.locks import rebuild_lock
from adapters.sqlite.rows import SqliteRows
from adapters.sqlite.tables import create_table, physical_table, suffix_of
from projections.ports import Build, BuildStatus, NotCaughtUp, RebuildRunning, Report
from projections.projection import Projection


class SqliteStore(SqliteRows):
    """The read models' file: physical tables of several builds, of which views show the live ones."""

    @property
    def _aside(self) -> str:
        """How the names of the folders begin in which rebuilds keep their files."""
        return f"{self._path.name}.aside-"

    def swap(self, builds: Sequence[Build]) -> None:
        with self._writes.begin() as connection:
            present = {build.id: build for build in control.all_builds(connection)}
            live = {build.projection: build for build in present.values() if build.status is BuildStatus.LIVE}
            for build in builds:
                fresh, old = present[build.id], live.get(build.projection)
                if old is not None and old.epoch == fresh.epoch and old.position > fresh.position:
                    raise NotCaughtUp(f"{fresh.projection}: {fresh.position}, live at {old.position}")
                self._show(connection, fresh)
                if old is not None:
                    self._set_status(connection, old, BuildStatus.RETIRED)
                    # Whoever still folds into the old build finds that it was overtaken.
                    connection.execute(
                        update(control.checkpoints)
                        .where(control.checkpoints.c.build_id == old.id)
                        .values(revision=control.checkpoints.c.revision + 1)
                    )
                self._set_status(connection, fresh, BuildStatus.LIVE)

    def _set_status(self, connection: Connection, build: Build, status: BuildStatus) -> None:
        connection.execute(update(control.builds).where(control.builds.c.id == build.id).values(status=status))

    def sweep(self) -> None:
        self._drop(BuildStatus.RETIRED)
        try:
            with rebuild_lock(self._path):
                self._drop(BuildStatus.BUILDING)
                for left in self._path.parent.glob(f"{self._aside}*"):
                    shutil.rmtree(left)
        except RebuildRunning:
            return  # what it is building is its own to drop

    def _drop(self, status: BuildStatus) -> None:
        for build in self.builds():
            if build.status is not status:
                continue
            with self._writes.begin() as connection:
                for name in control.tables_of(connection, build.id):
                    connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}{suffix_of(build.id)}"')
                for table in (control.parked, control.checkpoints):
                    connection.execute(delete(table).where(table.c.build_id == build.id))
                connection.execute(delete(control.builds).where(control.builds.c.id == build.id))

    @contextmanager
    def workshop(self) -> Iterator["SqliteWorkshop"]:
        with rebuild_lock(self._path), TemporaryDirectory(prefix=self._aside, dir=self._path.parent) as folder:
            aside = SqliteWorkshop(Path(folder) / "aside.db", self)
            try:
                yield aside
            finally:
                aside.close()

    @contextmanager
    def snapshot(self) -> Iterator[SqliteRows]:
        with self._reads.begin() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM builds")  # a snapshot begins with its first read
            yield _Snapshot(self._path, self._writes, connection)

    # --- what a workshop brings in

    def adopt(self, aside: Path, made: Sequence[tuple[Build, Projection]], report: Report) -> list[Build]:
        """Copies builds made in the file `aside` in, as builds of our own beside the live ones, and indexes them."""
        with self._writes.begin() as connection:
            ours = [(self._adopted(connection, build, projection), projection) for build, projection in made]
        with self._writes.connect() as connection:
            driver = connection.connection
            driver.cursor().execute("ATTACH DATABASE ? AS aside", (str(aside),))
            try:
                with Portions(connection) as portions:
                    for build, projection in ours:
                        for table in projection.tables:
                            copy_table(portions, table, table.name + suffix_of(build.id), report)
                    portions.take(1)
                    connection.exec_driver_sql(
                        "INSERT INTO parked SELECT ?, position, key, topic, event_id, reason, behind, parked_at "
                        "FROM aside.parked WHERE build_id = ?",
                        [(build.id, theirs.id) for (build, _), (theirs, _) in zip(ours, made, strict=True)],
                    )
            finally:
                driver.cursor().execute("DETACH DATABASE aside")
        self.index(ours)
        return [replace(build, indexed=True) for build, _ in ours]

    def _adopted(self, connection: Connection, made: Build, projection: Projection) -> Build:
        build = self._register(connection, projection, made.epoch, BuildStatus.BUILDING, False, made.position)
        for table in projection.tables:
            create_table(connection, physical_table(table, table.name + suffix_of(build.id)))
        return build


class _Snapshot(SqliteRows):
    """The store as one read transaction sees it."""

    def __init__(self, path: Path, engine: Engine, connection: Connection) -> None:
        super().__init__(path, engine, engine)
        self._connection = connection

    def _reading(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._connection)


class SqliteWorkshop(SqliteRows):
    """A row store in a file of its own, with plain tables under the public names, thrown away when it was of use."""

    def __init__(self, path: Path, home: SqliteStore) -> None:
        engine = scratch(path)
        super().__init__(path, engine, engine)
        self._home = home
        with engine.begin() as connection:
            control.create_all(connection)

    def _suffix(self, build_id: int) -> str:
        return ""

    def _show(self, connection: Connection, build: Build) -> None:
        return  # the tables have their public names already

    def bring_home(self, builds: Sequence[tuple[Build, Projection]], report: Report) -> list[Build]:
        self.close()
        return self._home.adopt(self._path, builds, report)

    def keep_as(self, output: Path) -> None:
        with self._writes.begin() as connection:
            control.drop_all(connection)
        with self._writes.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode=DELETE")
        self.close()
        shutil.move(self._path, output)
