"""The store: every sale, and how much of each limited stock is gone."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

store_sales = Table(
    "store_sales",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("item", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("regular_price", Integer, nullable=False),
    Column("priced", String(7), nullable=False),
    Index("store_sales_by_user", "user_id", "item"),
    Index("store_sales_by_item", "item", "position"),
)
"""`total` besitos for `quantity` pieces; `priced` is regular, sale or vip, `regular_price` what one costs otherwise."""

store_stock = Table(
    "store_stock",
    metadata,
    Column("item", String, primary_key=True),
    Column("taken", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
"""Only items with a stock; how many there were in all stands in the catalogue."""


class Store(Projection):
    """Sales and stocks. A sale depends on no other; a stock is its stream's own."""

    tables = (store_sales, store_stock)

    @on("item.purchased")
    def purchased(self, event: Recorded, rows: Rows) -> None:
        names = ("item", "quantity", "unit_price", "total", "regular_price", "priced")
        rows[store_sales].add(event, user_id=event.user_id, **{name: event.state[name] for name in names})

    @on("stock.taken")
    def taken(self, event: Recorded, rows: Rows) -> None:
        row = rows[store_stock].get_or_new(event.item)
        row |= {"taken": event.taken, "updated_at": event.timestamp}
