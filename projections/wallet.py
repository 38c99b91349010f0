"""Besitos: what each user has now, and every movement."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import Position, UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

wallet_balances = Table(
    "wallet_balances",
    metadata,
    user_column(),
    Column("available", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("earned", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("position", Position, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("wallet_balances_by_available", "available"),
)
"""`earned` and `spent` are all-time sums of what came in and what went out; `position` is the last movement."""

wallet_ledger = Table(
    "wallet_ledger",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("change", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("hold", String),
    Column("balance", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("event_id", String, nullable=False),
    Column("causation_id", String),
    Index("wallet_ledger_by_user", "user_id", "position"),
)
"""`kind` is credited, debited, held, released or captured. `amount` is positive, `change` is what it did to the
balance that can be spent; `balance` and `held` are those after it."""

CHANGE = {"credited": 1, "debited": -1, "held": -1, "released": 1, "captured": 0}
"""What each kind of movement does to the balance that can be spent."""


class Wallets(Projection):
    """Balances and the ledger, from the wallets' streams."""

    name = "wallet"
    tables = (wallet_balances, wallet_ledger)

    @on("wallet.credited", "wallet.debited", "wallet.held", "wallet.released", "wallet.captured")
    def moved(self, event: Recorded, rows: Rows) -> None:
        state = event.state
        kind, amount = event.topic.removeprefix("wallet."), state["amount"]
        row = rows[wallet_balances].get_or_new(event.user_id, available=0, held=0, earned=0, spent=0)
        row["available"] = state["balance"]
        row["held"] = state.get("total_held", row["held"])
        row["position"], row["updated_at"] = event.position, event.timestamp
        if kind == "credited":
            row["earned"] += amount
        elif kind in ("debited", "captured"):
            row["spent"] += amount
        rows[wallet_ledger].add(
            event,
            user_id=event.user_id,
            kind=kind,
            amount=amount,
            change=CHANGE[kind] * amount,
            reason=state["reason"],
            hold=state.get("hold"),
            balance=row["available"],
            held=row["held"],
            event_id=event.event_id,
            causation_id=event.causation_id,
        )
