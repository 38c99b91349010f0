"""The rows that a fold sees: plain dictionaries, kept between batches, written by the engine.

A row is changed in place (`row["balance"] = …`, `row |= {…}`). JSON values are assigned anew, or changed in place too:
they are copied for the undo like the rest.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import Any, NoReturn, cast

from sqlalchemy import JSON, Table

from domain.recorded import Recorded

Key = Hashable
"""The value of a table's primary key; a tuple where it has several columns."""

Row = dict[str, Any]

Values = tuple[Any, ...]
"""A whole row, in the order of its table's columns."""


class NotLoaded(BaseException):
    """A fold asked for a row that is not in memory yet. Not an Exception, so that no fold can catch it by accident."""

    def __init__(self, rows: "TableRows", key: Key) -> None:
        self.rows, self.key = rows, key


class Merge(StrEnum):
    """What becomes of a number that is stored already when another one is merged into it."""

    SUM = "sum"
    GREATEST = "greatest"

    # Enum's own is a Python function, and would be called for every number.
    __hash__ = str.__hash__


@dataclass(slots=True)
class TableChanges:
    """What a batch does to one table. `added` rows were not there before; `merged` are numbers for one column of rows
    that were never loaded.
    """

    table: Table
    put: list[Row] = field(default_factory=list)
    added: list[Values] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    merged: dict[tuple[Merge, str], dict[Key, int]] = field(default_factory=dict)


class TableRows:
    """The rows of one table, as far as they are in memory, and what was done to them since they were last written."""

    def __init__(self, table: Table, empty: bool, touched: "list[TableRows]") -> None:
        """`touched` is told when the present event begins to change something here."""
        self.table = table
        self._touched = touched
        self._keys = tuple(column.name for column in table.primary_key)
        self._composite = len(self._keys) > 1
        self._blank: Row = {column.name: None for column in table.columns}
        self._width = len(self._blank)
        self._in_order = cast(Callable[[Row], Values], itemgetter(*self._blank))
        self._nested = [column.name for column in table.columns if isinstance(column.type, JSON)]
        self._known: dict[Key, Row | None] = {}
        self._complete = empty
        self._changed: dict[Key, Row | None] = {}
        self._added: list[Values] = []
        self._before: dict[Key, Row | None] = {}
        self._kept = 0
        self._merging: dict[tuple[Merge, str], dict[Key, int]] = {}
        self._merged: dict[tuple[Merge, str], dict[Key, int]] = {}

    # --- what a fold uses

    def get(self, *key: Any) -> Row | None:
        """The row of this key, to read or to change; None when there is none."""
        name = key if self._composite else key[0]
        row = self._find(name)
        if row is not None and name not in self._before:
            self._remember(name, self._copy(row))
        return row

    def peek(self, *key: Any) -> Mapping[str, Any] | None:
        """The row of this key, to read only; None when there is none."""
        return self._find(key if self._composite else key[0])

    def get_or_new(self, *key: Any, **defaults: Any) -> Row:
        """The row of this key, to read or to change; a new one with these defaults when there is none yet."""
        name = key if self._composite else key[0]
        row = self._find(name)
        if name not in self._before:
            self._remember(name, None if row is None else self._copy(row))
        if row is None:
            row = self._blank | defaults
            row.update(zip(self._keys, key, strict=True))
            self._known[name] = row
        return row

    def add(self, event: Recorded, **values: Any) -> None:
        """A new row of a row-per-event table; its position, time and correlation are the event's."""
        values["position"] = event.position
        values["occurred_at"] = event.timestamp
        values["correlation_id"] = event.correlation_id
        if len(values) != self._width:
            values = self._blank | values
        try:
            row = self._in_order(values)
        except KeyError:
            self._refuse(values)
        if len(values) != self._width:
            self._refuse(values)
        self.append(row)

    def append(self, row: Values) -> None:
        """The same, with all values in the order of the table's columns."""
        if len(self._added) == self._kept:
            self._touched.append(self)
        self._added.append(row)

    def merge(self, merge: Merge, column: str, amount: int, *key: Any) -> None:
        """Merges a number into a column of the row of this key, which is made if there is none, and not loaded.

        For what is only ever added up: such a table is read by queries, never by its fold.
        """
        merging = self._merging.get((merge, column))
        if merging is None:
            if column not in self._blank:
                raise ValueError(f"{self.table.name} has no column {column}")
            if not self._merging:
                self._touched.append(self)
            merging = self._merging[merge, column] = {}
        _merge_in(merging, merge, key if self._composite else key[0], amount)

    def remove(self, *key: Any) -> None:
        """Takes the row away, if there is one."""
        if self.get(*key) is not None:
            self._known[key if self._composite else key[0]] = None

    def _find(self, key: Key) -> Row | None:
        row = self._known.get(key)
        if row is None and not self._complete and key not in self._known:
            raise NotLoaded(self, key)
        return row

    def _remember(self, key: Key, row: Row | None) -> None:
        if not self._before:
            self._touched.append(self)
        self._before[key] = row

    def _copy(self, row: Row) -> Row:
        copy = dict(row)
        for name in self._nested:
            copy[name] = deepcopy(copy[name])
        return copy

    def _refuse(self, row: Row) -> NoReturn:
        raise ValueError(f"{self.table.name} has no column {', '.join(sorted(row.keys() - self._blank.keys()))}")

    # --- what the engine uses

    def check(self) -> None:
        """Raises ValueError for a column that does not exist."""
        for key in self._before:
            row = self._known.get(key)
            if row is not None and len(row) != len(self._blank):
                self._refuse(row)

    def keep(self) -> None:
        """The present event is folded: what it did stays."""
        self._changed.update(self._before)
        self._before.clear()
        self._kept = len(self._added)
        for (merge, column), merging in self._merging.items():
            merged = self._merged.setdefault((merge, column), {})
            if merged:
                for key, amount in merging.items():
                    _merge_in(merged, merge, key, amount)
            else:
                merged.update(merging)
        self._merging.clear()

    def undo(self) -> None:
        """Puts everything back as it was before the present event."""
        for key, row in self._before.items():
            if row is None and self._complete:
                self._known.pop(key, None)
            else:
                self._known[key] = row
        self._before.clear()
        self._merging.clear()
        del self._added[self._kept :]

    def learn(self, keys: Iterable[Key], stored: Iterable[Row]) -> None:
        """Takes in what the store has under `keys`."""
        for key in keys:
            self._known.setdefault(key, None)
        for row in stored:
            key = tuple(row[name] for name in self._keys) if self._composite else row[self._keys[0]]
            if self._known.get(key) is None and key not in self._changed:
                self._known[key] = row

    def changes(self) -> TableChanges | None:
        """What has to be written; None if that is nothing."""
        if not self._changed and not self._added and not self._merged:
            return None
        changes = TableChanges(self.table, added=self._added, merged=self._merged)
        for key in self._changed:
            row = self._known.get(key)
            if row is None:
                changes.removed.append(key)
            else:
                changes.put.append(row)
        return changes

    def written(self, keep: int) -> None:
        """The changes are in the store. Forgets the rows that were known longest, beyond `keep`."""
        if not self._changed and not self._added and not self._merged:
            return
        self._changed.clear()
        self._added = []
        self._merged = {}
        self._kept = 0
        if len(self._known) > keep:
            self._complete = False
            for key in list(self._known)[: len(self._known) - keep // 2]:
                del self._known[key]


def _merge_in(numbers: dict[Key, int], merge: Merge, key: Key, amount: int) -> None:
    known = numbers.get(key)
    if known is None:
        numbers[key] = amount
    elif merge is Merge.SUM:
        numbers[key] = known + amount
    elif known < amount:
        numbers[key] = amount


class Rows(dict[Table, TableRows]):
    """The tables of one projection: `rows[wallet_balances]`."""

    def __init__(self, tables: Sequence[Table], empty: bool) -> None:
        """`empty`: nothing is stored yet, so that what is not in memory does not exist."""
        self._touched: list[TableRows] = []
        super().__init__((table, TableRows(table, empty, self._touched)) for table in tables)

    def keep(self) -> None:
        """The present event is folded: what it did stays. Raises ValueError for a column that does not exist."""
        for rows in self._touched:
            rows.check()
        for rows in self._touched:
            rows.keep()
        self._touched.clear()

    def undo(self) -> None:
        """Puts everything back as it was before the present event."""
        for rows in self._touched:
            rows.undo()
        self._touched.clear()

    def changes(self) -> list[TableChanges]:
        """What has to be written, of the tables that changed."""
        return [changes for rows in self.values() if (changes := rows.changes())]

    def written(self, keep: int) -> None:
        """The changes are in the store. Of each table, at most `keep` rows stay in memory."""
        for rows in self.values():
            rows.written(keep)
