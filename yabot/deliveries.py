"""Sums up, hour by hour, what became of messages, and puts it on record."""

import asyncio
import logging
from datetime import datetime, timedelta

from commands.bus import Bus
from commands.deliveries import DeliveriesThrough, SummariseDeliveries
from commands.effects import Effects
from commands.ports import Clock, StoreUnavailable
from yabot.reactions import CHANNEL

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
SETTLING = timedelta(minutes=2)
"""How long after its end an hour is summed up: those who answered at its last moment have been heard by then."""
MOST_HOURS = 7 * 24
"""So far back it looks after a time in which nothing ran."""
LOOK_EVERY = 300.0


class DeliveryTeller:
    """Any number of processes may run one: an hour's summary has one command id."""

    def __init__(self, bus: Bus, effects: Effects, clock: Clock) -> None:
        self._bus, self._effects, self._clock = bus, effects, clock
        self._through: datetime | None = None

    async def run(self) -> None:
        """Looks at the clock until it is cancelled. Whatever goes wrong, it looks again later."""
        while True:
            try:
                await self.sum_up()
            except StoreUnavailable as error:
                log.warning("messages are summed up when the store is back: %s", error)
            except Exception:
                log.exception("messages could not be summed up; it is tried again in %d s", LOOK_EVERY)
            await asyncio.sleep(LOOK_EVERY)

    async def sum_up(self) -> int:
        """Records each full hour that has not been. Returns how many had something to tell. Raises StoreUnavailable."""
        end = _full_hour(self._clock.now() - SETTLING)
        begins = self._through or await self._known_through(end)
        told = 0
        while begins < end:
            counts = await self._effects.tally(CHANNEL, begins, begins + HOUR)
            if counts:
                lines = tuple((each.kind, each.end, each.reason, each.count) for each in counts)
                await self._record(SummariseDeliveries(CHANNEL, begins, begins + HOUR, lines))
                told += 1
            self._through = begins = begins + HOUR
        return told

    async def _known_through(self, end: datetime) -> datetime:
        earliest = end - MOST_HOURS * HOUR
        question = self._bus.context("timer:deliveries:through", actor="system", source="deliveries")
        known: datetime | None = await self._bus.ask(DeliveriesThrough(CHANNEL), question)
        return max(known, earliest) if known is not None else earliest

    async def _record(self, command: SummariseDeliveries) -> None:
        context = self._bus.context(
            f"timer:deliveries:{CHANNEL}:{command.begins:%Y-%m-%dT%H}", actor="system", source="deliveries"
        )
        await self._bus.execute(command, context)


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
