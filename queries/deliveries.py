"""What became of messages, hour by hour."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from projections.deliveries import deliveries
from queries.paging import Page, page_size


@dataclass(frozen=True, slots=True)
class DeliveredView:
    """How many messages of a kind came to an end (sent, unknown, given_up) for a reason, from `begins` to `ends`."""

    position: int
    begins: datetime
    ends: datetime
    kind: str
    end: str
    reason: str
    count: int


def hours(read: Connection, before: int | None = None, limit: int = 50) -> Page[DeliveredView]:
    """The rows of the latest hours, the newest hour first; `limit` counts hours, each is given whole."""
    told = select(deliveries.c.position).distinct().order_by(deliveries.c.position.desc()).limit(page_size(limit) + 1)
    if before is not None:
        told = told.where(deliveries.c.position < before)
    positions = read.execute(told).scalars().all()
    shown = positions[: page_size(limit)]
    if not shown:
        return Page(())
    columns = [deliveries.c[name] for name in DeliveredView.__dataclass_fields__]
    wanted = select(*columns).where(deliveries.c.position.between(shown[-1], shown[0]))
    rows = read.execute(wanted.order_by(deliveries.c.position.desc(), deliveries.c.line))
    items = tuple(DeliveredView(**row._mapping) for row in rows)
    return Page(items, shown[-1] if len(positions) > len(shown) else None)
