"""Buying in the store: money, stock, limit and item move in one commit, or nothing does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commands.context import Context, UserCommand
from commands.registry import Fact, Streams, handles
from domain.levels import Level
from domain.membership import Membership
from domain.mochila import Mochila
from domain.store import Buyer, PriceChanged, Purchases, Stock, checked_pieces, obstacle
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class BuyItem(UserCommand):
    """Buys so many pieces of an item. `shown` is the price of one that the buyer agreed to, None for any.

    Raises NotFound, NotForSale, InvalidValue, NotOnSaleNow, SoldOut, VipOnly, ItemNeedsLevel, PurchaseLimitReached,
    PriceChanged, InsufficientBesitos and MochilaFull.
    """

    item: str
    quantity: int = 1
    shown: int | None = None


def _shelf(command: BuyItem, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The item's stock, where it has one: buyers of what is endless have no stream in common."""
    offer = context.content.offer(command.item)
    return {"shelf": [] if offer.stock is None else [Stock.stream(offer.item)]}


def _bought(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    bought = told["item.purchased"]
    return {
        "item": bought["item"],
        "quantity": bought["quantity"],
        "unit_price": bought["unit_price"],
        "total": bought["total"],
        "owned": told["item.received"]["owned"],
        "balance": told["wallet.debited"]["balance"],
        "left": told["stock.taken"]["left"] if "stock.taken" in told else None,
    }


@handles(BuyItem, loads=_shelf, answers=_bought)
def buy_item(
    command: BuyItem,
    context: Context,
    purchases: Purchases,
    shelf: dict[str, Stock],
    wallet: Wallet,
    mochila: Mochila,
    level: Level,
    membership: Membership,
) -> None:
    offer, zone = context.content.offer(command.item), context.content.community.zone
    quantity = checked_pieces(command.quantity)
    stock = next(iter(shelf.values()), None)
    buyer = Buyer(level.level, membership.active(context.now), purchases.bought.get(offer.item, 0))
    left = stock.left(offer) if stock is not None else None
    if closed := obstacle(offer, buyer, left, context.now, zone, quantity):
        raise closed
    terms = offer.price_at(context.now, zone, buyer.vip)
    if command.shown is not None and command.shown != terms.price:
        raise PriceChanged(offer.item, command.shown, terms.price)
    total = purchases.buy(offer, quantity, terms)
    wallet.debit(total, reason=f"purchase:{offer.item}")
    if stock is not None:
        stock.take(offer, quantity)
    mochila.receive(offer.item, quantity, reason=f"purchase:{offer.item}")
    if offer.hint is not None:
        mochila.unlock_hint(offer.hint, context.content.story_of(offer.hint), reason=f"purchase:{offer.item}")
