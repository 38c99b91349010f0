"""When our list of payments was compared with Telegram's, and what differed."""

from sqlalchemy import Column, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import event_columns, metadata
from projections.projection import Partition, Projection, on
from projections.rows import Rows

COUNTS = ("seen", "credited", "refunded", "unmatched", "not_ours", "refused")

reconciliations = Table(
    "reconciliations",
    metadata,
    *event_columns(),
    Column("book", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in COUNTS),
)


class Reconciliations(Projection):
    """One row for each comparison."""

    version, tables = 2, (reconciliations,)
    partition = Partition.EVENT

    @on("reconciliation.completed")
    def completed(self, event: Recorded, rows: Rows) -> None:
        rows[reconciliations].add(event, book=event.book, **{name: event.state[name] for name in COUNTS})
