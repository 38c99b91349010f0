"""Rows, checkpoints and parked events of projections in SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from adapters.sqlite import control
from adapters.sqlite.copying import Portions
from adapters.sqlite.tables import PreparedTable, create_table, index_statements, physical_table, suffix_of
from projections.ports import Build, BuildStatus, Parked, RowsRefused, StaleProjector, Write
from projections.projection import Projection
from projections.rows import Key, Row

_MOVE = (
    update(control.checkpoints)
    .where(control.checkpoints.c.build_id == bindparam("build"), control.checkpoints.c.revision == bindparam("known"))
    .values(
        position=bindparam("at"),
        revision=control.checkpoints.c.revision + 1,
        updated_at=bindparam("now"),
        stopped=None,
    )
)
_UNPARK = delete(control.parked).where(
    control.parked.c.build_id == bindparam("build"), control.parked.c.position == bindparam("at")
)

ROWS_AT_ONCE = 1_000
"""How many rows are in memory while a whole table is read."""


def now() -> datetime:
    """When the store is written, for whoever looks at it; nothing is decided by it."""
    return datetime.now(UTC)


@contextmanager
def _blaming_rows() -> Iterator[None]:
    """Tells values that can't be stored from a database that can't store anything at the moment."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.IntegrityError | sqlite3.DataError) and "binding" not in str(error.orig):
            raise
        raise RowsRefused(str(error.orig)) from error
    except (StatementError, OverflowError, TypeError, ValueError, AttributeError) as error:
        raise RowsRefused(str(error)) from error


class SqliteRows:
    """Rows, checkpoints and parked events in one SQLite file, with physical tables behind views."""

    def __init__(self, path: Path, writes: Engine, reads: Engine) -> None:
        self._path = path
        self._writes = writes
        self._reads = reads
        self._prepared: dict[tuple[int, str], PreparedTable] = {}

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._reads.begin()

    def _suffix(self, build_id: int) -> str:
        """Comes after the public name in that of a build's own table."""
        return suffix_of(build_id)

    def builds(self) -> list[Build]:
        with self._reading() as connection:
            return control.all_builds(connection)

    def parked(self, build: Build) -> list[Parked]:
        with self._reading() as connection:
            return control.parked_of(connection, build)

    def create(self, projection: Projection, epoch: str, status: BuildStatus, indexed: bool) -> Build:
        try:
            with self._writes.begin() as connection:
                build = self._register(connection, projection, epoch, status, indexed)
                for table in projection.tables:
                    create_table(connection, physical_table(table, table.name + self._suffix(build.id)))
                    for statement in index_statements(table, self._suffix(build.id)) if indexed else ():
                        connection.execute(statement)
                if status is BuildStatus.LIVE:
                    self._show(connection, build)
        except IntegrityError as error:
            raise StaleProjector(f"{projection.name} has a live build already") from error
        return build

    def _register(
        self,
        connection: Connection,
        projection: Projection,
        epoch: str,
        status: BuildStatus,
        indexed: bool,
        position: int = 0,
    ) -> Build:
        values: dict[str, Any] = {
            "projection": projection.name,
            "version": projection.version,
            "shape": projection.shape,
            "epoch": epoch,
            "status": status,
            "indexed": indexed,
        }
        made = connection.execute(
            insert(control.builds).values(
                **values, tables=[table.name for table in projection.tables], created_at=now()
            )
        )
        build_id = int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
        connection.execute(
            insert(control.checkpoints).values(build_id=build_id, position=position, revision=0, updated_at=now())
        )
        return Build(id=build_id, position=position, revision=0, **values)

    def _show(self, connection: Connection, build: Build) -> None:
        """Points the public names at this build. The views of a table that it no longer has go."""
        for old in control.all_builds(connection):
            if old.projection == build.projection and old.status is BuildStatus.LIVE:
                for name in control.tables_of(connection, old.id):
                    connection.exec_driver_sql(f'DROP VIEW IF EXISTS "{name}"')
        for name in control.tables_of(connection, build.id):
            connection.exec_driver_sql(f'CREATE VIEW "{name}" AS SELECT * FROM "{name}{suffix_of(build.id)}"')  # noqa: S608

    def load(self, build: Build, table: Table, keys: Sequence[Key]) -> list[Row]:
        with self._reading() as connection:
            return self._table(build, table).load(connection, keys)

    def _table(self, build: Build, table: Table) -> PreparedTable:
        prepared = self._prepared.get((build.id, table.name))
        if prepared is None:
            name = table.name + self._suffix(build.id)
            prepared = self._prepared[build.id, table.name] = PreparedTable(table, name, self._writes.dialect)
        return prepared

    def tell_stopped(self, build: Build, reason: str | None) -> None:
        at = control.checkpoints.c
        with self._writes.begin() as connection:
            connection.execute(
                update(control.checkpoints)
                .where(at.build_id == build.id, at.revision == build.revision)
                .values(stopped=reason)
            )

    def write(self, writes: Sequence[Write]) -> None:
        with self._writes.begin() as connection:
            self._move(connection, writes)
            for write in writes:
                with _blaming_rows():
                    for changes in write.changes:
                        self._table(write.build, changes.table).write(connection, changes)
            self._park(connection, writes)

    def _move(self, connection: Connection, writes: Sequence[Write]) -> None:
        moment = now()
        moved = connection.execute(
            _MOVE,
            [
                {"build": write.build.id, "known": write.build.revision, "at": write.position, "now": moment}
                for write in writes
            ],
        )
        if moved.rowcount != len(writes):
            raise StaleProjector(
                f"{len(writes) - moved.rowcount} of {len(writes)} builds were written by another projector or replaced"
            )

    def _park(self, connection: Connection, writes: Sequence[Write]) -> None:
        taken = [{"build": write.build.id, "at": place} for write in writes for place in write.unparked]
        if taken:
            connection.execute(_UNPARK, taken)
        moment = now()
        parked = [
            {
                "build_id": write.build.id,
                "position": item.position,
                "key": item.key,
                "topic": item.topic,
                "event_id": item.event_id,
                "reason": item.reason,
                "behind": item.behind,
                "parked_at": item.parked_at or moment,
            }
            for write in writes
            for item in write.parked
        ]
        if parked:
            connection.execute(insert(control.parked), parked)

    def index(self, builds: Sequence[tuple[Build, Projection]]) -> None:
        with self._writes.connect() as connection, Portions(connection) as portions:
            for build, projection in builds:
                for table in projection.tables:
                    self._index(portions, build, table)
                portions.take(1)
                connection.execute(update(control.builds).where(control.builds.c.id == build.id).values(indexed=True))

    def _index(self, portions: Portions, build: Build, table: Table) -> None:
        suffix = self._suffix(build.id)
        portions.take(1)
        rows = portions.connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}{suffix}"').scalar_one()  # noqa: S608
        for statement in index_statements(table, suffix):
            portions.take(rows)
            portions.connection.execute(statement)

    def ordered(self, build: Build, table: Table) -> Iterator[Row]:
        twin = self._table(build, table).table
        with self._reading() as connection:
            found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
                select(twin).order_by(*twin.primary_key)
            )
            for row in found.mappings():
                yield dict(row)

    def close(self) -> None:
        """Lets go of the file."""
        self._reads.dispose()
        self._writes.dispose()  # last: whoever closes last takes the journal in, and must be able to write
