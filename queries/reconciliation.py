"""When our list of payments was compared with Telegram's, and what differed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from projections.reconciliation import reconciliations


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    """One comparison: Telegram's transactions so far, and the differences that were found in the new ones."""

    position: int
    occurred_at: datetime
    seen: int
    credited: int
    refunded: int
    unmatched: int
    not_ours: int
    refused: int


def latest_reconciliations(read: Connection, limit: int = 30) -> list[ReconciliationView]:
    """The newest first."""
    columns = [reconciliations.c[name] for name in ReconciliationView.__dataclass_fields__]
    rows = read.execute(select(*columns).order_by(reconciliations.c.position.desc()).limit(limit))
    return [ReconciliationView(**row._mapping) for row in rows]
