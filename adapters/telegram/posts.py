"""Puts the reward button under posts: what `post.marked` says is shown in the channel."""

import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import InlineKeyboardMarkup

from adapters.telegram.callbacks import Prize
from adapters.telegram.screens import button
from adapters.telegram.services import BotServices
from domain.recorded import Recorded

log = logging.getLogger(__name__)


class RewardButtons:
    """Follows the log. Putting a button that is there already changes nothing, so it may be done again at any time."""

    def __init__(self, bot: Bot, services: BotServices, route: Callable[[int], Bot] | None = None) -> None:
        self._services = services
        self._route = route or (lambda chat_id: bot)

    async def put(self, event: Recorded) -> None:
        """Puts the button of one `post.marked`. Raises what says that Telegram could not be reached: to be repeated."""
        if not event.button:
            return
        known = (await self._services.vault.chats([event.chat])).get(event.chat)
        if known is None:
            log.error("the vault does not know the chat of position %d: no button was put", event.position)
            return
        language = self._services.bus.content.community.language
        label = self._services.texts.format(language, "reward-button", {"amount": event.besitos})
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button(label, Prize())]])
        try:
            await self._route(known.telegram_id).edit_message_reply_markup(
                chat_id=known.telegram_id, message_id=event.message_id, reply_markup=keyboard
            )
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            if "message is not modified" not in error.message:
                log.error("no button under the post of position %d: %s", event.position, error.message)
