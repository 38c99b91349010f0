"""A small community with a month of history, made by real commands under a simulated clock.

Everybody has habits: some come every time and read on, some look in now and then, some leave after a week. The
community meets on some evenings of the month, within a few minutes: so many live at once, and the log is in the order
of its time all the same. The same seed tells the same month.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from commands.bus import Bus
from commands.ports import Vault
from yabot.clock import MovableClock
from yabot.demo.members import FIRST_TELEGRAM_ID, Member, members
from yabot.demo.scenes import Scenes
from yabot.demo.stage import Settled, Stage
from yabot.demo.visits import Visit

EVENINGS = (29, 20, 10, 1, 0)
"""How many days ago the community met."""

IN_FLIGHT = 256

ARRIVING = 120
"""Seconds within which an evening's visitors come."""

LAST = timedelta(hours=1)
"""How long ago the last evening began."""

EARLIER = 6 * 60
"""Minutes by which evenings differ in the time of day."""

Report = Callable[[int, int], None]


def beginning(now: datetime) -> datetime:
    """When the month begins that ends now: nothing of it is earlier."""
    return now - LAST - timedelta(days=EVENINGS[0], minutes=EARLIER)


async def play(
    bus: Bus,
    vault: Vault,
    clock: MovableClock,
    users: int,
    now: datetime,
    settled: Settled,
    seed: int = 2026,
    report: Report = lambda done, total: None,
) -> None:
    """Lives through the evenings of the month before `now`, and gives the clock back to the machine.

    `settled` returns when every reaction has done what there is to do.
    """
    chance = Random(seed)  # noqa: S311  # a story, not a secret
    community = members(users, len(EVENINGS), chance)
    stage = Stage(bus, clock, settled, chance)
    scenes = Scenes(stage, vault)
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def live(visit: Visit, known: list[Member]) -> None:
        async with gate:
            await visit.happen(known)

    try:
        await asyncio.gather(*(_meet(vault, member, gate) for member in community))
        for evening, ago in enumerate(EVENINGS):
            at = now - LAST - timedelta(days=ago, minutes=chance.randrange(EARLIER) if ago else 0)
            await stage.until(at)
            here = [member for member in community if member.here_on(evening, chance)]
            known = [member for member in community if member.joins < evening]
            seconds = sorted(chance.randrange(ARRIVING) for _ in here)
            visits = [
                Visit(stage, member, evening, at + timedelta(seconds=after), scenes.chat)
                for member, after in zip(here, seconds, strict=True)
            ]
            await asyncio.gather(scenes.play(evening, at, known), *(live(visit, known) for visit in visits))
            report(evening + 1, len(EVENINGS))
        await stage.until(now)
    finally:
        clock.release()


async def _meet(vault: Vault, member: Member, gate: asyncio.Semaphore) -> None:
    async with gate:
        member.user_id = await vault.user_for(FIRST_TELEGRAM_ID + member.number, member.first_name)
