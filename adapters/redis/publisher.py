"""From the log to the Redis stream: every event once, in order, whatever happens to Redis or to us.

The stream itself says how far it has come, so there is no checkpoint to lose. Redis away: the log waits, all else goes
on. Redis flushed: the retention window is filled again with the same ids. Several publishers do no harm.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Literal

from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.backoff import backoff
from adapters.redis.stream import EventStream, Top
from commands.ports import StoreUnavailable
from commands.subscriptions import FollowedLog
from domain.recorded import Damaged, Recorded, UnknownEvent

log = logging.getLogger(__name__)

Encode = Callable[[Recorded | Damaged], bytes]

WINDOW = 1_000_000
"""Entries that the stream keeps; about 1 KB of Redis' memory each."""

BATCH = 500

AT_ONCE = 32
"""Events that are encoded on the event loop; more go to a thread."""

NOT_STARTED = "not started"

LOOK_EVERY = 1.0
"""Seconds without news after which the stream is looked at: it may have been flushed."""

LONGEST_DELAY = 5.0
"""Seconds between two tries at most: so late is an integrator after an outage of Redis."""


class StreamAhead(Exception):
    """The stream holds positions, of this log's epoch, that the log does not have: it belongs to another store."""


FORESEEN = (RedisError, StoreUnavailable, StreamAhead, UnknownEvent)
"""What their own words explain; of everything else the log gets the traceback."""


@dataclass(frozen=True, slots=True)
class PublisherStatus:
    """`position`: the newest one in the stream. `reason`: why it does not go on."""

    state: Literal["starting", "running", "stopped"]
    position: int
    reason: str | None


class RedisPublisher:
    """Publishes the log to one stream until cancelled."""

    def __init__(
        self, log: FollowedLog, redis: Redis, encode: Encode, *, window: int = WINDOW, random: Random | None = None
    ) -> None:
        self._log = log
        self._stream = EventStream(redis, window)
        self._encode = encode
        self._window = window
        self._random = random or Random()  # noqa: S311  # jitter
        self._position = 0
        self._reason: str | None = NOT_STARTED
        self._pulse: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1, "publisher")

    async def run(self) -> None:
        """Publishes until cancelled; every failure is said once and followed by another try, with backoff."""
        tries = 0
        try:
            while True:
                try:
                    await self._publish()
                except Exception as error:  # noqa: BLE001  # whatever it is, the log waits and it is tried again
                    tries = 0 if self._reason is None else tries + 1
                    self._stopped(error)
                await asyncio.sleep(backoff(tries, self._random, cap=LONGEST_DELAY))
        finally:
            self._thread.shutdown(wait=False)

    def status(self) -> PublisherStatus:
        if self._reason == NOT_STARTED:
            return PublisherStatus("starting", self._position, None)
        return PublisherStatus("stopped" if self._reason else "running", self._position, self._reason)

    async def wait_for(self, position: int, timeout: float) -> None:
        """Returns when the stream has everything up to `position`. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self._position < position:
                if self._pulse is None:
                    self._pulse = asyncio.get_running_loop().create_future()
                await asyncio.shield(self._pulse)

    async def _publish(self) -> None:
        """Goes on from the stream's top, and finds the top again whenever it is not the expected one."""
        empty = Top(None, self._log.epoch)
        top = await self._stream.append(empty, 0, ()) or empty
        while True:
            top, after = await self._start(top)
            self._reached(after)
            while True:
                events = await self._log.read(after, BATCH)
                if not events and self._reason is None:
                    await self._log.wait(after, LOOK_EVERY)
                    events = await self._log.read(after, BATCH)
                entries = await self._encoded(events)  # none: only look whether the stream is as we left it
                if other := await self._stream.append(top, after, entries):
                    top = other
                    break
                self._goes_on(after)  # not before all of it went well once: else one incident would be told for ever
                if entries:
                    after = entries[-1][0]
                    top = Top(after, top.epoch)
                    self._reached(after)

    async def _start(self, top: Top) -> tuple[Top, int]:
        """What the stream's top must be to go on, and the position after which it goes on."""
        epoch, head = self._log.epoch, await self._log.head()
        if top.epoch != epoch:
            log.warning("the stream is of epoch %s, the log of %s: it is started anew", top.epoch, epoch)
            await self._stream.clear(top)
            top = Top(None, epoch)
        if top.position is None:
            return top, max(0, head - self._window)
        if top.position > head:
            raise StreamAhead(f"the stream is at position {top.position}, the log ends at {head}")
        return top, top.position

    async def _encoded(self, events: Sequence[Recorded | Damaged]) -> list[tuple[int, bytes]]:
        if len(events) <= AT_ONCE:
            return self._encode_all(events)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._encode_all, events)

    def _encode_all(self, events: Sequence[Recorded | Damaged]) -> list[tuple[int, bytes]]:
        return [(event.position, self._encode(event)) for event in events]

    def _stopped(self, error: Exception) -> None:
        """Says so once for each incident; what else is said while it lasts is in the status."""
        if self._reason in (None, NOT_STARTED):
            trace = None if isinstance(error, FORESEEN) else error
            log.error("publishing stopped at position %s: %s", self._position, error, exc_info=trace)
        self._reason = str(error)

    def _goes_on(self, position: int) -> None:
        if self._reason is not None:
            level = logging.INFO if self._reason == NOT_STARTED else logging.WARNING
            log.log(level, "publishing goes on from position %s", position)
            self._reason = None

    def _reached(self, position: int) -> None:
        self._position = position
        if self._pulse is not None:
            self._pulse.set_result(None)
            self._pulse = None
