"""Auctions: what is up, who leads, and who bid what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.auctions import auction_bids, auctions
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class AuctionView:
    """One auction as it stands. `least_bid` is what the next bid must be; `leader` is the winner once it is sold.

    `status` is open, sold, unsold or cancelled; an open one whose `ends_at` has passed is about to be settled.
    """

    id: str
    status: str
    seller: UserId
    item: str
    minimum: int
    buyout: int | None
    opened_at: datetime
    ends_at: datetime
    extensions: int
    leader: UserId | None
    price: int
    least_bid: int
    bids: int
    ended_at: datetime | None
    ended_by: str | None
    fee: int | None
    proceeds: int | None

    def open(self, now: datetime) -> bool:
        """Whether it can still be bid on."""
        return self.status == "open" and now < self.ends_at


@dataclass(frozen=True, slots=True)
class BidView:
    """One bid."""

    position: int
    placed_at: datetime
    user_id: UserId
    amount: int
    outbid: UserId | None
    own_raise: bool


def auction_of(read: Connection, auction: str) -> AuctionView | None:
    """One auction, None if there is none of that id."""
    row = read.execute(select(auctions).where(auctions.c.id == auction)).one_or_none()
    return _view(row) if row else None


def open_auctions(read: Connection, now: datetime, limit: int = 50, offset: int = 0) -> list[AuctionView]:
    """Those that can be bid on, the one that ends first first."""
    up = select(auctions).where(auctions.c.status == "open", auctions.c.ends_at > now)
    wanted = up.order_by(auctions.c.ends_at, auctions.c.position).limit(page_size(limit)).offset(offset)
    return [_view(row) for row in read.execute(wanted)]


def auctions_page(
    read: Connection,
    *,
    status: str | None = None,
    over: bool = False,
    seller: UserId | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page[AuctionView]:
    """Auctions, the latest opened first; of one status, those that are `over`, of one seller."""
    wanted: list[ColumnElement[bool]] = []
    if status is not None:
        wanted.append(auctions.c.status == status)
    if over:
        wanted.append(auctions.c.status != "open")
    if seller is not None:
        wanted.append(auctions.c.seller == seller)
    if before is not None:
        wanted.append(auctions.c.position < before)
    found = select(auctions).where(*wanted).order_by(auctions.c.position.desc()).limit(page_size(limit) + 1)
    rows = read.execute(found).all()
    return page_of([_view(row) for row in rows], [row.position for row in rows], limit)


def auctions_with(read: Connection, user_id: UserId, limit: int = 20) -> list[AuctionView]:
    """Those that the user sells or leads, or has won; open ones first, then the latest."""
    theirs = or_(auctions.c.seller == user_id, auctions.c.leader == user_id)
    wanted = select(auctions).where(theirs).order_by(auctions.c.status != "open", auctions.c.position.desc())
    return [_view(row) for row in read.execute(wanted.limit(page_size(limit)))]


def bids_of(read: Connection, auction: str, before: int | None = None, limit: int = 50) -> Page[BidView]:
    """The bids on one auction, the newest first."""
    wanted = auction_bids.c.auction == auction
    if before is not None:
        wanted = and_(wanted, auction_bids.c.position < before)
    found = select(auction_bids).where(wanted).order_by(auction_bids.c.position.desc()).limit(page_size(limit) + 1)
    rows = read.execute(found).all()
    views = [BidView(row.position, row.occurred_at, row.user_id, row.amount, row.outbid, row.own_raise) for row in rows]
    return page_of(views, [row.position for row in rows], limit)


def _view(row: Row[tuple[object, ...]]) -> AuctionView:
    return AuctionView(**{name: row._mapping[name] for name in AuctionView.__slots__})
