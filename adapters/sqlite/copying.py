"""Long work in portions, so that other writers never wait for long; and tables copied from an attached database so."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Table
from sqlalchemy.engine import Connection, RootTransaction

from projections.ports import Report

PORTION = 5_000
"""Rows handled in one transaction: some 10 ms."""


class Portions:
    """Transactions on one connection, one after the other. Several small works share one, a large work takes several.

    Leaving it by an error undoes what the present transaction has done, and nothing before that.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._transaction: RootTransaction | None = None
        self._rows = 0

    def take(self, rows: int) -> None:
        """Says how many rows are handled next: in this transaction, or in a new one if they are too many for it."""
        if self._rows + rows > PORTION:
            self.close()
        if self._transaction is None:
            self._transaction = self.connection.begin()
        self._rows += rows

    def close(self) -> None:
        """Commits what has been done."""
        if self._transaction is not None:
            self._transaction.commit()
        self._transaction, self._rows = None, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._transaction is not None:
            self._transaction.rollback()


def copy_table(portions: Portions, table: Table, name: str, report: Report) -> None:
    """Copies `aside.<table>` to the empty table `name`, in the order of its key."""
    keys = [f'"{column.name}"' for column in table.primary_key]
    order, downwards = ", ".join(keys), ", ".join(f"{key} DESC" for key in keys)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _ in keys)
    source = f'aside."{table.name}"'
    run = portions.connection.exec_driver_sql
    portions.take(1)
    total: int = run(f"SELECT count(*) FROM {source}").scalar_one()  # noqa: S608  # our own names
    done = 0
    last: Sequence[Any] = ()
    while done < total:
        some = min(PORTION, total - done)
        portions.take(some)
        run(
            f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM {source} '  # noqa: S608
            f"{f'WHERE ({order}) > ({marks}) ' if last else ''}ORDER BY {order} LIMIT {some}",
            tuple(last),
        )
        done += some
        if done < total:
            last = run(f'SELECT {order} FROM "{name}" ORDER BY {downwards} LIMIT 1').one()  # noqa: S608
        report(f"copying {table.name}", done, total)
