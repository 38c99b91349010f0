"""What was sold, how much is left, and what a user may still buy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.store import store_sales, store_stock
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class SoldView:
    """What was ever sold of one item. `buyers` are different users, `total` besitos."""

    item: str
    pieces: int
    buyers: int
    total: int


@dataclass(frozen=True, slots=True)
class SaleView:
    """One sale: `total` besitos for `quantity` pieces; `priced` is regular, sale or vip."""

    position: int
    sold_at: datetime
    correlation_id: str
    user_id: UserId
    item: str
    quantity: int
    total: int
    priced: str


def taken(read: Connection) -> Mapping[str, int]:
    """How many of each item with a stock are gone."""
    return {row.item: row.taken for row in read.execute(select(store_stock))}


def bought_by(read: Connection, user_id: UserId) -> Mapping[str, int]:
    """How many of each item the user has bought."""
    pieces = func.sum(store_sales.c.quantity)
    mine = select(store_sales.c.item, pieces.label("pieces")).where(store_sales.c.user_id == user_id)
    return {row.item: row.pieces for row in read.execute(mine.group_by(store_sales.c.item))}


def sold(read: Connection) -> list[SoldView]:
    """What was sold of each item, what brought the most first."""
    pieces, total = func.sum(store_sales.c.quantity), func.sum(store_sales.c.total)
    buyers = func.count(store_sales.c.user_id.distinct())
    wanted = select(store_sales.c.item, pieces.label("pieces"), buyers.label("buyers"), total.label("total")).group_by(
        store_sales.c.item
    )
    rows = read.execute(wanted.order_by(total.desc(), store_sales.c.item))
    return [SoldView(row.item, row.pieces, row.buyers, row.total) for row in rows]


def sales_page(read: Connection, before: int | None = None, limit: int = 50) -> Page[SaleView]:
    """Everybody's purchases, the newest first, from before a position."""
    wanted = select(store_sales)
    if before is not None:
        wanted = wanted.where(store_sales.c.position < before)
    rows = read.execute(wanted.order_by(store_sales.c.position.desc()).limit(page_size(limit) + 1)).all()
    sales = [
        SaleView(
            position=row.position,
            sold_at=row.occurred_at,
            correlation_id=row.correlation_id,
            user_id=row.user_id,
            item=row.item,
            quantity=row.quantity,
            total=row.total,
            priced=row.priced,
        )
        for row in rows
    ]
    return page_of(sales, [each.position for each in sales], limit)
