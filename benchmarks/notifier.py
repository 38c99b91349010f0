"""Messages a second that leave for people, beside what Telegram allows; the states of all in a real mongod, and what
everybody wishes asked of their own aggregates there.

Telegram is the simulator's session, which answers at once: what is measured is how much of the limit is used, and what
the notifier could do if there were none. *Told together*: twenty casual messages to each person, which become one.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from aiogram import Bot

from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder
from adapters.mongodb.client import connect
from adapters.mongodb.effects import MongoEffects
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from adapters.telegram.addressee import Addressee
from adapters.telegram.dispatcher import simulated_bot
from adapters.telegram.notifier import Notifier
from adapters.telegram.rates import OVERALL, Pacing, Rates
from adapters.telegram.services import BotServices
from benchmarks.figures import Figure
from benchmarks.scene import DATABASE, bus_over, register, user
from benchmarks.serving import serve
from commands.bus import Bus
from commands.effects import PlannedEffect
from commands.ports import Person
from domain.content import ContentPack
from domain.ids import UserId
from queries.users import UserView
from yabot.clock import SystemClock

TEXT = "notify-level-reached"
TOGETHER = 20


class _Community:
    """Everybody is known to the vault and has a row, by which they can be reached."""

    async def people(self, user_ids: Iterable[UserId]) -> dict[UserId, Person]:
        return {user_id: Person(user_id, _chat(user_id), "Ana") for user_id in user_ids}

    async def run(
        self, query: Any, wanted: Iterable[UserId], people: Mapping[UserId, Person], content: ContentPack
    ) -> dict[UserId, Addressee]:
        return {user_id: Addressee(people[user_id], self._row(user_id), {}, content) for user_id in wanted}

    def _row(self, user_id: UserId) -> UserView:
        return UserView(user_id, None, "es", "UTC", True, (), {}, "reachable", False, None, None, 0, 0)


def _chat(user_id: UserId) -> int:
    return int(user_id, 16) + 1


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    with temporary_folder() as folder, Mongod(Path(folder) / "mongod", cache_gb=1.0) as server:
        return serve(_measure(server.uri, seconds=4 if quick else 20))


async def _measure(uri: str, seconds: int) -> list[Figure]:
    await asyncio.to_thread(migrate, uri, DATABASE)
    log = await asyncio.to_thread(partial(ProcessLog, uri, DATABASE, now=lambda: datetime.now(UTC)))
    try:
        return await _figures(log, MongoEffects(connect(uri)[DATABASE]), seconds)
    finally:
        await asyncio.to_thread(log.close)


async def _figures(log: ProcessLog, effects: MongoEffects, seconds: int) -> list[Figure]:
    people = 100 * seconds
    await register(bus_over(log, ContentPack()), people)
    bus = bus_over(log, ContentPack())  # which has heard of nobody yet
    within = await _sent(bus, effects, "within", people=OVERALL * seconds, each=1, paced=True)
    bus = bus_over(log, ContentPack())
    free = await _sent(bus, effects, "free", people=people, each=1, paced=False)
    together = await _sent(bus, effects, "together", people=10 * seconds, each=TOGETHER, paced=False)
    return [
        Figure("within the limits", within, "messages/s", OVERALL, "Telegram's limit", at_least_ratio=0.9),
        Figure("without limits", free, "messages/s", OVERALL, "Telegram's limit", at_least_ratio=3),
        Figure("without limits, told together", together, "messages/s"),
    ]


async def _sent(bus: Bus, effects: MongoEffects, channel: str, people: int, each: int, paced: bool) -> float:
    """Messages a second, of so many to each of so many people."""
    clock, everybody = SystemClock(), cast(Any, _Community())
    readers = [user(number) for number in range(people)]
    simulated, session = simulated_bot(clock)
    for reader in readers:
        session.seen({"message": {"message_id": 1, "chat": {"id": _chat(reader), "type": "private"}}})
    if paced:
        session.middleware(Pacing(Rates()))
    bot = Bot(simulated.token, session=session, default=simulated.default)
    now, params = clock.now(), {"level": 3, "title": {"es": "Vecina", "en": "Neighbour"}}
    planned = [
        PlannedEffect(f"{channel}:{reader}:{n}", channel, reader, TEXT, params, n, "c", now, "game")
        for reader in readers
        for n in range(each)
    ]
    await effects.plan(planned)
    notifier = Notifier(bot, BotServices(bus, everybody, everybody, clock), effects, channel)
    began = perf_counter()
    while await notifier.send_due():
        pass
    took = perf_counter() - began
    assert not await effects.claim(1, clock.now(), channel), "all have left"
    return (len(planned) - (OVERALL if paced else 0)) / took  # so many may go in the first instant
