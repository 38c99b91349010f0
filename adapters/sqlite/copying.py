"""Copies a table from an attached database in portions, so that other writers never wait for long."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection

from projections.ports import Report

PORTION = 5_000
"""Rows copied in one transaction: some 10 ms."""


def copy_table(connection: Connection, table: Table, name: str, report: Report) -> None:
    """Copies `aside.<table>` to the table `name`, in the order of its key."""
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.primary_key)
    source = f'aside."{table.name}"'
    with connection.begin():
        total = connection.exec_driver_sql(f"SELECT count(*) FROM {source}").scalar_one()  # noqa: S608  # our own names
    done = 0
    last: Sequence[Any] = ()
    while done < total:
        after = f"WHERE ({keys}) > ({marks})" if last else ""
        with connection.begin():
            connection.exec_driver_sql(
                f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM {source} {after} '  # noqa: S608
                f"ORDER BY {keys} LIMIT {PORTION}",
                tuple(last),
            )
            done = min(done + PORTION, total)
            if done < total:
                last = connection.exec_driver_sql(
                    f"SELECT {keys} FROM {source} {after} ORDER BY {keys} LIMIT 1 OFFSET {PORTION - 1}",  # noqa: S608
                    tuple(last),
                ).one()
        report(f"copying {table.name}", done, total)
