"""The store: what is for sale, and buying it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StrictInt
from sqlalchemy.engine import Connection

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import ApiServices, KeyInfo
from commands.store import BuyItem
from domain.ids import UserId
from domain.items import Category, Rarity
from domain.store import MAX_PIECES, MAX_PRICE, Buyer, OfferDefinition, Priced, obstacle
from queries.levels import level_of
from queries.membership import membership_of
from queries.store import SoldView, bought_by, sold, taken

router = APIRouter(prefix="/v1", tags=["store"])

reading = [scope("read"), Fresh]


class Order(Body):
    """`price` is what one piece cost when it was chosen: at any other price nothing is bought (409)."""

    model_config = ConfigDict(json_schema_extra={"example": {"item": "galleta_suerte", "quantity": 1, "price": 12}})

    item: Annotated[str, Field(min_length=1, max_length=40)]
    quantity: Annotated[StrictInt, Field(ge=1, le=MAX_PIECES)] = 1
    price: Annotated[StrictInt | None, Field(ge=1, le=MAX_PRICE)] = None


class StoreItem(BaseModel):
    """Something for sale. Prices are besitos for one piece.

    `price` is what it costs now, `regular_price` what it costs without a sale, `vip_price` what it costs a VIP at most.
    `left` and `limit` are null where there is no end to it. With `user`: the price is theirs, `bought` what they have
    bought of it, and `locked` the name of the rule that keeps them from buying one, money aside.
    """

    id: str
    icon: str
    title: str
    description: str
    category: Category
    rarity: Rarity
    price: int
    priced: Priced
    price_until: datetime | None
    regular_price: int
    vip_price: int | None
    available: Annotated[bool, Field(description="whether it is sold now: in season, and not sold out")]
    opens: Annotated[datetime | None, Field(description="when it is sold next, if it is out of season")]
    stock: int | None
    left: int | None
    limit: int | None
    vip_only: bool
    level: int
    bought: int | None = None
    locked: str | None = None


class StoreItems(BaseModel):
    """All of them, in the content's order."""

    items: list[StoreItem]


class Sold(BaseModel):
    """What sold, what brought the most first."""

    items: list[SoldView]


@router.get("/store/items", dependencies=reading)
async def list_store_items(
    request: Request,
    app: Services,
    user: Annotated[UserId | None, Query(description="for whom: their prices, and what is locked for them")] = None,
) -> StoreItems:
    """Everything that the store sells, in the language of Accept-Language."""
    if user is not None:
        await known_user(app, user)
    gone, buyer = await app.reads.run(taken), await _buyer(app, user)
    bought = await app.reads.run(bought_by, user) if user else {}
    language = "es" if speaks_spanish(request) else "en"
    items = [
        _item(app, offer, language, gone, Buyer(buyer.level, buyer.vip, bought.get(offer.item, 0)))
        for offer in app.bus.content.store
    ]
    if user is None:
        for item in items:
            item.bought = item.locked = None
    return StoreItems(items=items)


async def _buyer(app: ApiServices, user: UserId | None) -> Buyer:
    """Who asks; nobody in particular is at the first level and no VIP."""
    if user is None:
        return Buyer(level=1, vip=False)

    def standing(read: Connection) -> Buyer:
        membership = membership_of(read, user)
        return Buyer(level_of(read, user).level, membership is not None and membership.active(app.clock.now()))

    return await app.reads.run(standing)


def _item(app: ApiServices, offer: OfferDefinition, language: str, gone: Mapping[str, int], buyer: Buyer) -> StoreItem:
    now, zone, item = app.clock.now(), app.bus.content.community.zone, app.bus.content.item(offer.item)
    terms, in_season = offer.price_at(now, zone, buyer.vip), offer.on_sale(now, zone)
    left = None if offer.stock is None else max(offer.stock - gone.get(offer.item, 0), 0)
    closed = obstacle(offer, buyer, left, now, zone)
    return StoreItem(
        id=item.id,
        icon=item.icon,
        title=item.title.by_language[language],
        description=item.description.by_language[language],
        category=item.category,
        rarity=item.rarity,
        price=terms.price,
        priced=terms.priced,
        price_until=terms.until,
        regular_price=offer.price,
        vip_price=offer.vip_price,
        available=in_season and left != 0,
        opens=None if in_season else offer.opens_next(now, zone),
        stock=offer.stock,
        left=left,
        limit=offer.limit,
        vip_only=offer.vip_only,
        level=offer.level,
        bought=buyer.bought,
        locked=closed.type if closed else None,
    )


@router.get("/store/sales", dependencies=reading)
async def list_sales(app: Services) -> Sold:
    """What was sold of each item: pieces, buyers, besitos."""
    return Sold(items=await app.reads.run(sold))


@router.post("/users/{user_id}/purchases")
async def buy_item(
    user_id: UserInPath, body: Order, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Buys, all or nothing; `result` is `{item, quantity, unit_price, total, owned, balance, left}`.

    402 if there are too few besitos; 409 if it is sold out, out of season, at its limit, or its price has changed; 403
    if it is for VIPs or a higher level; 404 for an item that there is not.
    """
    return await change.give(BuyItem(user_id, body.item, body.quantity, body.price), key)
