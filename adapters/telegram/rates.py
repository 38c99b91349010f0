"""Telegram's limits (core.telegram.org/bots/faq#my-bot-is-hitting-limits): 30 messages a second overall, one a second
to a chat, 20 a minute to a group. Replies go before what nobody waits for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from adapters.telegram.bounded import Bounded

OVERALL = 30
CHAT_EVERY = 1.0
GROUP_EVERY = 3.0
KNOWN_CHATS = 20_000
PATIENCE = 10
"""Seconds that a reply waits when Telegram asks for it; more, and the user has long gone on."""

_bulk: ContextVar[bool] = ContextVar("bulk", default=False)


@contextmanager
def in_bulk() -> Iterator[None]:
    """What is sent inside this block waits for every reply, and is not tried again here when Telegram says no."""
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)


class Rates:
    """Tells when the next message may go. One a bot."""

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        overall: int = OVERALL,
    ) -> None:
        self._clock, self._sleep, self._overall = clock, sleep, overall
        self._sent: deque[float] = deque(maxlen=overall)
        self._chats: Bounded[int, float] = Bounded(KNOWN_CHATS)
        self._replies_waiting = 0
        self._bulk_from = 0.0

    async def reply(self, chat_id: int) -> None:
        """Waits until an answer to somebody may go: only for the overall limit. Telegram lets short bursts pass."""
        self._replies_waiting += 1
        try:
            while (wait := self._full_for()) > 0:
                await self._sleep(wait)
        finally:
            self._replies_waiting -= 1
        self._note(chat_id)

    async def bulk(self, chat_id: int) -> None:
        """Waits until something unasked-for may go to this chat."""
        while (wait := self._bulk_wait(chat_id)) > 0:
            await self._sleep(wait)
        self._note(chat_id)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Telegram has asked for a pause: nothing unasked-for goes to anybody for so long."""
        until = self._clock() + seconds
        self._bulk_from = max(self._bulk_from, until)
        self._chats.put(chat_id, max(self._chats.get(chat_id) or 0.0, until))

    def _bulk_wait(self, chat_id: int) -> float:
        now = self._clock()
        wait = max(self._full_for(), (self._chats.get(chat_id) or 0.0) - now, self._bulk_from - now)
        return max(wait, 1 / self._overall) if self._replies_waiting else wait

    def _full_for(self) -> float:
        if len(self._sent) < self._overall:
            return 0.0
        return self._sent[0] + 1.0 - self._clock()

    def _note(self, chat_id: int) -> None:
        now = self._clock()
        self._sent.append(now)
        self._chats.put(chat_id, now + (GROUP_EVERY if chat_id < 0 else CHAT_EVERY))


class Pacing(BaseRequestMiddleware):
    """Keeps a bot's calls within the limits, and obeys when Telegram asks for a pause."""

    def __init__(self, rates: Rates, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.rates, self._sleep = rates, sleep

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat_id: Any = getattr(method, "chat_id", None)
        if not isinstance(chat_id, int):
            return await make_request(bot, method)
        if _bulk.get():
            await self.rates.bulk(chat_id)
        else:
            await self.rates.reply(chat_id)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as pause:
            self.rates.hold(chat_id, pause.retry_after)
            if _bulk.get() or pause.retry_after > PATIENCE:
                raise
            await self._sleep(pause.retry_after)
            return await make_request(bot, method)
