"""Telegram's limits are kept."""

import asyncio
from itertools import count, pairwise

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.dispatcher import simulated_bot
from adapters.telegram.rates import CHAT_EVERY, GROUP_EVERY, OVERALL, Pacing, Rates, in_bulk
from tests.telegram_mock import TelegramDouble, retry_after
from tests.telegram_world import WorldClock


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
        await (rates.reply(chat) if kind == "reply" else rates.bulk(chat))
        gone.append((time.now, kind, chat))

    await time.run(*(asyncio.create_task(send(kind, chat)) for kind, chat in kinds))
    return gone


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["reply", "bulk"]), st.integers(-2, 40)), max_size=120))
def test_never_more_than_30_in_any_second(kinds: list[tuple[str, int]]) -> None:
    gone = [at for at, _, _ in asyncio.run(times(kinds))]
    assert len(gone) == len(kinds)
    assert all(gone[i + OVERALL] - gone[i] >= 1 - 1e-6 for i in range(len(gone) - OVERALL))


@settings(max_examples=30)
@given(st.lists(st.integers(-2, 3), max_size=25))
def test_what_was_not_asked_for_keeps_the_pace_of_each_chat(chats: list[int]) -> None:
    gone = asyncio.run(times([("bulk", chat) for chat in chats]))
    for chat in set(chats):
        own = [at for at, _, to in gone if to == chat]
        every = GROUP_EVERY if chat < 0 else CHAT_EVERY
        assert all(later - earlier >= every - 1e-6 for earlier, later in pairwise(own))


async def test_replies_go_before_what_was_not_asked_for() -> None:
    gone = await times([("bulk", chat) for chat in range(100, 160)] + [("reply", chat) for chat in range(40)])
    last_reply = max(at for at, kind, _ in gone if kind == "reply")
    assert last_reply <= 2.0
    assert max(at for at, _, _ in gone) >= 3.0


async def test_after_a_wish_for_a_pause_nothing_unasked_for_goes() -> None:
    time = Time()
    rates = Rates(time.clock, time.sleep)
    rates.hold(1, 30)
    await time.run(asyncio.create_task(rates.bulk(2)))
    assert time.now == pytest.approx(30)


@pytest.fixture
def paced() -> tuple[Bot, TelegramDouble, list[float]]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    telegram = TelegramDouble(WorldClock())
    telegram.middleware(Pacing(Rates(), sleep))
    telegram.seen({"message": {"message_id": 1, "chat": {"id": 7, "type": "private"}}})
    simulated, _ = simulated_bot(WorldClock())
    return Bot(simulated.token, session=telegram, default=simulated.default), telegram, slept


async def test_a_reply_waits_as_telegram_asks_and_is_sent(paced: tuple[Bot, TelegramDouble, list[float]]) -> None:
    bot, telegram, slept = paced
    telegram.next_time("sendMessage", retry_after(3))
    await bot.send_message(7, "hola")
    assert slept == [3]
    assert len(telegram.sent("sendMessage")) == 1


async def test_a_reply_does_not_wait_for_ever(paced: tuple[Bot, TelegramDouble, list[float]]) -> None:
    bot, telegram, slept = paced
    telegram.next_time("sendMessage", retry_after(3_600))
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(7, "hola")
    assert slept == []


async def test_what_was_not_asked_for_is_not_tried_again_here(paced: tuple[Bot, TelegramDouble, list[float]]) -> None:
    bot, telegram, slept = paced
    telegram.next_time("sendMessage", retry_after(3))
    with pytest.raises(TelegramRetryAfter), in_bulk():
        await bot.send_message(7, "hola")
    assert slept == []


async def test_what_goes_to_no_chat_is_not_counted(paced: tuple[Bot, TelegramDouble, list[float]]) -> None:
    bot, telegram, _ = paced
    await bot.get_me()
    assert len(telegram.sent("getMe")) == 1
