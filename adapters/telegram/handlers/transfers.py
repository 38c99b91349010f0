"""Giving besitos to somebody: whom, how many, and one tap to confirm.

Whom one gives to is told by an @username, a code, a forwarded message, a shared contact, or in a group by replying.
Buttons and links name people by their code only.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, MessageOriginUser
from sqlalchemy.engine import Connection

from adapters.telegram.callbacks import Give, Open, asked_in, short, whole
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.usernames import NameUnsure, can_be_name, meant_by_name
from adapters.telegram.visitor import Visitor
from commands.transfers import TransferBesitos
from domain.ids import UserId
from domain.referrals import referral_code
from domain.transfers import TransferRules, TransferToOneself
from queries.referrals import user_of_code
from queries.transfers import sent_on
from queries.wallet import wallet_view

OFFERED = (10, 25, 50, 100, 250, 500)
"""The amounts on the buttons, as far as rules and wallet allow; any other can be written."""

DIGITS = 10
NAMED = "n"
"""Ends what a button or link says where the one meant was named by their @username: it is shown to the end."""
_LINK = re.compile(rf"(?:give|regalar)(?:_([a-z2-7]+)(?:_([0-9]{{1,10}}))?(_{NAMED})?)?")


def router() -> Router:
    router = Router(name="transfers")
    router.message.register(ask_in_group, Command("give", "regalar"), F.chat.type != "private")
    router.message.register(ask, Command("give", "regalar"))
    router.message.register(linked, CommandStart(deep_link=True, magic=F.args.func(_is_link)))
    router.message.register(told_by_message, F.chat.type == "private", F.contact | F.forward_origin)
    router.callback_query.register(open_giving, Open.filter(F.screen == "give"))
    router.callback_query.register(give, Give.filter())
    return router


async def ask(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """`/regalar`, alone or with a name or code and an amount in either order; or as a reply to a forwarded message."""
    named, amount = _words(command)
    if named and amount is None and len((command.args or "").split()) > 1:
        rules = visitor.services.bus.content.transfers
        text = visitor.say("error-transfer-out-of-bounds", least=rules.least, most=rules.most)
        await visitor.show(Screen(text, [visitor.way_back("give")]))
    elif named.startswith("@"):
        if (to := await _called(visitor, named, Screen("", [visitor.way_back("give")]))) is not None:
            await visitor.show(await next_step(visitor, to, amount, named=True))
    elif named:
        await visitor.show(await next_step(visitor, await visitor.read(user_of_code, named), amount))
    elif message.reply_to_message is not None:
        await visitor.show(await next_step(visitor, await _meant_by(visitor, message.reply_to_message), amount))
    else:
        await visitor.show(await how(visitor))


async def ask_in_group(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """A reply to somebody in a group, or their @username: the way to give them something, in the private chat."""
    me = await visitor.bot.me()
    replied = message.reply_to_message
    sender = replied.from_user if replied else None
    named, amount = _words(command)
    found: UserId | None = None
    if named.startswith("@"):
        if (found := await _called(visitor, named)) is None:
            return
    elif sender is not None:
        found = None if sender.is_bot else await visitor.services.vault.find(sender.id)
        if found is None:
            await visitor.send(visitor.say("give-unknown"))
            return
    payload = "give"
    if found is not None:
        asked = [str(amount)] if amount and amount > 0 else []
        payload = "_".join((payload, referral_code(found), *asked, *([NAMED] if named else [])))
    link = InlineKeyboardButton(
        text=visitor.say.plain("button-private"), url=f"https://t.me/{me.username}?start={payload}"
    )
    await visitor.send(visitor.say("give-in-private", name=visitor.name), Screen("", [[link]]))


async def linked(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """A link from a group, or one that somebody made with their code."""
    parts = _LINK.fullmatch(command.args or "")
    assert parts is not None
    code, amount, named = parts.groups()
    if code is None:
        await visitor.show(await how(visitor))
        return
    found = await visitor.read(user_of_code, code)
    await visitor.show(await next_step(visitor, found, int(amount) if amount else None, bool(named)))


async def told_by_message(message: Message, visitor: Visitor) -> None:
    """A contact, or a message forwarded from the one who is to be given something."""
    await visitor.show(await next_step(visitor, await _meant_by(visitor, message), None))


async def open_giving(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """`what` is nothing, a code, or a code and an amount, and whether the name is to be shown: the next question."""
    code, amount, named = [*callback_data.what.split("-"), "", ""][:3]
    if not code:
        await visitor.show(await how(visitor))
        return
    to = await visitor.read(user_of_code, code)
    await visitor.show(await next_step(visitor, to, whole(amount, DIGITS), named == NAMED))


async def give(query: CallbackQuery, callback_data: Give, visitor: Visitor) -> None:
    """Confirmed: gives, once for each time that it was asked, however often the button is tapped."""
    amount = whole(callback_data.amount, DIGITS)
    to = await visitor.read(user_of_code, callback_data.code)
    asked = asked_in(callback_data.asked)
    if to is None or amount is None or asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    command, again = TransferBesitos(visitor.user_id, to, amount), partial(next_step, visitor, to, amount)
    receipt = await visitor.execute_once(command, asked, again)
    name = await visitor.name_of(to)
    text = visitor.say(
        "give-done", name=name, **{each: receipt.result[each] for each in ("received", "fee", "balance")}
    )
    await visitor.show(Screen(text, [[visitor.opens("button-wallet", "wallet"), visitor.home()]]))


# -- screens ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Purse:
    """What can be given now: what there is, and what the day's limit leaves of it."""

    available: int
    left_today: int


def purse(read: Connection, user_id: UserId, today: date, rules: TransferRules) -> Purse:
    return Purse(wallet_view(read, user_id).available, max(rules.daily - sent_on(read, user_id, today), 0))


async def _purse(visitor: Visitor) -> Purse:
    content = visitor.services.bus.content
    today = visitor.say.now.astimezone(ZoneInfo(content.community.time_zone)).date()
    return await visitor.read(purse, visitor.user_id, today, content.transfers)


async def how(visitor: Visitor) -> Screen:
    """The ways to say whom, one's own code, and what is left for today."""
    rules, left = visitor.services.bus.content.transfers, (await _purse(visitor)).left_today
    text = visitor.say(
        "give-how",
        code=referral_code(visitor.user_id),
        least=rules.least,
        most=rules.most,
        left=left,
        fee=rules.fee_percent,
    )
    return Screen(text, [visitor.way_back("wallet")])


async def next_step(visitor: Visitor, to: UserId | None, amount: int | None, named: bool = False) -> Screen:
    """The question that is still open: whom, how many, or whether really. `named`: by their @username, which is shown.

    Raises TransferToOneself, and TransferOutOfBounds.
    """
    if to is None:
        return Screen(visitor.say("give-unknown"), [visitor.way_back("give")])
    if to == visitor.user_id:
        raise TransferToOneself()
    name = await visitor.name_of(to)
    if named and (person := (await visitor.services.vault.people([to])).get(to)) and person.username:
        name = f"{name} (@{person.username})"
    if amount is None:
        return _amounts(visitor, to, name, await _purse(visitor), f"-{NAMED}" if named else "")
    visitor.services.bus.content.transfers.check(amount)
    return _confirmation(visitor, to, name, amount)


def _amounts(visitor: Visitor, to: UserId, name: str, has: Purse, ending: str) -> Screen:
    rules, code = visitor.services.bus.content.transfers, referral_code(to)
    most = min(rules.most, has.available, has.left_today)
    buttons = [
        button(f"{amount} 💋", Open(owner=visitor.owner, screen="give", what=f"{code}-{amount}{ending}"))
        for amount in OFFERED
        if rules.least <= amount <= most
    ]
    key = "give-how-many" if most >= rules.least else "give-nothing-left"
    text = visitor.say(key, name=name, available=has.available, left=has.left_today, code=code)
    present = visitor.opens("button-present-of-mochila", "present", code)
    return Screen(text, [*in_rows(buttons, 3), [present], visitor.way_back("give")])


def _confirmation(visitor: Visitor, to: UserId, name: str, amount: int) -> Screen:
    code = referral_code(to)
    fee = visitor.services.bus.content.transfers.fee(amount)
    yes = Give(owner=visitor.owner, code=code, amount=str(amount), asked=short(visitor.update_id))
    text = visitor.say("give-confirm", name=name, amount=amount, fee=fee, received=amount - fee)
    return Screen(
        text,
        [[visitor.button("button-give-yes", yes, amount=amount)], visitor.way_back("give", code)],
    )


# -- whom a message means ---------------------------------------------------------------------------------------------


def _is_link(args: str | None) -> bool:
    return args is not None and _LINK.fullmatch(args) is not None


def _words(command: CommandObject) -> tuple[str, int | None]:
    """The name or code of a command, and its amount, in either order; "" and None where they are not there."""
    words = (command.args or "").lower().split()[:2]
    numbers = [whole(word, DIGITS) for word in words]
    named = next((word for word, number in zip(words, numbers, strict=True) if number is None), "")
    return named, next((number for number in numbers if number is not None), None)


async def _called(visitor: Visitor, username: str, below: Screen | None = None) -> UserId | None:
    """The one with this @username; None, once it has been said why, with `below`, where nobody is known by it."""
    if not can_be_name(username):
        await visitor.send(visitor.say("give-no-name"), below)
        return None
    try:
        found = await meant_by_name(visitor, username)
    except NameUnsure:
        await visitor.send(visitor.say("give-name-unsure", username=username), below)
        return None
    if found is None:
        await visitor.send(visitor.say("give-unknown-name", username=username), below)
    return found


async def _meant_by(visitor: Visitor, message: Message) -> UserId | None:
    """The one whose contact was shared, or whose message was forwarded; None where that is hidden or unknown."""
    origin = message.forward_origin
    if message.contact is not None:
        telegram_id = message.contact.user_id
    elif isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        telegram_id = origin.sender_user.id
    else:
        telegram_id = None
    return await visitor.services.vault.find(telegram_id) if telegram_id is not None else None
