"""Tells people how they stand, if they want to know: at most one message a day, in the evening."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from commands.bus import Bus
from commands.effects import Effects, PlannedEffect
from commands.ports import Clock, StoreUnavailable
from projections.waiting import NotReached, ParkedAt, ProjectionStopped
from queries.leaderboards import RankChange, rank_changes, span_of
from yabot.reactions import CHANNEL
from yabot.reads import Reads

log = logging.getLogger(__name__)

BOARD = "besitos"
EVENING = 20
"""The hour of the community after which it is told."""
BOARDS = ("leaderboards", "users")
"""The read models that it goes by."""
CATCH_UP_SECONDS = 10.0
"""How long they may take to come to the log's head, before it is tried again later."""
LOOK_EVERY = 600.0
"""Seconds between two looks at the clock."""


class RankTeller:
    """Compares the week's board with that of the day before. Any number of processes may run one: a day's message to
    somebody has one id, and the first who plans it has planned it."""

    def __init__(
        self, bus: Bus, reads: Reads, effects: Effects, clock: Clock, head: Callable[[], Awaitable[int]]
    ) -> None:
        self._bus, self._reads, self._effects, self._clock, self._head = bus, reads, effects, clock, head
        self._done: date | None = None

    async def run(self) -> None:
        """Looks at the clock until it is cancelled. Whatever goes wrong, it looks again later."""
        while True:
            try:
                await self.tell()
            except StoreUnavailable as error:
                log.warning("ranks are told when the store is back: %s", error)
            except (NotReached, ParkedAt, ProjectionStopped) as error:
                log.warning("ranks are told when the boards are up to date: %s", error)
            except Exception:
                log.exception("ranks could not be told; it is tried again in %d s", LOOK_EVERY)
            await asyncio.sleep(LOOK_EVERY)

    async def tell(self) -> int:
        """Plans today's messages, if it is evening and that was not done. Returns how many.

        Raises StoreUnavailable, and projections.waiting's errors where the boards are not up to date.
        """
        zone, now = ZoneInfo(self._bus.content.community.time_zone), self._clock.now()
        local = now.astimezone(zone)
        today = local.date()
        if local.hour < EVENING or self._done == today:
            return 0
        span, before = (span_of("week", zone, day) for day in (today, today - timedelta(days=1)))
        changes: tuple[RankChange, ...] = ()
        if span.begins == before.begins:  # else a week begins today: there is nothing to compare with
            await self._reads.wait_for(await self._head(), CATCH_UP_SECONDS, BOARDS)
            changes = await self._reads.run(rank_changes, BOARD, now, span, before)
        await self._effects.plan([self._message(each, today) for each in changes])
        self._done = today
        return len(changes)

    def _message(self, change: RankChange, today: date) -> PlannedEffect:
        return PlannedEffect(
            effect_id=f"rank:{today}:{change.user_id}",
            channel=CHANNEL,
            user_id=change.user_id,
            text="notify-rank-changed",
            params={"rank": change.rank, "before": change.before, "up": int(change.rank < change.before)},
            position=0,
            correlation_id=f"rank:{today}",
            due=self._clock.now(),
            kind="ranks",
        )
