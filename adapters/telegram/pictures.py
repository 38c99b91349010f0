"""The pictures of the stories: from their file to a chat, uploaded once by each bot and process."""

import asyncio
import hashlib
import logging
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from adapters.telegram.bounded import Bounded
from domain.story_definition import StoryDefinition

log = logging.getLogger(__name__)

KNOWN_PICTURES = 1_000


class Pictures:
    """Sends pictures of the content in `folder`; without one there are none.

    Telegram gives each picture that it was sent a file id, under which it is sent again without its bytes. The ids are
    remembered in this process only, by what the file holds: each belongs to one bot, and losing it costs an upload.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._ids: Bounded[tuple[int, bytes], str] = Bounded(KNOWN_PICTURES)

    def find(self, story: StoryDefinition, name: str) -> Path | None:
        """Where the picture of this name is; None if the story lists none."""
        file = story.images.get(name)
        return self._folder / "stories" / story.id / file if self._folder and file else None

    async def send(
        self, bot: Bot, chat_id: int, picture: Path, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Sends it with a caption (Telegram HTML). False if that failed, which is logged: the text goes alone then."""
        try:
            data = await asyncio.to_thread(picture.read_bytes)
            key = bot.id, hashlib.sha256(data).digest()
            if (known := self._ids.get(key)) and await self._again(bot, chat_id, known, caption, keyboard):
                return True
            upload = BufferedInputFile(data, picture.name)
            sent = await bot.send_photo(chat_id, upload, caption=caption or None, reply_markup=keyboard)
        except (OSError, TelegramBadRequest, TelegramNetworkError, TelegramServerError) as error:
            log.warning("the picture %s could not be sent: %s", picture.name, error)
            return False
        if sent.photo:
            self._ids.put(key, sent.photo[-1].file_id)
        return True

    @staticmethod
    async def _again(bot: Bot, chat_id: int, known: str, caption: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Sends what Telegram has; False where it has it no more."""
        try:
            await bot.send_photo(chat_id, known, caption=caption or None, reply_markup=keyboard)
        except TelegramBadRequest as error:
            log.info("Telegram knows a picture no more: %s", error.message)
            return False
        return True
