"""Putting something up for auction: which thing, from how many besitos on, for how many at once, for how long."""

import hashlib
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.callbacks import Open, PutUp, number_in, short, update_meant, whole
from adapters.telegram.handlers.auctions import DIGITS, page
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.auctions import OpenAuction
from commands.decision import Receipt
from domain.auctions import LotOutOfBounds, check_buyout, check_minimum
from domain.content import ContentPack
from domain.errors import NotFound
from domain.items import ItemDefinition
from domain.wallet import MAX_AMOUNT
from queries.mochila import inventory_of

MINIMA = (5, 10, 25, 50, 100, 250)
BUYOUTS = (2, 3, 5, 10)
"""What the buttons offer for buying at once, in times of the minimum."""
MINUTE, HOUR = 60, 60 * 60
TIMES = (15 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR)
"""What the buttons offer, in seconds, as far as the content allows."""
UNITS = {"s": 1, "m": MINUTE, "h": HOUR, "d": 24 * HOUR}
"""The letters behind a written time, in seconds."""


def router() -> Router:
    router = Router(name="auction_selling")
    router.message.register(sell_in_writing, Command("sell", "subastar"))
    router.callback_query.register(open_selling, Open.filter(F.screen == "sell"))
    router.callback_query.register(put_up, PutUp.filter())
    return router


async def open_selling(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """`what` is nothing, an item's mark, a mark and a minimum, or these and a buyout price (0: none): what is next."""
    mark, minimum, buyout = [*callback_data.what.split("-"), "", ""][:3]
    await visitor.show(await next_step(visitor, mark, whole(minimum, DIGITS), whole(buyout, DIGITS)))


async def sell_in_writing(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """`/subastar`, alone or with an item's mark, a minimum of one's own, and a time such as `90m`, which puts it up.

    A price at which it is sold at once may follow. Raises NotFound, and LotOutOfBounds.
    """
    mark, minimum, time, price = [*(command.args or "").split(), "", "", "", ""][:4]
    least, seconds, buyout = whole(minimum, DIGITS), written_time(time), whole(price, DIGITS)
    if minimum and least is None:
        raise LotOutOfBounds("minimum", 1, MAX_AMOUNT)
    if price and buyout is None:
        raise LotOutOfBounds("buyout", (least or 0) + 1, MAX_AMOUNT)
    if least is None or seconds is None:
        screen = await next_step(visitor, mark, least, (buyout or 0) if time else None)
        if time and least is not None:
            screen = Screen(f"{visitor.say('auction-sell-no-time', time=time)}\n\n{screen.text}", screen.rows)
        await visitor.show(screen)
        return
    item = item_of(visitor.services.bus.content, mark)
    receipt = await visitor.execute(OpenAuction(visitor.user_id, item.id, least, seconds, buyout))
    await show_put_up(visitor, receipt)


async def put_up(query: CallbackQuery, callback_data: PutUp, visitor: Visitor) -> None:
    """Puts it up, once for each time that it was asked."""
    item = item_of(visitor.services.bus.content, callback_data.item)
    minimum, buyout = whole(callback_data.minimum, DIGITS), whole(callback_data.buyout, DIGITS)
    seconds, asked = number_in(callback_data.seconds), update_meant(callback_data.asked)
    if minimum is None or buyout is None or seconds is None or asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    command = OpenAuction(visitor.user_id, item.id, minimum, seconds, buyout or None)
    again = partial(next_step, visitor, callback_data.item, minimum, buyout)
    await show_put_up(visitor, await visitor.execute_once(command, asked, again))


async def show_put_up(visitor: Visitor, receipt: Receipt) -> None:
    """Shows how what was put up stands."""
    await visitor.show(await page(visitor, receipt.result["id"], visitor.say("auction-put-up")))


# -- screens ----------------------------------------------------------------------------------------------------------


async def next_step(visitor: Visitor, mark: str, minimum: int | None, buyout: int | None) -> Screen:
    """Which thing, from how many besitos on, for how many at once, or for how long.

    Raises NotFound, and LotOutOfBounds.
    """
    if not mark:
        return await things(visitor)
    item = item_of(visitor.services.bus.content, mark)
    if minimum is None:
        return minima(visitor, item)
    check_minimum(minimum)
    if buyout:
        check_buyout(buyout, minimum)
    return buyouts(visitor, item, minimum) if buyout is None else durations(visitor, item, minimum, buyout)


async def things(visitor: Visitor) -> Screen:
    """What one has and may part with."""
    content, language = visitor.services.bus.content, visitor.say.language
    known = {item.id: item for item in content.items}
    owned = [each.item for each in await visitor.read(inventory_of, visitor.user_id)]
    free = [known[id] for id in owned if id in known and not known[id].bound]
    buttons = [
        button(naming.item(content, item.id, language), Open(owner=visitor.owner, screen="sell", what=mark_of(item)))
        for item in free
    ]
    text = visitor.say("auction-sell-which") if buttons else visitor.say("auction-sell-nothing")
    return Screen(text, [*in_rows(buttons, 2), visitor.way_back("auctions")])


def minima(visitor: Visitor, item: ItemDefinition) -> Screen:
    """From how many besitos on."""
    mark = mark_of(item)
    buttons = [
        button(f"{amount} 💋", Open(owner=visitor.owner, screen="sell", what=f"{mark}-{amount}")) for amount in MINIMA
    ]
    text = visitor.say("auction-sell-minimum", item=named(visitor, item), code=mark)
    return Screen(text, [*in_rows(buttons, 3), visitor.way_back("sell")])


def buyouts(visitor: Visitor, item: ItemDefinition, minimum: int) -> Screen:
    """Whether somebody may have it at once, and for how many besitos."""
    mark = mark_of(item)

    def leads_on(price: int) -> Open:
        return Open(owner=visitor.owner, screen="sell", what=f"{mark}-{minimum}-{price}")

    prices = [minimum * times for times in BUYOUTS if minimum < minimum * times <= MAX_AMOUNT]
    rows = in_rows([button(f"⚡ {price} 💋", leads_on(price)) for price in prices], 2)
    text = visitor.say("auction-sell-buyout", item=named(visitor, item), minimum=minimum)
    none = visitor.button("button-auction-no-buyout", leads_on(0))
    return Screen(text, [[none], *rows, visitor.way_back("sell", mark)])


def durations(visitor: Visitor, item: ItemDefinition, minimum: int, buyout: int) -> Screen:
    """For how long; the tap puts it up. Where the content wants longer than some of `TIMES`, its own least instead."""
    rules, mark = visitor.services.bus.content.auctions, mark_of(item)
    asked = short(visitor.update_id)

    def lasting(seconds: int) -> InlineKeyboardButton:
        data = PutUp(
            owner=visitor.owner,
            item=mark,
            minimum=str(minimum),
            buyout=str(buyout),
            seconds=short(seconds),
            asked=asked,
        )
        return visitor.button("button-auction-for", data, seconds=seconds, lasting=timedelta(seconds=seconds))

    offered = {max(seconds, rules.shortest) for seconds in TIMES if seconds <= rules.longest} or {rules.longest}
    buttons = [lasting(seconds) for seconds in sorted(offered) if seconds <= rules.longest]
    text = visitor.say(
        "auction-sell-how-long",
        item=named(visitor, item),
        minimum=minimum,
        buyout=buyout,
        fee=rules.fee_percent,
    )
    return Screen(text, [*in_rows(buttons, 2), visitor.way_back("sell", f"{mark}-{minimum}")])


def named(visitor: Visitor, item: ItemDefinition) -> str:
    return naming.item(visitor.services.bus.content, item.id, visitor.say.language)


def written_time(text: str) -> int | None:
    """Seconds, of a time such as `45s`, `90m`, `12h` or `3d`; None for what is none."""
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", text.lower())
    return int(found[1]) * UNITS[found[2]] if found else None


def mark_of(item: ItemDefinition) -> str:
    """Eight characters for an item, since ids may be longer than a button has room for."""
    return urlsafe_b64encode(hashlib.sha256(item.id.encode()).digest()[:6]).decode().replace("-", ".")


def item_of(content: ContentPack, mark: str) -> ItemDefinition:
    """The item with this mark. Raises NotFound."""
    found = next((item for item in content.items if mark_of(item) == mark), None)
    if found is None:
        raise NotFound("item", mark)
    return found
