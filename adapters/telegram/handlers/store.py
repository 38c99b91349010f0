"""The store: shelves by category, a page for each thing, and one tap to confirm at the price that was shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.callbacks import Buy, Open, number_in, short, whole
from adapters.telegram.rewards import worth
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.unlocking import to_besitos, way_to_open
from adapters.telegram.visitor import Visitor
from commands.store import BuyItem
from domain.errors import DomainError
from domain.ids import UserId
from domain.items import Category, ItemDefinition
from domain.store import MAX_PIECES, Buyer, OfferDefinition, PriceChanged, Terms, obstacle
from queries.levels import level_of
from queries.membership import membership_of
from queries.mochila import inventory_of
from queries.store import bought_by, taken
from queries.wallet import wallet_view

SHELVES: tuple[Category, ...] = ("consumable", "wearable", "collectible", "keepsake", "key")
QUANTITIES = (1, 2, 3, 5, 10)
"""How many can be bought by a button, as far as stock, limit and wallet allow."""


def router() -> Router:
    router = Router(name="store")
    router.message.register(show, Command("store", "tienda"))
    router.callback_query.register(open_store, Open.filter(F.screen == "store"))
    router.callback_query.register(open_offer, Open.filter(F.screen == "offer"))
    router.callback_query.register(open_order, Open.filter(F.screen == "order"))
    router.callback_query.register(buy, Buy.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The store, as a new message."""
    await visitor.show(await overview(visitor))


async def open_store(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """All shelves, or the one that was chosen."""
    category = next((each for each in SHELVES if each == callback_data.what), None)
    await visitor.show(await shelf(visitor, category) if category else await overview(visitor))


async def open_offer(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One thing. Raises NotFound and NotForSale for what the content has no more."""
    await visitor.show(await offer_screen(visitor, callback_data.what))


async def open_order(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Whether really, at the price of this moment."""
    item, _, pieces = callback_data.what.partition("-")
    await visitor.show(await order(visitor, item, min(max(whole(pieces, digits=4) or 1, 1), MAX_PIECES)))


async def buy(query: CallbackQuery, callback_data: Buy, visitor: Visitor) -> None:
    """Confirmed: buys, once for each time that it was asked. A price that has changed since is asked again."""
    quantity, price = number_in(callback_data.quantity), number_in(callback_data.price)
    asked = number_in(callback_data.asked)
    if quantity is None or price is None or asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    try:
        command = BuyItem(visitor.user_id, callback_data.item, quantity, price)
        receipt = await visitor.execute_once(command, asked, partial(offer_screen, visitor, callback_data.item))
    except PriceChanged:
        screen = await order(visitor, callback_data.item, quantity)
        await visitor.show(Screen(f"{visitor.say('order-price-changed')}\n\n{screen.text}", screen.rows))
        return
    told = {name: receipt.result[name] for name in ("quantity", "total", "balance", "owned")}
    item = visitor.services.bus.content.item(callback_data.item)
    text = visitor.say("bought", title=f"{item.icon} {item.title.in_language(visitor.say.language)}", **told)
    rows = [[visitor.opens("button-in-mochila", "thing", item.id)]]
    await visitor.show(Screen(text, [*rows, [visitor.opens("button-more-store", "store"), visitor.home()]]))


# -- what is known ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the read models tell of a buyer and of the stocks. `bought`, `owned` and `gone` are pieces by item."""

    available: int
    buyer: Buyer
    bought: Mapping[str, int]
    owned: Mapping[str, int]
    gone: Mapping[str, int]


def known_of(read: Connection, user_id: UserId, now: datetime) -> Known:
    membership = membership_of(read, user_id)
    return Known(
        available=wallet_view(read, user_id).available,
        buyer=Buyer(level_of(read, user_id).level, membership is not None and membership.active(now)),
        bought=bought_by(read, user_id),
        owned={each.item: each.quantity for each in inventory_of(read, user_id)},
        gone=taken(read),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer as it stands for the visitor. `why_not` is what keeps them from buying one, money aside."""

    offer: OfferDefinition
    item: ItemDefinition
    terms: Terms
    left: int | None
    bought: int
    why_not: DomainError | None

    def most(self, available: int) -> int:
        """How many could be bought with so many besitos."""
        bounds = [MAX_PIECES, available // self.terms.price]
        if self.left is not None:
            bounds.append(self.left)
        if self.offer.limit is not None:
            bounds.append(self.offer.limit - self.bought)
        return min(bounds)


def present(visitor: Visitor, offer: OfferDefinition, known: Known) -> Shown:
    content, now = visitor.services.bus.content, visitor.say.now
    zone = content.community.zone
    left = None if offer.stock is None else max(offer.stock - known.gone.get(offer.item, 0), 0)
    buyer = replace(known.buyer, bought=known.bought.get(offer.item, 0))
    return Shown(
        offer=offer,
        item=content.item(offer.item),
        terms=offer.price_at(now, zone, buyer.vip),
        left=left,
        bought=buyer.bought,
        why_not=obstacle(offer, buyer, left, now, zone),
    )


async def _known(visitor: Visitor) -> Known:
    return await visitor.read(known_of, visitor.user_id, visitor.say.now)


# -- screens ----------------------------------------------------------------------------------------------------------


async def overview(visitor: Visitor) -> Screen:
    """The shelves that have something on them, and what there is to spend."""
    content, say = visitor.services.bus.content, visitor.say
    if not content.store:
        return Screen(say("store-empty"), [[visitor.home()]])
    counts = Counter(content.item(offer.item).category for offer in content.store)
    known = await _known(visitor)
    shelves = [
        visitor.opens("store-shelf", "store", each, category=say.plain("store-category", category=each), count=count)
        for each in SHELVES
        if (count := counts[each])
    ]
    last = [visitor.opens("button-mochila", "mochila"), visitor.home()]
    return Screen(say("store-title", available=known.available), [*in_rows(shelves, 1), last])


async def shelf(visitor: Visitor, category: Category) -> Screen:
    """The things of one category: price of each, and a button."""
    content, say, known = visitor.services.bus.content, visitor.say, await _known(visitor)
    shown = [present(visitor, offer, known) for offer in content.store if content.item(offer.item).category == category]
    title = say("store-category", category=category)
    lines = [_line(visitor, each) for each in shown]
    openers = [_opener(visitor, each) for each in shown]
    return Screen("\n".join([f"<b>{title}</b>", "", *lines]), [*in_rows(openers, 2), visitor.way_back("store")])


async def offer_screen(visitor: Visitor, item: str) -> Screen:
    """One thing: what it is, what it costs the visitor, how many are left, and buttons for so many; or why not."""
    known = await _known(visitor)
    shown, say = present(visitor, visitor.services.bus.content.offer(item), known), visitor.say
    language = say.language
    parts = [
        say("offer-title", icon=shown.item.icon, title=_title(visitor, shown), rarity=rarity(visitor, shown.item)),
        say.escaped(shown.item.description.in_language(language)),
        "\n".join([*can_do(visitor, shown.item), *_price(visitor, shown, known), *_how_many(visitor, shown, known)]),
    ]
    rows: list[list[InlineKeyboardButton]] = []
    if shown.why_not is not None:
        parts.append(_why_not(visitor, shown.why_not))
        rows = way_to_open(visitor, shown.why_not, "offer", item)
    elif (most := shown.most(known.available)) < 1:
        parts.append(say("offer-too-dear", missing=shown.terms.price - known.available))
        rows = [to_besitos(visitor)]
    else:
        parts.append(say("offer-you-have", available=known.available))
        rows = in_rows((_orders(visitor, shown, each) for each in QUANTITIES if each <= most), 3)
    return Screen("\n\n".join(parts), [*rows, visitor.way_back("store", shown.item.category)])


async def order(visitor: Visitor, item: str, quantity: int) -> Screen:
    """The question whether really. Its button carries the price that is shown. What can't be had shows its page, which
    says why; of what can't be had so often, how many can."""
    known = await _known(visitor)
    shown, say = present(visitor, visitor.services.bus.content.offer(item), known), visitor.say
    most = 0 if shown.why_not is not None else shown.most(known.available)
    if quantity > most:
        screen = await offer_screen(visitor, item)
        return Screen(f"{say('order-too-many', most=most)}\n\n{screen.text}", screen.rows) if most > 0 else screen
    total = shown.terms.price * quantity
    yes = Buy(
        owner=visitor.owner,
        item=item,
        quantity=short(quantity),
        price=short(shown.terms.price),
        asked=short(visitor.update_id),
    )
    title = f"{shown.item.icon} {_title(visitor, shown)}"
    text = say("order-confirm", title=title, quantity=quantity, total=total, left=known.available - total)
    return Screen(text, [[visitor.button("button-buy", yes, total=total)], visitor.way_back("offer", item)])


def rarity(visitor: Visitor, item: ItemDefinition) -> str:
    return visitor.say.plain("rarity", rarity=item.rarity)


def can_do(visitor: Visitor, item: ItemDefinition) -> list[str]:
    """What may be done with a thing, a line for each."""
    say = visitor.say
    told: list[str] = []
    if item.use is not None:
        told.append(say("offer-use", what=worth(visitor, item.use)))
    if item.equip is not None:
        told.append(say("offer-wear", slot=item.equip))
    if item.bound:
        told.append(say("offer-bound"))
    return told


# -- parts of screens -------------------------------------------------------------------------------------------------


def _title(visitor: Visitor, shown: Shown) -> str:
    return shown.item.title.in_language(visitor.say.language)


def _price(visitor: Visitor, shown: Shown, known: Known) -> list[str]:
    say, terms, offer = visitor.say, shown.terms, shown.offer
    key = "offer-price" if terms.priced == "regular" else f"offer-price-{terms.priced}"
    told: list[str] = [say(key, price=terms.price, **({} if terms.priced == "regular" else {"regular": offer.price}))]
    if terms.until is not None:
        told.append(say("offer-until", until=terms.until))
    if offer.vip_price is not None and not known.buyer.vip and offer.vip_price < terms.price:
        told.append(say("offer-for-vips", price=offer.vip_price))
    return told


def _how_many(visitor: Visitor, shown: Shown, known: Known) -> list[str]:
    say = visitor.say
    told: list[str] = []
    if shown.left:
        told.append(say("offer-left", left=shown.left))
    if shown.offer.limit is not None:
        told.append(say("offer-limit", limit=shown.offer.limit, bought=shown.bought))
    if owned := known.owned.get(shown.item.id):
        told.append(say("offer-owned", owned=owned))
    return told


def _why_not(visitor: Visitor, why_not: DomainError) -> str:
    details = naming.details(visitor.say, visitor.services.bus.content, why_not.details)
    return visitor.say.escaped(visitor.say.plain(f"error-{why_not.type}", **details))


def _line(visitor: Visitor, shown: Shown) -> str:
    say, told = visitor.say, {"title": _title(visitor, shown)}
    if shown.left == 0:
        return say("store-line-gone", **told)
    if shown.why_not is not None:
        return say("store-line-locked", price=shown.terms.price, **told)
    if shown.terms.priced != "regular":
        regular = shown.offer.price
        return say("store-line-sale", icon=shown.item.icon, regular=regular, price=shown.terms.price, **told)
    return say("store-line", icon=shown.item.icon, price=shown.terms.price, **told)


def _opener(visitor: Visitor, shown: Shown) -> InlineKeyboardButton:
    icon = "🔒" if shown.why_not else shown.item.icon
    opens = Open(owner=visitor.owner, screen="offer", what=shown.item.id)
    return button(f"{icon} {_title(visitor, shown)}", opens)


def _orders(visitor: Visitor, shown: Shown, quantity: int) -> InlineKeyboardButton:
    what = f"{shown.item.id}-{quantity}"
    return visitor.opens("button-order", "order", what, quantity=quantity, total=shown.terms.price * quantity)
