"""A projection of nothing in particular, as a test might define it: a table of sums, one of rows per event, and one
whose rows are never loaded."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, MetaData, String, Table, select
from sqlalchemy.engine import Connection

from domain.recorded import Recorded
from projections.columns import event_columns
from projections.projection import Projection, on
from projections.rows import Merge, Rows

toys = MetaData()

toy_sums = Table(
    "toy_sums",
    toys,
    Column("stream", String, primary_key=True),
    Column("total", Integer, nullable=False),
    Column("seen", JSON(none_as_null=True), nullable=False),
)

toy_entries = Table(
    "toy_entries",
    toys,
    *event_columns(),
    Column("stream", String, nullable=False),
    Column("amount", Integer, nullable=False),
    Index("toy_entries_by_stream", "stream"),
)

toy_merged = Table(
    "toy_merged",
    toys,
    Column("stream", String, primary_key=True),
    Column("total", Integer),
    Column("greatest", Integer),
)

UNLUCKY = 13


class Toys(Projection):
    """Sums the amounts of each stream. Can't take 13, after it has changed rows in vain."""

    tables = (toy_sums, toy_entries, toy_merged)

    @on("toy.added")
    def added(self, event: Recorded, rows: Rows) -> None:
        row = rows[toy_sums].get_or_new(event.stream, total=0, seen=[])
        rows[toy_entries].add(event, stream=event.stream, amount=event.amount)
        rows[toy_merged].merge(Merge.SUM, "total", event.amount or 0, event.stream)
        rows[toy_merged].merge(Merge.GREATEST, "greatest", event.amount or 0, event.stream)
        row["seen"].append(event.amount)
        del row["seen"][:-5]
        row["total"] += event.amount or 0
        if event.amount == UNLUCKY:
            raise ValueError("thirteen")


def sums(read: Connection) -> dict[str, int]:
    """The totals by stream, as the public name shows them."""
    return {row.stream: row.total for row in read.execute(select(toy_sums))}


def entries(read: Connection) -> list[tuple[int, int]]:
    """(position, amount) of every entry."""
    table = toy_entries.c
    return [(at, amount) for at, amount in read.execute(select(table.position, table.amount).order_by(table.position))]


def contents(
    read: Connection, projections: Iterable[Projection], without: frozenset[str] = frozenset()
) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, sorted, as the database holds them; `without` these columns."""
    found = {}
    for projection in projections:
        for table in projection.tables:
            names = [column.name for column in table.columns if column.name not in without]
            columns = ", ".join(f'"{name}"' for name in names)
            rows = read.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"').all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def digest(read: Connection, projections: Iterable[Projection]) -> str:
    """One hash over every row of every table."""
    return hashlib.sha256(repr(sorted(contents(read, projections).items())).encode()).hexdigest()
