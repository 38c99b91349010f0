"""The VIP channel: its door on the VIP screen, who asks to join, and which chat it is."""

import logging
from datetime import timedelta

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import Command
from aiogram.types import CallbackQuery, ChatJoinRequest, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram.callbacks import Admission, Open
from adapters.telegram.screens import Screen, shortened
from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from commands.vip_channel import AdmitToVipChannel, DescribeVipChannel, DropVipChannel, MayEnter, NameVipChannel
from domain.chats import ChatLeft
from domain.errors import DomainError
from domain.membership import VipOnly
from domain.vip_channel import KINDS, NAMERS, AdminsOnly
from queries.chats import ChatView, all_chats
from queries.users import user_view

log = logging.getLogger(__name__)

LINK_LASTS = timedelta(days=1)


def router() -> Router:
    router = Router(name="vip_channel")
    router.chat_join_request.register(asked_to_join)
    router.callback_query.register(open_door, Open.filter(F.screen == "vip_door"))
    router.message.register(ask_which, Command("vipchannel"), F.chat.type == "private")
    router.callback_query.register(name_channel, Admission.filter(), F.message.chat.type == "private")
    return router


# -- coming in --------------------------------------------------------------------------------------------------------


async def way_in(visitor: Visitor, vip: bool) -> tuple[str, list[list[InlineKeyboardButton]]]:
    """What the VIP screen says of the channel, and the button of its door; nothing where there is no way in."""
    channel = await visitor.ask(DescribeVipChannel())
    if not channel["here"] or channel["missing"]:
        return "", []
    if not vip:
        return visitor.say("vip-channel-locked"), []
    return visitor.say("vip-channel-open"), [[visitor.opens("button-vip-channel", "vip_door")]]


async def open_door(query: CallbackQuery, visitor: Visitor) -> None:
    await visitor.show(await door(visitor))


async def door(visitor: Visitor) -> Screen:
    """The personal link into the VIP channel. Raises VipOnly, and ChatLeft where there is no way in."""
    if not await visitor.ask(MayEnter(visitor.user_id)):
        raise VipOnly()
    channel = await visitor.ask(DescribeVipChannel())
    if not channel["here"] or channel["missing"]:
        raise ChatLeft(channel["chat"] or "")
    link = await _personal_link(visitor, channel["chat"])
    enter = InlineKeyboardButton(text=visitor.say.plain("button-vip-channel-enter"), url=link)
    return Screen(visitor.say("vip-channel-door"), [[enter], visitor.way_back("vip")])


async def _personal_link(visitor: Visitor, chat_id: str) -> str:
    """The visitor's link into the chat, made anew when the last one has less than half its time left.

    Whoever comes by one still asks to join, so a link that is passed on opens nothing. Raises ChatLeft where the vault
    does not know the chat, and what Telegram refuses with.
    """
    now, links = visitor.say.now, visitor.memory.links
    known = links.get((visitor.user_id, chat_id))
    if known and known[1] - now > LINK_LASTS / 2:
        return known[0]
    chat = (await visitor.services.vault.chats([chat_id])).get(chat_id)
    if chat is None:
        raise ChatLeft(chat_id)
    made = await visitor.bot.create_chat_invite_link(
        chat.telegram_id, name=visitor.user_id, expire_date=now + LINK_LASTS, creates_join_request=True
    )
    links.put((visitor.user_id, chat_id), (made.invite_link, now + LINK_LASTS))
    return made.invite_link


async def asked_to_join(request: ChatJoinRequest, visitor: Visitor) -> None:
    """Somebody asks to join a chat. About others than the VIP channel nothing is decided: their administrators do."""
    known = await visitor.services.vault.find_chat(request.chat.id)
    if known is None:
        return
    try:
        await visitor.execute(AdmitToVipChannel(visitor.user_id, known.chat_id))
    except DomainError as refusal:
        await _decline(request, visitor, refusal)


async def _decline(request: ChatJoinRequest, visitor: Visitor, refusal: DomainError) -> None:
    """Tells them why, and how it opens: first, since Telegram lets us write to strangers only while they wait."""
    if isinstance(refusal, VipOnly):
        screen = Screen(visitor.say("vip-channel-declined"), [[visitor.opens("button-vip", "vip")]])
    else:
        screen = Screen(visitor.say.escaped(visitor.words_of(refusal)))
    try:
        await visitor.bot.send_message(request.user_chat_id, screen.text, reply_markup=screen.keyboard)
    except (TelegramForbiddenError, TelegramBadRequest) as error:
        log.info("could not be told why, correlation %s: %s", visitor.correlation_id, error.message)
    try:
        await visitor.bot.decline_chat_join_request(request.chat.id, request.from_user.id)
    except TelegramBadRequest as error:
        log.warning("a request to join stays open, correlation %s: %s", visitor.correlation_id, error.message)


# -- which chat it is -------------------------------------------------------------------------------------------------


async def ask_which(message: Message, visitor: Visitor) -> None:
    """Which of the chats that the bot is in is to be the VIP channel? For those who run the community."""
    await visitor.show(await choice(visitor))


async def name_channel(query: CallbackQuery, callback_data: Admission, visitor: Visitor) -> None:
    """An administrator has said which."""
    if callback_data.chat:
        await visitor.execute(NameVipChannel(callback_data.chat, by=visitor.user_id))
    else:
        await visitor.execute(DropVipChannel(by=visitor.user_id))
    await visitor.show(await choice(visitor))


def _chats_that_can_be(read: Connection) -> list[ChatView]:
    return [each for each in all_chats(read) if each.kind in KINDS]


async def choice(visitor: Visitor) -> Screen:
    """The channels and supergroups, the VIP channel marked. Raises AdminsOnly."""
    view = await visitor.read(user_view, visitor.user_id)
    if view is None or not set(view.roles) & set(NAMERS):
        raise AdminsOnly()
    say, channel = visitor.say, await visitor.ask(DescribeVipChannel())
    chats = await visitor.read(_chats_that_can_be)
    titles = await visitor.services.vault.chats([each.chat_id for each in chats])
    parts = [say("vip-channel-which" if chats else "vip-channel-no-chats")]
    if channel["chat"] and channel["chat"] in titles:
        parts.append(say("vip-channel-is", title=titles[channel["chat"]].title))
    if channel["chat"] and not channel["here"]:
        parts.append(say("vip-channel-left"))
    elif channel["missing"]:
        lines = [say(f"vip-channel-right-{right}") for right in channel["missing"]]
        parts.append(Markup("\n".join([say("vip-channel-lacks"), *lines])))
    rows = [
        [
            InlineKeyboardButton(
                text=shortened(f"{'🌟 ' if each.chat_id == channel['chat'] else ''}{titles[each.chat_id].title}"),
                callback_data=Admission(owner=visitor.owner, chat=each.chat_id).pack(),
            )
        ]
        for each in chats
        if each.chat_id in titles
    ]
    if channel["chat"]:
        rows.append([visitor.button("button-vip-channel-none", Admission(owner=visitor.owner))])
    return Screen("\n\n".join(parts), [*rows, [visitor.home()]])
