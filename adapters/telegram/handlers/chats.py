"""Groups and channels: the bot comes, gets rights, goes; a group becomes a supergroup."""

import logging

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Chat as TelegramChat
from aiogram.types import ChatMemberUpdated, Message

from adapters.telegram.members import as_noted
from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from commands.chats import DescribeChat, LeaveChat, MigrateChat, NoteStanding
from domain.chats import ADMINISTRATOR, KINDS

log = logging.getLogger(__name__)


def router() -> Router:
    router = Router(name="chats")
    router.my_chat_member.register(standing, F.chat.type.in_(set(KINDS)))
    router.message.register(migrated, F.migrate_to_chat_id | F.migrate_from_chat_id)
    return router


async def standing(change: ChatMemberUpdated, visitor: Visitor) -> None:
    """The bot was added, given other rights, or taken out. Whoever did it is told what that means, in plain words."""
    vault = visitor.services.vault
    known = await vault.chat_for(change.chat.id, change.chat.title or "", change.chat.username)
    if known.telegram_id != change.chat.id:
        log.info("what becomes of a group that has moved is passed over, correlation %s", visitor.correlation_id)
        return
    if (now := as_noted(change.new_chat_member)) is None:
        await visitor.execute(LeaveChat(known.chat_id))
        return
    receipt = await visitor.execute(NoteStanding(known.chat_id, change.chat.type, *now))
    if receipt.positions:
        text = await _in_plain_words(visitor, known.chat_id, change.chat, came=receipt.result["event"])
        await _tell_who_did_it(visitor, change, text)


async def migrated(message: Message, visitor: Visitor) -> None:
    """A group has become a supergroup: both say so, in either order, and it stays one chat."""
    if message.migrate_to_chat_id:
        old, new = message.chat.id, message.migrate_to_chat_id
    else:
        old, new = message.migrate_from_chat_id or 0, message.chat.id
    moved = await visitor.services.vault.move_chat(old, new, message.chat.title or "")
    if moved is not None:
        await visitor.execute(MigrateChat(moved[0].chat_id, moved[1]))


async def _in_plain_words(visitor: Visitor, chat_id: str, chat: TelegramChat, came: str) -> Markup:
    """What the bot can do in the chat now, what it can't, and who can change that."""
    say, now = visitor.say, await visitor.ask(DescribeChat(chat_id))
    kind = "channel" if chat.type == "channel" else "group"
    parts = [say(f"chat-{'here' if came == 'chat.registered' else 'changed'}-{kind}", title=chat.title or "")]
    if now["missing"] == [ADMINISTRATOR]:
        parts.append(say(f"chat-needs-administrator-{kind}"))
        me = await visitor.bot.me()
        if kind == "group" and not me.can_read_all_group_messages:
            parts.append(say("chat-privacy-mode"))
    elif now["missing"]:
        lines = [say(f"chat-right-{right}") for right in now["missing"]]
        parts.append(Markup("\n".join([say("chat-needs-rights"), *lines])))
    else:
        parts.append(say(f"chat-complete-{kind}"))
    return Markup("\n\n".join(parts))


async def _tell_who_did_it(visitor: Visitor, change: ChatMemberUpdated, text: Markup) -> None:
    """In private if they have ever written to the bot; else in the group. A channel's readers are not bothered."""
    anonymous = change.from_user.is_bot
    places = [] if anonymous else [change.from_user.id]
    places += [] if change.chat.type == "channel" else [change.chat.id]
    for place in places:
        try:
            await visitor.bot.send_message(place, text)
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            log.info("could not be told there, correlation %s: %s", visitor.correlation_id, error.message)
        else:
            return
