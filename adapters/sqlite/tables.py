"""Physical tables of a build, and the prepared statements that fill them."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from projections.rows import Key, Merge, Row, TableChanges, Values

Encoder = Callable[[Iterable[Values]], list[Values]]

KEYS_AT_ONCE = 400
"""Keys in one SELECT; SQLite allows 32,766 parameters, but its parser is quicker with few."""


def suffix_of(build_id: int) -> str:
    """What tells the tables of builds apart: `wallet_ledger__b7`."""
    return f"__b{build_id}"


def physical_table(table: Table, name: str) -> Table:
    """The same columns under another name, without secondary indexes."""
    copy = table.to_metadata(MetaData(), name=name)
    copy.indexes.clear()
    keys = list(copy.primary_key)
    # Keyed by anything but a position, the table *is* its key's index: smaller, and one search less a row.
    copy.dialect_options["sqlite"]["with_rowid"] = len(keys) == 1 and isinstance(keys[0].type, Integer)
    return copy


def create_table(connection: Connection, table: Table) -> None:
    connection.execute(CreateTable(table))


def index_statements(table: Table, suffix: str) -> list[CreateIndex]:
    """What makes the secondary indexes that `table` declares on its physical twin. Those that are there stay."""
    twin = physical_table(table, table.name + suffix)
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    return [
        CreateIndex(
            Index(f"{each.name}{suffix}", *_indexed(twin, each), unique=each.unique),
            if_not_exists=True,
        )
        for each in indexes
    ]


def _indexed(twin: Table, index: Index) -> list[Column[Any]]:
    """The columns to be indexed. A row's id ends each of its index entries anyway: named last, it would stand twice."""
    columns = [twin.c[column.name] for column in index.columns]
    by_row_id = twin.dialect_options["sqlite"]["with_rowid"]
    return columns[:-1] if by_row_id and len(columns) > 1 and columns[-1].primary_key else columns


class PreparedTable:
    """One physical table with its statements, compiled once: a batch costs one driver call for each kind of change."""

    def __init__(self, table: Table, name: str, dialect: Dialect) -> None:
        self.table = physical_table(table, name)
        self._keys = [column.name for column in table.primary_key]
        columns = [column.name for column in table.columns]
        self._insert = self._compile(insert(self.table), columns, dialect)
        put = upsert(self.table)
        others = {name: put.excluded[name] for name in columns if name not in self._keys}
        if others:
            put = put.on_conflict_do_update(index_elements=self._keys, set_=others)
        else:
            put = put.on_conflict_do_nothing(index_elements=self._keys)
        self._put = self._compile(put, columns, dialect)
        same_key = and_(*(self.table.c[key] == bindparam(key) for key in self._keys))
        self._remove = self._compile(delete(self.table).where(same_key), None, dialect)
        self._encode = _encoder(self.table, columns, dialect)
        self._in_order = _picker(columns)
        self._dialect = dialect
        self._merges: dict[tuple[Merge, str], tuple[str, Encoder]] = {}

    @staticmethod
    def _compile(statement: Any, columns: list[str] | None, dialect: Dialect) -> str:
        return str(statement.compile(dialect=dialect, column_keys=columns))

    def write(self, connection: Connection, changes: TableChanges) -> None:
        """Puts, adds and removes the rows of one batch."""
        if changes.removed:
            connection.exec_driver_sql(self._remove, [_as_tuple(key) for key in changes.removed])
        if changes.put:
            connection.exec_driver_sql(self._put, self._encode(map(self._in_order, changes.put)))
        if changes.added:
            connection.exec_driver_sql(self._insert, self._encode(changes.added))
        for (merge, column), amounts in changes.merged.items():
            statement, encode = self._merge(merge, column)
            values = [(*_as_tuple(key), amount) for key, amount in amounts.items()]
            connection.exec_driver_sql(statement, encode(values))

    def _merge(self, merge: Merge, column: str) -> tuple[str, Encoder]:
        """How numbers are merged into a column, compiled once."""
        if (merge, column) not in self._merges:
            put, columns = upsert(self.table), [*self._keys, column]
            given = put.excluded[column]
            stored = func.coalesce(self.table.c[column], literal_column("0") if merge is Merge.SUM else given)
            merged: ColumnElement[Any] = stored + given if merge is Merge.SUM else func.max(stored, given)
            put = put.on_conflict_do_update(index_elements=self._keys, set_={column: merged})
            made = self._compile(put, columns, self._dialect), _encoder(self.table, columns, self._dialect)
            self._merges[merge, column] = made
        return self._merges[merge, column]

    def load(self, connection: Connection, keys: Sequence[Key]) -> list[Row]:
        """The rows of these keys, as far as they exist."""
        columns = [self.table.c[key] for key in self._keys]
        name = columns[0] if len(columns) == 1 else tuple_(*columns)
        found: list[Row] = []
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = select(self.table).where(name.in_(keys[start : start + KEYS_AT_ONCE]))
            found.extend(dict(row) for row in connection.execute(some).mappings())
        return found


def _as_tuple(key: Key) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _encoder(table: Table, columns: list[str], dialect: Dialect) -> Encoder:
    """Turns values in the order of `columns` into what the driver binds. Only those whose type needs it are touched."""
    needed = [
        (place, process)
        for place, name in enumerate(columns)
        if (process := table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
    ]

    def encode(values: Iterable[Values]) -> list[Values]:
        if not needed:
            return list(values)
        by_column: list[Iterable[Any]] = list(zip(*values, strict=True))
        for place, process in needed:
            by_column[place] = map(process, by_column[place])
        return list(zip(*by_column, strict=True))

    return encode


def _picker(columns: list[str]) -> Callable[[Row], Values]:
    """The values of a row in the order of `columns`."""
    pick: Any = itemgetter(*columns)
    return pick if len(columns) > 1 else lambda row: (pick(row),)
