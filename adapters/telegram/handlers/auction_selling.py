"""Putting something up for auction: which thing, from how many besitos on, for how long."""

import hashlib
import re
from base64 import urlsafe_b64encode

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.callbacks import Open, PutUp, short, update_meant, whole
from adapters.telegram.handlers.auctions import DIGITS, page
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.auctions import OpenAuction
from domain.content import ContentPack
from domain.errors import NotFound
from domain.items import ItemDefinition
from queries.mochila import inventory_of

MINIMA = (5, 10, 25, 50, 100, 250)
HOUR = 60 * 60
HOURS = (1, 6, 24, 72)
UNITS = {"s": 1, "m": 60, "h": HOUR, "d": 24 * HOUR}
"""The letters behind a written time, in seconds."""


def router() -> Router:
    router = Router(name="auction_selling")
    router.message.register(sell_in_writing, Command("sell", "subastar"))
    router.callback_query.register(open_selling, Open.filter(F.screen == "sell"))
    router.callback_query.register(put_up, PutUp.filter())
    return router


async def open_selling(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """`what` is nothing, an item's mark, or a mark and a minimum: the next question."""
    mark, _, minimum = callback_data.what.partition("-")
    await visitor.show(await next_step(visitor, mark, whole(minimum, DIGITS)))


async def sell_in_writing(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """`/subastar`, alone or with an item's mark, a minimum of one's own, and a time such as `90m`, which puts it up."""
    mark, minimum, time = [*(command.args or "").split(), "", "", ""][:3]
    least, seconds = whole(minimum, DIGITS), written_time(time)
    if least is None or seconds is None:
        await visitor.show(await next_step(visitor, mark, least))
        return
    await sell(visitor, item_of(visitor.services.bus.content, mark), least, seconds)


async def put_up(query: CallbackQuery, callback_data: PutUp, visitor: Visitor) -> None:
    """Puts it up, once for each time that it was asked."""
    item = item_of(visitor.services.bus.content, callback_data.item)
    minimum, hours = whole(callback_data.minimum, DIGITS), whole(callback_data.hours, 3)
    asked = update_meant(callback_data.asked)
    if minimum is None or hours not in HOURS or asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    await sell(visitor, item, minimum, hours * HOUR, once=asked)


async def sell(visitor: Visitor, item: ItemDefinition, minimum: int, seconds: int, once: int | None = None) -> None:
    """Puts it up, and shows how it stands."""
    receipt = await visitor.execute(OpenAuction(visitor.user_id, item.id, minimum, seconds), once=once)
    await visitor.show(await page(visitor, receipt.result["id"], visitor.say("auction-put-up")))


# -- screens ----------------------------------------------------------------------------------------------------------


async def next_step(visitor: Visitor, mark: str, minimum: int | None) -> Screen:
    """Which thing, from how many besitos on, or for how long. Raises NotFound."""
    if not mark:
        return await things(visitor)
    item = item_of(visitor.services.bus.content, mark)
    return minima(visitor, item) if minimum is None else durations(visitor, item, minimum)


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


def durations(visitor: Visitor, item: ItemDefinition, minimum: int) -> Screen:
    """For how long; the tap puts it up."""
    rules, mark = visitor.services.bus.content.auctions, mark_of(item)
    asked = short(visitor.update_id)

    def lasting(hours: int) -> InlineKeyboardButton:
        data = PutUp(owner=visitor.owner, item=mark, minimum=str(minimum), hours=str(hours), asked=asked)
        return visitor.button("button-auction-for", data, hours=hours)

    buttons = [lasting(hours) for hours in HOURS if rules.shortest <= hours * HOUR <= rules.longest]
    text = visitor.say("auction-sell-how-long", item=named(visitor, item), minimum=minimum, fee=rules.fee_percent)
    return Screen(text, [*in_rows(buttons, 2), visitor.way_back("sell", mark)])


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
