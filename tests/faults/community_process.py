"""A whole community in a process of its own, to be killed.

It lives the life of a seed from some moment on, and whatever follows from that happens beside it. It says each moment's
number and what was answered, and `None` when nothing more happens by itself.
"""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from commands.bus import Bus
from commands.ports import OutcomeUnknown, StoreUnavailable
from domain.errors import DomainError
from queries.timers import next_alarms
from tests.faults.community_life import AFTERWARDS, START, Moment, life
from tests.settings import settings_of
from yabot.application import Application, Role

ROLES = frozenset((Role.PROJECTOR, Role.REACTOR, Role.TIMERS))

PAUSE = 0.05
"""Seconds before somebody asks again who got no answer."""


def live_on(connection: Connection, uri: str, folder: str, seed: int, deeds: int, first: int) -> None:
    """Lives from moment number `first` on, to the end."""
    asyncio.run(_live_on(connection, uri, Path(folder), seed, deeds, first))


async def _live_on(connection: Connection, uri: str, folder: Path, seed: int, deeds: int, first: int) -> None:
    application = Application(settings_of(uri, folder), roles=ROLES)
    application.clock.advance(START)
    await application.start(migrating=True)
    moments = life(Random(seed), application.bus.content, deeds)
    for number, moment in enumerate(moments[first:], first):
        application.clock.advance(moment.at)
        connection.send((number, await answer(application.bus, moment)))
    application.clock.advance(moments[-1].at + AFTERWARDS)
    await at_rest(application)
    await application.stop()
    connection.send(None)


async def answer(bus: Bus, moment: Moment) -> tuple[Any, ...]:
    """What is answered in the end, however often it takes to ask."""
    while True:
        context = bus.context(moment.command_id, actor="test", source="test", now=moment.at)
        try:
            receipt = await bus.execute(moment.command, context)
        except DomainError as refusal:
            return ("refused", refusal.type, refusal.details)
        except (StoreUnavailable, OutcomeUnknown):
            await asyncio.sleep(PAUSE)
        else:
            return ("done", receipt.positions, receipt.result)


async def at_rest(application: Application) -> None:
    """Returns when reactions, rows and timers have done all that there is to do."""
    log, settled = application.stores.process_log.async_log, -1
    while True:
        await application.subscriptions.settled(30)
        head = await log.head()
        await application.reads.wait_for(head, 30)
        alarms = await application.reads.run(next_alarms, 1)
        if head == settled and not [each for each in alarms if each.due.at <= application.clock.now()]:
            return
        settled = head
        await asyncio.sleep(PAUSE)
