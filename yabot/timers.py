"""The loop that fires what is due, as commands.

What is due is a read model, and every command has an id of its own, so nothing here is the only copy of anything: a
crash loses no alarm, and two that fire the same have one effect. The lease only spares the work of doing it twice.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import monotonic
from uuid import uuid4

from prometheus_client import Counter, Histogram

from adapters.backoff import backoff
from adapters.mongodb.async_log import AsyncEventLog
from adapters.mongodb.leases import Leases
from commands.bus import Bus
from commands.ports import Clock, OutcomeUnknown, StoreUnavailable
from commands.timers import Fired, Firing, drop_unanswered
from domain.timers import Alarm
from projections.waiting import ParkedAt
from queries.timers import next_alarms
from yabot.reads import Reads

log = logging.getLogger(__name__)

NAME = "timers"
"""Of the lease, and of the read model that is followed."""

LOOK_EVERY = 0.25
"""Seconds between two looks at most: so late is noticed what is due sooner than all that was known."""

BATCH = 1_000
"""Alarms fired before the read model is asked again."""

IN_FLIGHT = 256
"""Commands at once; the sequencer commits them together."""

LEASE = 6.0
RENEW_EVERY = LEASE / 3

STEP_IN = timedelta(seconds=1)
"""So late fires another process what the one with the lease has left lying: it died, or hangs."""

LATE = timedelta(seconds=2)
"""Later than this counts as degraded."""

CATCH_UP = 5.0
"""Seconds that the read model may take to come to the log's head before that is an error."""

LONGEST_PAUSE = 1.0
"""Seconds between two tries while the store is away."""

LONGEST_RETRY = 60.0
"""Seconds between two tries of an alarm whose command fails by itself."""

fired_total = Counter("yabot_timers_fired", "Alarms that became an effect", ["timer"])
dropped_total = Counter("yabot_timers_dropped", "Alarms that became nothing", ["timer", "reason"])
late_seconds = Histogram(
    "yabot_timers_late_seconds", "From the due time to the effect", buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300)
)


@dataclass(slots=True)
class _Failing:
    """An alarm whose command fails by itself, such as by a damaged stream."""

    tries: int
    again_at: float
    error: str


class Timers:
    """Fires what is due until cancelled."""

    def __init__(
        self,
        bus: Bus,
        reads: Reads,
        log: AsyncEventLog,
        leases: Leases,
        clock: Clock,
        firings: Mapping[str, Firing],
        random: Random | None = None,
    ) -> None:
        self._bus, self._reads, self._log, self._leases, self._clock = bus, reads, log, leases, clock
        self._firings = firings
        self._random = random or Random()  # noqa: S311  # jitter
        self._owner = uuid4().hex
        self._active = False
        self._renew_at = 0.0
        self._failing: dict[str, _Failing] = {}
        self._answered: set[str] = set()
        self._late = timedelta()
        self._reason: str | None = None

    # -- its life -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Fires until cancelled; a failure is said once and followed by another try."""
        tries = 0
        while True:
            try:
                pause = await self._turn()
                self._going_on()
                tries = 0
            except Exception as error:  # noqa: BLE001  # whatever it is, what is due stays due
                self._stopped(error)
                pause = backoff(tries, self._random, cap=LONGEST_PAUSE)
                tries += 1
            await asyncio.sleep(pause)

    async def settle(self) -> None:
        """Fires all that is due, and what becomes due by that, before anything else is done."""
        while due := await self._due():
            await self._fire_all(due)
        self._late = timedelta()  # what lay in the past is done; it says nothing of how things go from here

    async def stop(self) -> None:
        """Gives the lease to others."""
        if self._active:
            await self._leases.release(self._owner)

    async def check(self) -> str | None:
        """What is degraded, None if nothing is. Raises RuntimeError while nothing can be fired."""
        if self._reason is not None:
            raise RuntimeError(self._reason)
        if self._failing:
            name, failing = next(iter(self._failing.items()))
            return f"{len(self._failing)} keep failing, such as {name}: {failing.error}"
        return f"{self._late.total_seconds():.1f} s late" if self._late > LATE else None

    def _stopped(self, error: Exception) -> None:
        if self._reason is None:
            log.error("timers have stopped: %s", error, exc_info=error)
        self._reason = f"{type(error).__name__}: {error}"

    def _going_on(self) -> None:
        if self._reason is not None:
            log.info("timers go on")
            self._reason = None

    # -- what is due --------------------------------------------------------------------------------------------------

    async def _turn(self) -> float:
        """Fires what is due; how many seconds from now to look again."""
        if monotonic() >= self._renew_at:
            self._active = NAME in await self._leases.hold((NAME,), self._owner, LEASE)
            self._renew_at = monotonic() + RENEW_EVERY
        alarms = await self._next()
        due = self._mine(alarms)
        if due:
            due = self._mine(await self._due())
        if due:
            await self._fire_all(due)
            return 0.0
        self._late = timedelta()
        now = self._clock.now()
        ahead = ((each.due.at - now).total_seconds() for each in alarms if each.due.at > now)
        return min(LOOK_EVERY, next(ahead, LOOK_EVERY))

    def _mine(self, alarms: Iterable[Alarm]) -> list[Alarm]:
        """Those of them that are due, and this process's to fire."""
        until = self._clock.now() - (timedelta() if self._active else STEP_IN)
        return [each for each in alarms if each.due.at <= until]

    async def _due(self) -> list[Alarm]:
        """What is due according to the whole log: a read model that is being filled still shows what was long moved."""
        await self._caught_up(await self._log.head())
        now = self._clock.now()
        return [each for each in await self._next() if each.due.at <= now]

    async def _caught_up(self, position: int) -> None:
        """Waits until the read model has come so far. What it has parked there won't come by waiting: it goes on."""
        try:
            await self._reads.wait_for(position, CATCH_UP, (NAME,))
        except ParkedAt:
            log.debug("the read model of timers has parked position %d", position)

    async def _next(self) -> Sequence[Alarm]:
        """The alarms that come next, but for those whose command failed just now."""
        now = monotonic()
        found = await self._reads.run(next_alarms, BATCH + len(self._failing))
        waiting = {id: failing for id, failing in self._failing.items() if failing.again_at > now}
        return [each for each in found if each.command_id not in waiting]

    # -- firing -------------------------------------------------------------------------------------------------------

    async def _fire_all(self, due: Sequence[Alarm]) -> None:
        """Fires them together, the earliest first, and waits until the read model has what came of it.

        Raises StoreUnavailable and OutcomeUnknown; what was not fired then is due still.
        """
        self._late = self._clock.now() - due[0].due.at
        gate = asyncio.Semaphore(IN_FLIGHT)
        fired = await asyncio.gather(*(self._guarded(alarm, gate) for alarm in due), return_exceptions=True)
        outages = [each for each in fired if isinstance(each, BaseException)]
        positions = [position for each in fired if isinstance(each, Fired) and (position := each.receipt.position)]
        self._answered = {
            alarm.command_id
            for alarm, each in zip(due, fired, strict=True)
            if isinstance(each, Fired) and each.dropped is None
        }
        if outages:
            raise outages[0]
        if positions:
            await self._caught_up(max(positions))

    async def _guarded(self, alarm: Alarm, gate: asyncio.Semaphore) -> Fired | None:
        """Fires one. None where its command fails by itself: the others go on, and it is tried again later."""
        async with gate:
            try:
                fired = await self._fire(alarm)
            except (StoreUnavailable, OutcomeUnknown):
                raise
            except Exception as error:  # noqa: BLE001  # said, shown in the health, and tried again
                self._failed(alarm, error)
                return None
        self._failing.pop(alarm.command_id, None)
        late_seconds.observe(max(0.0, (self._clock.now() - alarm.due.at).total_seconds()))
        if fired.dropped is None:
            fired_total.labels(alarm.name).inc()
        else:
            log.info("%s was dropped: %s", alarm.command_id, fired.dropped)
            dropped_total.labels(alarm.name, fired.dropped).inc()
        return fired

    async def _fire(self, alarm: Alarm) -> Fired:
        if alarm.command_id in self._answered:
            return await drop_unanswered(self._bus, alarm)
        return await self._firings[alarm.name].fire(self._bus, alarm, self._clock.now())

    def _failed(self, alarm: Alarm, error: Exception) -> None:
        tries = self._failing[alarm.command_id].tries if alarm.command_id in self._failing else 0
        if tries == 0:
            log.error("%s can't be fired, will be tried again: %s", alarm.command_id, error, exc_info=error)
        again_at = monotonic() + backoff(tries, self._random, base=1.0, cap=LONGEST_RETRY)
        self._failing[alarm.command_id] = _Failing(tries + 1, again_at, f"{type(error).__name__}: {error}")
