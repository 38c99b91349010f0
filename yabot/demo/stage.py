"""Where the demo is played: commands at the times of its story, and what is due in between."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from commands.bus import Bus
from commands.context import Command
from commands.decision import Receipt
from domain.errors import DomainError
from domain.timers import Due, moment
from yabot.clock import MovableClock

log = logging.getLogger(__name__)

SOURCE = "demo"

Settled = Callable[[], Awaitable[object]]


class Stage:
    """Gives commands in the order of the story's time, and lets it go on only when all has followed that follows."""

    def __init__(self, bus: Bus, clock: MovableClock, settled: Settled, chance: Random) -> None:
        """`settled` returns when every reaction has done what there is to do."""
        self.bus, self.chance = bus, chance
        self._clock, self._settled = clock, settled
        self._given: Counter[str] = Counter()
        self._due: list[tuple[datetime, str, str, Command]] = []

    async def give(self, command: Command, actor: str, at: datetime) -> Receipt | None:
        """Gives a command at this time; None if it is refused."""
        self._given[actor] += 1
        return await self._execute(command, f"demo:{actor}:{self._given[actor]}", actor, SOURCE, at)

    async def ask(self, question: Command, at: datetime) -> Any:
        """What the question's handler answers; None if it is refused."""
        try:
            return await self.bus.ask(question, self.bus.context("demo:look", actor=SOURCE, source=SOURCE, now=at))
        except DomainError as refusal:
            log.debug("demo: %s was refused: %s", question, refusal)
            return None

    def later(self, timer: str, due: Due, command: Command) -> None:
        """Has `command` given when it is due, under the name of the timer that would give it outside of the demo."""
        heappush(self._due, (due.at, timer, due.target, command))

    async def until(self, at: datetime) -> None:
        """Lets all follow that follows, and gives what becomes due by `at`, each at its time."""
        await self._settled()
        while self._due and self._due[0][0] <= at:
            due, timer, target, command = heappop(self._due)
            await self._execute(command, f"timer:{timer}:{target}:{moment(due)}", "system", f"timer:{timer}", due)
            await self._settled()

    async def _execute(self, command: Command, id: str, actor: str, source: str, at: datetime) -> Receipt | None:
        self._clock.advance(at)
        try:
            return await self.bus.execute(command, self.bus.context(id, actor=actor, source=source, now=at))
        except DomainError as refusal:
            log.debug("demo: %s was refused: %s", id, refusal)
            return None


def a_little_after(at: datetime, chance: Random) -> datetime:
    """Some seconds later."""
    return at + timedelta(seconds=chance.randrange(2, 9))
