"""Counts history for new achievements, in the background, whenever content has been published that was not there."""

import asyncio
import logging
from collections.abc import Sequence
from random import Random
from typing import Protocol

from adapters.backoff import backoff
from commands.achievement_history import CountHistory, FinishHistory, History, HistoryOutrun
from commands.bus import Bus
from commands.context import Context
from commands.decision import Receipt
from commands.notifications import HISTORY
from commands.ports import OutcomeUnknown, StoreUnavailable
from domain.errors import DomainError
from domain.recorded import Damaged, Recorded

log = logging.getLogger(__name__)

BATCH = 1_000
"""Events read at once."""
SAY_EVERY = 500
"""Users between two lines in the log that say how far it is."""


class Log(Protocol):
    """The log, as it is read from the beginning."""

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]: ...

    async def head(self) -> int: ...


class AchievementHistory:
    """Grants what new achievements owe to people for what they did before.

    Killed in the middle, it begins anew at the next start: what was granted is found granted (the commands' ids are
    made from the position at which the content was published). That it is done stands in the log.
    """

    def __init__(self, bus: Bus, log: Log, random: Random | None = None) -> None:
        self._bus, self._log = bus, log
        self._random = random or Random()  # noqa: S311  # jitter

    async def run(self) -> None:
        """Does it, however long the store is away in between."""
        attempt = 0
        while True:
            try:
                await self.count()
            except (StoreUnavailable, OutcomeUnknown) as error:
                log.warning("history of achievements waits for the store: %s", error)
                await asyncio.sleep(backoff(attempt, self._random))
                attempt += 1
            else:
                return

    async def count(self) -> int:
        """Counts, unless that has been done for the content in force. Returns how many users were moved.

        Raises StoreUnavailable and OutcomeUnknown.
        """
        published = await self._published()
        if published is None:
            return 0
        history = History(self._bus.content)
        moved: set[str] = set()
        granted: set[str] = set()
        log.info("history is counted for the achievements of the content published at %d", published.position)
        outrun = True
        while outrun:
            outrun = False
            await self._read_on(history)
            for command in list(history.behind()):
                try:
                    receipt = await self._give(command, published)
                except HistoryOutrun:
                    outrun = True
                    continue
                topics = {event.topic for event in receipt.events} if receipt else set()
                if topics and command.user_id not in moved and len(moved) % SAY_EVERY == SAY_EVERY - 1:
                    log.info("history of achievements: %d users so far", len(moved) + 1)
                if topics:
                    moved.add(command.user_id)
                if "achievement.history_granted" in topics:
                    granted.add(command.user_id)
        finish = FinishHistory(self._bus.content.hash, history.through, len(moved), len(granted))
        await self._bus.execute(finish, self._context("done", published))
        log.info("history of achievements: done, %d users moved, %d granted something", len(moved), len(granted))
        return len(moved)

    async def _published(self) -> Recorded | None:
        """Since when the content is in force; None if nothing had happened by then, or its history is counted."""
        found, after = None, 0
        while batch := await self._log.read(after, BATCH, ("content.published", "content.history_counted")):
            after = batch[-1].position
            found = next((each for each in reversed(batch) if isinstance(each, Recorded)), found)
        if found is None or found.topic != "content.published" or found.position == 1:
            return None
        return found if found.hash == self._bus.content.hash else None

    async def _read_on(self, history: History) -> None:
        """Folds what has happened since, up to the present end of the log."""
        head, after = await self._log.head(), history.through
        while after < head and (batch := await self._log.read(after, BATCH, history.topics)):
            for event in batch:
                if isinstance(event, Damaged):
                    log.error("position %d is not counted for achievements: %s", event.position, event.reason)
                elif event.position <= head:
                    history.fold(event)
            after = batch[-1].position
        history.through = head

    async def _give(self, command: CountHistory, published: Recorded) -> Receipt | None:
        """The receipt, the first one if it had been given before a crash; None if a rule refused it."""
        try:
            return await self._bus.execute(command, self._context(command.user_id, published))
        except DomainError as refusal:  # such as somebody whom integrators told of, and who was never registered
            log.info("history of %s is not counted: %s", command.user_id, refusal)
            return None

    def _context(self, target: str, published: Recorded) -> Context:
        return self._bus.context(
            f"reaction:{published.position}:achievement_history:{target}",
            actor="system",
            source=HISTORY,
            correlation_id=published.correlation_id,
            causation_id=published.event_id,
            now=published.timestamp,
        )
