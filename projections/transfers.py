"""Transfers: every gift of besitos from one user to another."""

from sqlalchemy import Column, Date, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import event_columns, metadata, user_column
from projections.projection import Partition, Projection, on
from projections.rows import Rows

transfers = Table(
    "transfers",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("receiver", String(16), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("fee", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Index("transfers_by_sender", "user_id", "day"),
    Index("transfers_by_receiver", "receiver"),
)
"""`user_id` sent `amount` on the community's `day`; `receiver` got it less `fee`, which is gone."""


class TransferLog(Projection):
    """One row a transfer."""

    name = "transfers"
    tables = (transfers,)
    partition = Partition.EVENT

    @on("transfer.sent")
    def sent(self, event: Recorded, rows: Rows) -> None:
        rows[transfers].add(
            event, user_id=event.user_id, receiver=event.to, amount=event.amount, fee=event.fee, day=event.day
        )
