"""Whom an @username means. Names pass from one person to another, so Telegram is asked before anything is given."""

import re

from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatFullInfo

from adapters.telegram.visitor import UNANSWERED, Visitor
from domain.ids import UserId

_USERNAME = re.compile(r"@([A-Za-z0-9_]{4,32})")


class NameUnsure(Exception):
    """Telegram did not say who has the name now."""


def can_be_name(word: str) -> bool:
    """Whether Telegram could have given somebody this name, written with its @."""
    return _USERNAME.fullmatch(word) is not None


async def meant_by_name(visitor: Visitor, word: str) -> UserId | None:
    """Who is called `@word` now, None if that is nobody whom the bot knows. Raises NameUnsure.

    Who has another name by now is noted with it, and not found by the old one.
    """
    written = _USERNAME.fullmatch(word)
    vault = visitor.services.vault
    found = await vault.find_by_username(written[1]) if written else None
    person = (await vault.people([found])).get(found) if found else None
    if written is None or person is None:
        return None
    try:
        now = await visitor.bot.get_chat(person.telegram_id)
    except (TelegramBadRequest, TelegramForbiddenError):
        return None  # they have no chat with the bot in which their name could be seen
    except (*UNANSWERED, ClientDecodeError) as error:
        raise NameUnsure() from error
    if written[1].lower() in _names(now):
        return person.user_id
    await vault.user_for(person.telegram_id, now.first_name or person.first_name, now.last_name, now.username)
    return None


def _names(chat: ChatFullInfo) -> set[str]:
    """All that somebody is called; there may be several names at once."""
    return {name.lower() for name in (chat.username, *(chat.active_usernames or ())) if name}
