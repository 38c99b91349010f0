"""Auctions: what is up, putting something up, bidding, taking it back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.auctions import CancelAuction, OpenAuction, PlaceBid, WithdrawAuction
from domain.auctions import LONGEST
from domain.errors import NotFound
from domain.ids import UserId
from domain.wallet import MAX_AMOUNT
from queries.auctions import AuctionView, BidView, auction_of, auctions_page, bids_of

router = APIRouter(prefix="/v1/auctions", tags=["auctions"])

reading = [scope("read"), Fresh]
Write = Annotated[KeyInfo, scope("write")]
AuctionInPath = Annotated[str, Path(description="as `POST /v1/auctions` gave it", max_length=40)]
User = Annotated[UserId, Field(min_length=1, max_length=64)]
Amount = Annotated[StrictInt, Field(ge=1, le=MAX_AMOUNT)]


class NewAuction(Body):
    """One piece of `item` from the seller's mochila, for `ends_in` seconds. From `buyout` on it is sold at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"seller": "4f0c51d2a9e86b73", "item": "galleta_suerte", "minimum": 10, "ends_in": 3600}
        }
    )

    seller: User
    item: Annotated[str, Field(min_length=1, max_length=40)]
    minimum: Amount
    ends_in: Annotated[StrictInt, Field(ge=1, le=LONGEST)]
    buyout: Amount | None = None


class Bid(Body):
    """So many besitos, held until somebody bids more or it is over."""

    model_config = ConfigDict(json_schema_extra={"example": {"user": "8c11e0a7d95b42f6", "amount": 25}})

    user: User
    amount: Amount


class Cancelling(Body):
    """`user` is the seller; without, the community cancels it, for `reason`, which must name nobody."""

    user: User | None = None
    reason: Annotated[str, Field(min_length=1, max_length=100)] = "admin"


class AuctionList(BaseModel):
    """Auctions, the latest opened first; `next` goes into `cursor`, None at the end."""

    items: list[AuctionView]
    next: str | None


class BidList(BaseModel):
    """Bids, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[BidView]
    next: str | None


@router.get("", dependencies=reading)
async def list_auctions(
    app: Services,
    status: Annotated[Literal["open", "sold", "unsold", "cancelled"] | None, Query()] = None,
    seller: Annotated[UserId | None, Query(max_length=64)] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> AuctionList:
    """Auctions, the latest opened first. 404 for a `seller` whom nobody knows."""
    if seller is not None:
        await known_user(app, seller)
    before = position_of(app, cursor)
    page = await app.reads.run(auctions_page, status=status, seller=seller, before=before, limit=limit)
    return AuctionList(items=list(page.items), next=next_cursor(app, page.next))


@router.post("")
async def open_auction(body: NewAuction, change: Changes, key: Write) -> Changed:
    """Puts an item up; it leaves the seller's mochila. `result` is `{id, item, minimum, buyout, ends_at}`.

    404 for an unknown seller or item; 409 if they have none of it, or it stays with whoever got it; 422 for a price or
    a time that no auction may have.
    """
    command = OpenAuction(body.seller, body.item, body.minimum, body.ends_in, body.buyout)
    return await change.give(command, key, actor=body.seller)


@router.get("/{auction_id}", dependencies=reading)
async def get_auction(auction_id: AuctionInPath, app: Services) -> AuctionView:
    """One auction as it stands."""
    found = await app.reads.run(auction_of, auction_id)
    if found is None:
        raise NotFound("auction", auction_id)
    return found


@router.get("/{auction_id}/bids", dependencies=reading)
async def list_bids(auction_id: AuctionInPath, app: Services, cursor: Cursor = None, limit: PageSize = 50) -> BidList:
    """Who bid what, the newest first."""
    await get_auction(auction_id, app)
    page = await app.reads.run(bids_of, auction_id, position_of(app, cursor), limit)
    return BidList(items=list(page.items), next=next_cursor(app, page.next))


@router.post("/{auction_id}/bids")
async def place_bid(auction_id: AuctionInPath, body: Bid, change: Changes, key: Write) -> Changed:
    """Bids, or raises the own bid. `result` is `{bidder, amount, bids, balance, ends_at, sold}`.

    `ends_at` is the new end if the bid came late, else null; `sold`: it reached the buyout price. 402 if there are too
    few besitos; 409 if the bid is too low (`least`), the auction is over, or it is the bidder's own.
    """
    return await change.give(PlaceBid(body.user, auction_id, body.amount), key, actor=body.user)


@router.post("/{auction_id}/cancel")
async def cancel_auction(
    auction_id: AuctionInPath, change: Changes, key: Write, body: Cancelling | None = None
) -> Changed:
    """Takes it back: the item is its seller's again, and what was bid is free. `result` is what it was.

    403 for a `user` who does not sell it; 409 if it is over, or if the rules keep sellers from it once there are bids.
    """
    asked = body or Cancelling()
    if asked.user is not None:
        return await change.give(CancelAuction(asked.user, auction_id), key, actor=asked.user)
    return await change.give(WithdrawAuction(auction_id, asked.reason), key)
