"""What was sold, how much is left, and what a user may still buy."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.store import store_sales, store_stock


@dataclass(frozen=True, slots=True)
class SoldView:
    """What was ever sold of one item. `buyers` are different users, `total` besitos."""

    item: str
    pieces: int
    buyers: int
    total: int


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
