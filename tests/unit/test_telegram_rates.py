"""Telegram's limits are kept."""

import asyncio
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.dispatcher import simulated_bot
from adapters.telegram.rates import (
    CHAT_EVERY,
    GROUP_A_MINUTE,
    GROUP_EVERY,
    OVERALL,
    PATIENCE,
    HeldBack,
    Pacing,
    Rates,
    Turn,
    waiting,
)
from tests.telegram_mock import TelegramDouble, retry_after
from tests.telegram_world import WorldClock

KINDS = {"reply": Turn.REPLY, "notice": Turn.NOTICE, "bulk": Turn.BULK}


class Time:
    """Time that passes when somebody sleeps: whoever wakes first runs first."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + max(seconds, 1e-9), next(self._numbers), woken))
        await woken

    async def run(self, *work: asyncio.Task[None]) -> None:
        while not all(task.done() for task in work):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers:
                first = min(self._sleepers)
                self._sleepers.remove(first)
                self.now = max(self.now, first[0])
                first[2].set_result(None)
        await asyncio.gather(*work)


async def times(kinds: list[tuple[str, int]]) -> list[tuple[float, str, int]]:
    """When each message goes, all wanted at the same time."""
    time = Time()
    rates = Rates(time.clock, time.sleep)
    gone: list[tuple[float, str, int]] = []

    async def send(kind: str, chat: int) -> None:
        await rates.turn(chat, KINDS[kind])
        gone.append((time.now, kind, chat))

    await time.run(*(asyncio.create_task(send(kind, chat)) for kind, chat in kinds))
    return gone


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(-2, 40)), max_size=120))
def test_never_more_than_30_in_any_second(kinds: list[tuple[str, int]]) -> None:
    gone = [at for at, _, _ in asyncio.run(times(kinds))]
    assert len(gone) == len(kinds)
    assert all(gone[i + OVERALL] - gone[i] >= 1 - 1e-6 for i in range(len(gone) - OVERALL))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(-2, -1)), max_size=60))
def test_never_more_than_20_a_minute_to_a_group(kinds: list[tuple[str, int]]) -> None:
    gone = asyncio.run(times(kinds))
    for group in (-1, -2):
        own = [at for at, _, chat in gone if chat == group]
        assert all(own[i + GROUP_A_MINUTE] - own[i] >= 60 - 1e-6 for i in range(len(own) - GROUP_A_MINUTE))


@settings(max_examples=30)
@given(st.lists(st.integers(-2, 3), max_size=25))
def test_what_was_not_asked_for_keeps_the_pace_of_each_chat(chats: list[int]) -> None:
    gone = asyncio.run(times([("bulk", chat) for chat in chats]))
    for chat in set(chats):
        own = [at for at, _, to in gone if to == chat]
        every = GROUP_EVERY if chat < 0 else CHAT_EVERY
        assert all(later - earlier >= every - 1e-6 for earlier, later in pairwise(own))


async def test_replies_go_before_what_was_not_asked_for_and_that_before_what_goes_to_everybody() -> None:
    wanted = [("bulk", chat) for chat in range(200, 260)] + [("notice", chat) for chat in range(100, 160)]
    gone = await times([*wanted, *(("reply", chat) for chat in range(40))])
    at = {kind: [at for at, each, _ in gone if each == kind] for kind in KINDS}
    assert max(at["reply"]) <= 2.0
    late = [each for each in at["bulk"] if each > 0]  # what went before anybody else wanted to
    assert max(at["notice"]) <= min(late)
    assert max(at["bulk"]) >= 5.0


async def test_what_would_wait_longer_than_it_may_says_so_at_once() -> None:
    time = Time()
    rates = Rates(time.clock, time.sleep)
    rates.pause(1, 30)
    with pytest.raises(HeldBack) as held:
        await rates.turn(2, Turn.NOTICE, patience=8)
    assert (held.value.seconds, time.now) == (30, 0)


@pytest.mark.parametrize("turn", list(Turn))
async def test_a_pause_that_the_chat_is_not_to_blame_for_is_everybodys(turn: Turn) -> None:
    time = Time()
    rates = Rates(time.clock, time.sleep)
    rates.pause(1, 30)
    await time.run(asyncio.create_task(rates.turn(2, turn)))
    assert time.now == pytest.approx(30)


async def test_a_chat_that_had_more_than_its_share_waits_alone() -> None:
    time = Time()
    rates = Rates(time.clock, time.sleep)
    for _ in range(3):
        await rates.turn(1)
    rates.pause(1, 30)
    await rates.turn(2, Turn.NOTICE)
    assert time.now == 0
    await time.run(asyncio.create_task(rates.turn(1)))
    assert time.now == pytest.approx(30)


async def test_a_second_chat_that_is_told_to_pause_shows_that_all_are_meant() -> None:
    time = Time()
    rates = Rates(time.clock, time.sleep)
    rates.pause(-1, 30)
    await rates.turn(5, Turn.NOTICE)
    rates.pause(-2, 20)
    await time.run(asyncio.create_task(rates.turn(6, Turn.NOTICE)))
    assert time.now == pytest.approx(20)


@dataclass
class Paced:
    """A bot that keeps within the limits, in a time of its own."""

    time: Time
    telegram: TelegramDouble
    bot: Bot

    async def send(self, chat_id: int = 7, turn: Turn = Turn.REPLY) -> None:
        with waiting(turn, PATIENCE):
            await self.bot.send_message(chat_id, "hola")

    async def sends(self, *args: Any) -> None:
        await self.time.run(asyncio.create_task(self.send(*args)))


@pytest.fixture
def paced() -> Paced:
    time, telegram = Time(), TelegramDouble(WorldClock())
    telegram.middleware(Pacing(Rates(time.clock, time.sleep)))
    for chat in (7, 8, -9):
        telegram.seen({"message": {"message_id": 1, "chat": {"id": chat, "type": "private" if chat > 0 else "group"}}})
    simulated, _ = simulated_bot(WorldClock())
    return Paced(time, telegram, Bot(simulated.token, session=telegram, default=simulated.default))


async def test_a_reply_waits_as_telegram_asks_and_is_sent(paced: Paced) -> None:
    paced.telegram.next_time("sendMessage", retry_after(3))
    await paced.sends()
    assert paced.time.now == pytest.approx(3)
    assert len(paced.telegram.sent("sendMessage")) == 1


async def test_a_reply_does_not_wait_for_ever(paced: Paced) -> None:
    paced.telegram.next_time("sendMessage", retry_after(3_600))
    with pytest.raises(TelegramRetryAfter):
        await paced.sends()
    assert paced.time.now == 0


async def test_a_reply_in_a_full_group_is_refused_here_as_telegram_would(paced: Paced) -> None:
    for _ in range(GROUP_A_MINUTE):
        await paced.sends(-9)
    with pytest.raises(TelegramRetryAfter):
        await paced.sends(-9)
    assert len(paced.telegram.sent("sendMessage")) == GROUP_A_MINUTE


async def test_what_was_not_asked_for_is_not_tried_again_here(paced: Paced) -> None:
    paced.telegram.next_time("sendMessage", retry_after(3))
    with pytest.raises(TelegramRetryAfter):
        await paced.sends(7, Turn.NOTICE)
    assert paced.time.now == 0


async def test_while_telegram_wants_a_pause_nothing_is_sent_into_it(paced: Paced) -> None:
    paced.telegram.next_time("sendMessage", retry_after(60))
    with pytest.raises(TelegramRetryAfter):
        await paced.sends(7, Turn.NOTICE)
    with pytest.raises(TelegramRetryAfter):
        await paced.sends(8, Turn.NOTICE)
    assert [call.error for call in paced.telegram.calls] != []
    assert len(paced.telegram.calls) == 1


async def test_what_puts_nothing_before_peoples_eyes_is_not_counted(paced: Paced) -> None:
    for _ in range(2 * OVERALL):
        await paced.bot.get_me()
    await paced.sends()
    assert paced.time.now == 0
