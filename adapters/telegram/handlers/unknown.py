"""What no other handler took: words that are no command, buttons that mean nothing any more."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor


def router() -> Router:
    router = Router(name="unknown")
    router.message.register(say_so)
    router.callback_query.register(dead_button)
    return router


async def say_so(message: Message, visitor: Visitor) -> None:
    """Anything that was written, sent or recorded and is no command."""
    await visitor.show(Screen(visitor.say("unknown-message"), [[visitor.home()]]))


async def dead_button(query: CallbackQuery, visitor: Visitor) -> None:
    """A button of an older release, or data that never was a button of ours."""
    await visitor.tell(visitor.say.plain("alert-dead-button"))
