"""In groups the bot keeps people's affairs to themselves: it answers with the way into the private chat."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor


def router() -> Router:
    router = Router(name="groups")
    router.message.register(answer, F.chat.type != "private")
    router.callback_query.register(refer, F.message.chat.type != "private")
    return router


async def answer(message: Message, visitor: Visitor) -> None:
    """A command in a group: the answer waits in the private chat. What is meant for another bot is left alone."""
    me = await visitor.bot.me()
    command = (message.text or "").split()[0]
    if "@" in command and command.split("@")[1].lower() != (me.username or "").lower():
        return
    link = InlineKeyboardButton(
        text=visitor.say.plain("button-private"), url=f"https://t.me/{me.username}?start={_payload(command)}"
    )
    await visitor.send(visitor.say("group-private", name=visitor.name), Screen("", [[link]]))


async def refer(query: CallbackQuery, visitor: Visitor) -> None:
    """A tap in a group."""
    await visitor.tell(visitor.say.plain("alert-private-only"))


def _payload(command: str) -> str:
    """Where the private chat begins: the screen that the command asked for, where it is one."""
    word = command.lstrip("/").split("@")[0].lower()
    return word if word.isascii() and word.isalpha() else "menu"
