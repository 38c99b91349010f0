"""Puts buttons under posts: what a post is worth, and the question that it leads to, are shown in the channel."""

import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.callbacks import Prize
from adapters.telegram.screens import button
from adapters.telegram.services import BotServices
from commands.message_reactions import DescribePost
from domain.recorded import Recorded

log = logging.getLogger(__name__)

FOLLOWED = ("post.marked", "post.quiz_linked")
"""The topics that change what is shown under a post."""


class RewardButtons:
    """Follows the log. Putting buttons that are there already changes nothing, so it may be done again at any time."""

    def __init__(self, bot: Bot, services: BotServices, route: Callable[[int], Bot] | None = None) -> None:
        self._services = services
        self._route = route or (lambda chat_id: bot)

    async def put(self, event: Recorded) -> None:
        """Shows what holds now for the post of one event. Raises what says that Telegram could not be reached.

        It is then to be repeated.
        """
        known = (await self._services.vault.chats([event.chat])).get(event.chat)
        if known is None:
            log.error("the vault does not know the chat of position %d: no button was put", event.position)
            return
        bot = self._route(known.telegram_id)
        rows = await self._rows(bot, event)
        if not rows:
            return
        try:
            await bot.edit_message_reply_markup(
                chat_id=known.telegram_id,
                message_id=event.message_id,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
            )
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            if "message is not modified" not in error.message:
                log.error("no button under the post of position %d: %s", event.position, error.message)

    async def _rows(self, bot: Bot, event: Recorded) -> list[list[InlineKeyboardButton]]:
        bus, texts = self._services.bus, self._services.texts
        context = bus.context(f"reaction:{event.position}:posts:ask", actor="system", source="telegram")
        shown = await bus.ask(DescribePost(event.chat, event.message_id), context)
        language = bus.content.community.language
        rows = []
        if shown["besitos"]:
            rows.append([button(texts.format(language, "reward-button", {"amount": shown["besitos"]}), Prize())])
        if shown["trivia"]:
            me = await bot.me()
            link = f"https://t.me/{me.username}?start=quiz_{shown['trivia']}"
            rows.append([InlineKeyboardButton(text=texts.format(language, "quiz-button", {}), url=link)])
        return rows
