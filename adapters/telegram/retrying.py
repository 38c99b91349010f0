"""Calls to Telegram without which the bot can't begin: repeated until they are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import count
from random import Random
from typing import TypeVar

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from adapters.backoff import backoff

log = logging.getLogger(__name__)

T = TypeVar("T")


class WrongToken(Exception):
    """Telegram does not know the bot's token."""


async def until_answered(call: Callable[[], Awaitable[T]], random: Random | None = None) -> T:
    """What `call` returns, once Telegram answers it; with pauses between the tries. Raises WrongToken."""
    random = random or Random()  # noqa: S311  # jitter
    for attempt in count():
        pause = backoff(attempt, random)
        try:
            return await call()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise WrongToken("Telegram does not know this bot token; see YABOT_TELEGRAM_TOKEN") from error
        except TelegramConflictError:
            log.error("another instance polls with the same token; only one may")
        except TelegramRetryAfter as error:
            log.warning("Telegram asks to wait %s s", error.retry_after)
            pause = max(pause, error.retry_after)
        except (TelegramAPIError, ClientDecodeError) as error:
            # Of an answer that can't be read, only the message: its content may be what people wrote.
            log.warning("Telegram did not take a call, which is tried again: %s", error.message)
        await asyncio.sleep(pause)
    raise AssertionError("count() has no end")
