"""Telegram's limits (core.telegram.org/bots/faq#my-bot-is-hitting-limits): 30 messages a second overall, one a second
to a chat, 20 a minute to a group. Replies go before what nobody waits for, and that before what goes to everybody."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
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
GROUP_A_MINUTE = 20
MINUTE = 60.0
KNOWN_CHATS = 20_000
PATIENCE = 10.0
"""Seconds that a reply waits for its turn, or when Telegram asks for it; more, and the user has long gone on."""

_SENDING = ("send", "edit", "copy", "forward", "stop")
"""How the names of those methods begin that put something before people's eyes: these are what Telegram limits."""


class Turn(IntEnum):
    """Who goes first."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


_turn: ContextVar[tuple[Turn, float]] = ContextVar("turn", default=(Turn.REPLY, PATIENCE))


@contextmanager
def waiting(turn: Turn, patience: float) -> Iterator[None]:
    """What is sent inside this block waits for all that goes first, at most `patience` seconds.

    It is not tried again here when Telegram says no.
    """
    token = _turn.set((turn, patience))
    try:
        yield
    finally:
        _turn.reset(token)


class HeldBack(Exception):
    """It would have to wait longer than it may; `seconds` until it is worth another try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"held back for {seconds:.1f} s")
        self.seconds = seconds


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
        self._free_from: Bounded[int, float] = Bounded(KNOWN_CHATS)
        self._groups: Bounded[int, deque[float]] = Bounded(KNOWN_CHATS)
        self._hurried: Bounded[int, bool] = Bounded(KNOWN_CHATS)
        self._paused: dict[int, float] = {}
        self._all_paused_until = 0.0
        self._waiting = dict.fromkeys(Turn, 0)

    async def turn(self, chat_id: int, turn: Turn = Turn.REPLY, patience: float = math.inf) -> None:
        """Waits until this may go. Raises HeldBack once it is clear that this takes longer than `patience` seconds."""
        until = self._clock() + patience
        self._waiting[turn] += 1
        try:
            while (wait := self._wait(chat_id, turn)) > 0:
                if self._clock() + wait > until:
                    raise HeldBack(wait)
                await self._sleep(wait)
        finally:
            self._waiting[turn] -= 1
        self._note(chat_id)

    def pause(self, chat_id: int, seconds: float) -> None:
        """Telegram has asked for a pause, and does not say of what.

        If this chat had more than its share, or is a group, it is the chat that has to wait. Else all have to; and so
        they do if another chat is told the same meanwhile.
        """
        now = self._clock()
        until = now + seconds
        self._paused = {chat: end for chat, end in self._paused.items() if end > now}
        to_blame = chat_id < 0 or self._hurried.get(chat_id)
        if not to_blame or self._paused.keys() - {chat_id}:
            self._all_paused_until = max(self._all_paused_until, until)
        self._paused[chat_id] = max(self._paused.get(chat_id, 0.0), until)

    def _wait(self, chat_id: int, turn: Turn) -> float:
        """Seconds until it is worth looking again; 0 if this may go now. A reply may hurry: short bursts pass."""
        now = self._clock()
        wait = max(self._all_paused_until, self._paused.get(chat_id, 0.0), self._full_until(chat_id)) - now
        if turn is Turn.REPLY:
            return wait
        wait = max(wait, (self._free_from.get(chat_id) or 0.0) - now)
        if any(self._waiting[earlier] for earlier in Turn if earlier < turn):
            return max(wait, 1 / self._overall)
        return wait

    def _full_until(self, chat_id: int) -> float:
        overall = self._sent[0] + 1.0 if len(self._sent) == self._overall else 0.0
        group = self._groups.get(chat_id)
        if group is None or len(group) < GROUP_A_MINUTE:
            return overall
        return max(overall, group[0] + MINUTE)

    def _note(self, chat_id: int) -> None:
        now = self._clock()
        self._sent.append(now)
        self._hurried.put(chat_id, now < (self._free_from.get(chat_id) or 0.0))
        self._free_from.put(chat_id, now + (GROUP_EVERY if chat_id < 0 else CHAT_EVERY))
        if chat_id < 0:
            group = self._groups.get(chat_id) or deque(maxlen=GROUP_A_MINUTE)
            group.append(now)
            self._groups.put(chat_id, group)


class Pacing(BaseRequestMiddleware):
    """Keeps a bot's calls within the limits, and obeys when Telegram asks for a pause."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat_id: Any = getattr(method, "chat_id", None)
        if not isinstance(chat_id, int) or not method.__api_method__.startswith(_SENDING):
            return await make_request(bot, method)
        turn, patience = _turn.get()
        await self._wait(method, chat_id, turn, patience)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as asked:
            self.rates.pause(chat_id, asked.retry_after)
            if turn is not Turn.REPLY or asked.retry_after > patience:
                raise
            await self._wait(method, chat_id, turn, patience)
            return await make_request(bot, method)

    async def _wait(self, method: TelegramMethod[Any], chat_id: int, turn: Turn, patience: float) -> None:
        """Raises TelegramRetryAfter, as Telegram itself would, for what can't go in time."""
        try:
            await self.rates.turn(chat_id, turn, patience)
        except HeldBack as held:
            raise TelegramRetryAfter(method, "held back within the limits", math.ceil(held.seconds)) from held
