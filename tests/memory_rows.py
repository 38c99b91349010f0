"""The projections' row store kept in memory: the same answers as the real one, for tests that fold many logs."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sqlalchemy import Table

from projections.ports import Build, BuildStatus, Parked, StaleProjector, Write
from projections.projection import Projection
from projections.rows import Key, Row


class MemoryRows:
    """Builds and their rows. Several projectors over it behave as several processes would."""

    def __init__(self) -> None:
        self._builds: dict[int, Build] = {}
        self._parked: dict[int, dict[int, Parked]] = {}
        self._rows: dict[str, dict[Key, Row]] = {}

    @property
    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every row of every table, in the order of its primary key."""
        return {name: [rows[key] for key in sorted(rows, key=repr)] for name, rows in self._rows.items()}

    @property
    def all_parked(self) -> list[Parked]:
        return [each for parked in self._parked.values() for each in parked.values()]

    # --- ServingStore, as far as a projector that is never rebuilt uses it

    def builds(self) -> list[Build]:
        return list(self._builds.values())

    def create(self, projection: Projection, epoch: str, status: BuildStatus, indexed: bool) -> Build:
        id = len(self._builds) + 1
        build = Build(id, projection.name, projection.version, projection.shape, epoch, status, indexed, 0, 0)
        self._builds[id], self._parked[id] = build, {}
        self._rows.update({table.name: {} for table in projection.tables})
        return build

    def load(self, build: Build, table: Table, keys: Sequence[Key]) -> list[Row]:
        rows = self._rows[table.name]
        return [_copy(rows[key]) for key in keys if key in rows]

    def write(self, writes: Sequence[Write]) -> None:
        for write in writes:
            if self._builds[write.build.id].revision != write.build.revision:
                raise StaleProjector(f"{write.build.projection} was written by another")
        for write in writes:
            for changes in write.changes:
                rows = self._rows[changes.table.name]
                for key in changes.removed:
                    rows.pop(key, None)
                names = changes.table.columns.keys()
                added = (dict(zip(names, values, strict=True)) for values in changes.added)
                for row in (*changes.put, *added):
                    rows[_key(changes.table, row)] = _copy(row)
            parked = self._parked[write.build.id]
            parked.update((each.position, each) for each in write.parked)
            for position in write.unparked:
                del parked[position]
            self._builds[write.build.id] = replace(
                write.build, position=write.position, revision=write.build.revision + 1
            )

    def tell_stopped(self, build: Build, reason: str | None) -> None:
        """Nobody waits in another process."""

    def parked(self, build: Build) -> list[Parked]:
        return list(self._parked[build.id].values())

    def index(self, builds: Sequence[tuple[Build, Projection]]) -> None:
        for build, _ in builds:
            self._builds[build.id] = replace(self._builds[build.id], indexed=True)

    def ordered(self, build: Build, table: Table) -> Iterator[Row]:
        rows = self._rows[table.name]
        return (rows[key] for key in sorted(rows, key=repr))

    def sweep(self) -> None:
        """Nothing is ever retired here."""


def _copy(row: Row) -> Row:
    """Only what is in a JSON column can be changed in place."""
    return {name: deepcopy(value) if isinstance(value, dict | list) else value for name, value in row.items()}


def _key(table: Table, row: Row) -> Key:
    key = tuple(row[column.name] for column in table.primary_key)
    return key[0] if len(key) == 1 else key
