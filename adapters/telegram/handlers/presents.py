"""Giving a thing to somebody: whom is told as for besitos, which is chosen from the mochila, one tap confirms."""

from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from adapters.telegram.callbacks import Open, Present, item_mark, number_in, short
from adapters.telegram.handlers.mochila import known_of, things
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.mochila import GiveItem
from domain.errors import NotFound
from domain.ids import UserId
from domain.items import ItemDefinition
from domain.mochila import GiftToOneself
from domain.referrals import referral_code
from queries.referrals import user_of_code

MOST = 30
"""Things to choose from on one screen."""


def router() -> Router:
    router = Router(name="presents")
    router.callback_query.register(open_present, Open.filter(F.screen == "present"))
    router.callback_query.register(give, Present.filter())
    return router


async def open_present(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """`what` is nothing, a code, or a code and the mark of an item: the next question."""
    code, _, mark = callback_data.what.partition("-")
    if not code:
        await visitor.show(Screen(visitor.say("present-how"), [visitor.way_back("mochila")]))
        return
    to = await _receiver(visitor, code)
    if not mark:
        await visitor.show(await _which(visitor, to))
        return
    await visitor.show(await _confirmation(visitor, to, _marked(visitor, mark)))


async def give(query: CallbackQuery, callback_data: Present, visitor: Visitor) -> None:
    """Confirmed: gives one piece, once for each time that it was asked."""
    to, item = await _receiver(visitor, callback_data.code), _marked(visitor, callback_data.item)
    asked = number_in(callback_data.asked)
    if asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    again = partial(_confirmation, visitor, to, item)
    await visitor.execute_once(GiveItem(visitor.user_id, item.id, to), asked, again)
    text = visitor.say("present-done", title=_named(visitor, item), name=await visitor.name_of(to))
    await visitor.show(Screen(text, [visitor.way_back("mochila")]))


async def _receiver(visitor: Visitor, code: str) -> UserId:
    """Whom the code stands for. Raises NotFound, GiftToOneself."""
    found = await visitor.read(user_of_code, code)
    if found is None:
        raise NotFound("receiver", code)
    if found == visitor.user_id:
        raise GiftToOneself()
    return found


async def _which(visitor: Visitor, to: UserId) -> Screen:
    known, code = await visitor.read(known_of, visitor.user_id), referral_code(to)
    free = [item for item, _ in things(visitor, known) if not item.bound][:MOST]
    buttons = [
        button(
            _named(visitor, item),
            Open(owner=visitor.owner, screen="present", what=f"{code}-{item_mark(item.id)}"),
        )
        for item in free
    ]
    text = visitor.say("present-which", name=await visitor.name_of(to)) if free else visitor.say("present-nothing")
    return Screen(text, [*in_rows(buttons, 2), visitor.way_back("give", code)])


async def _confirmation(visitor: Visitor, to: UserId, item: ItemDefinition) -> Screen:
    code = referral_code(to)
    yes = Present(owner=visitor.owner, code=code, item=item_mark(item.id), asked=short(visitor.update_id))
    text = visitor.say("present-confirm", title=_named(visitor, item), name=await visitor.name_of(to))
    return Screen(text, [[visitor.button("button-present-yes", yes)], visitor.way_back("present", code)])


def _marked(visitor: Visitor, mark: str) -> ItemDefinition:
    """The item with this mark. Raises NotFound."""
    for item in visitor.services.bus.content.items:
        if item_mark(item.id) == mark:
            return item
    raise NotFound("item", mark)


def _named(visitor: Visitor, item: ItemDefinition) -> str:
    return f"{item.icon} {item.title.in_language(visitor.say.language)}"
