"""Auctions as they stand, and every bid."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from domain.auctions import least_above
from domain.recorded import Recorded
from projections.columns import Position, UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Row, Rows

auctions = Table(
    "auctions",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Position, nullable=False),
    Column("status", String(9), nullable=False),
    Column("seller", String(16), nullable=False),
    Column("item", String, nullable=False),
    Column("minimum", Integer, nullable=False),
    Column("buyout", Integer),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("fee_percent", Integer, nullable=False),
    Column("raise_percent", Integer, nullable=False),
    Column("raise_least", Integer, nullable=False),
    Column("leader", String(16)),
    Column("price", Integer, nullable=False),
    Column("least_bid", Integer, nullable=False),
    Column("bids", Integer, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String),
    Column("fee", Integer),
    Column("proceeds", Integer),
    Index("auctions_by_end", "status", "ends_at"),
    Index("auctions_by_seller", "seller", "position"),
    Index("auctions_by_leader", "leader", "position"),
)
"""`status` is open, sold, unsold or cancelled; `position` is where it was opened. `leader` is who has bid most, and
once it is sold the winner. `ended_by` is ended, buyout, seller, or why the community cancelled it."""

auction_bids = Table(
    "auction_bids",
    metadata,
    *event_columns(),
    Column("auction", String, nullable=False),
    user_column(primary_key=False, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("outbid", String(16)),
    Column("own_raise", Boolean, nullable=False),
    Index("auction_bids_by_auction", "auction", "position"),
    Index("auction_bids_by_user", "user_id", "position"),
)
"""`outbid` is whose hold this bid released; `own_raise`: the bidder led before, and only the difference was held."""


class Auctions(Projection):
    """Auctions and bids, from the auctions' own streams."""

    tables = (auctions, auction_bids)

    @on("auction.opened")
    def opened(self, event: Recorded, rows: Rows) -> None:
        row = rows[auctions].get_or_new(_id(event), status="open", extensions=0, price=0, bids=0)
        kept = ("seller", "item", "minimum", "buyout", "ends_at", "fee_percent", "raise_percent", "raise_least")
        row |= {name: event.state[name] for name in kept}
        row |= {"position": event.position, "opened_at": event.timestamp, "least_bid": event.minimum}

    @on("auction.bid_placed")
    def bid_placed(self, event: Recorded, rows: Rows) -> None:
        row = _row(event, rows)
        rows[auction_bids].add(
            event,
            auction=row["id"],
            user_id=event.bidder,
            amount=event.amount,
            outbid=event.outbid,
            own_raise=row["leader"] == event.bidder,
        )
        least = least_above(event.amount, row["raise_percent"], row["raise_least"])
        least = least if row["buyout"] is None else min(least, row["buyout"])
        row |= {"leader": event.bidder, "price": event.amount, "least_bid": least, "bids": event.bids}

    @on("auction.extended")
    def extended(self, event: Recorded, rows: Rows) -> None:
        row = _row(event, rows)
        row |= {"ends_at": event.ends_at, "extensions": row["extensions"] + 1}

    @on("auction.closed")
    def closed(self, event: Recorded, rows: Rows) -> None:
        _row(event, rows).update(
            status="unsold" if event.winner is None else "sold",
            ended_at=event.timestamp,
            ended_by=event.reason,
            fee=event.fee,
            proceeds=event.proceeds,
        )

    @on("auction.cancelled")
    def cancelled(self, event: Recorded, rows: Rows) -> None:
        _row(event, rows).update(status="cancelled", ended_at=event.timestamp, ended_by=event.reason)


def _id(event: Recorded) -> str:
    return event.stream.partition(":")[2]


def _row(event: Recorded, rows: Rows) -> Row:
    row = rows[auctions].get(_id(event))
    if row is None:
        raise LookupError(f"auction {_id(event)} was never opened")
    return row
