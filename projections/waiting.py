"""Waiting until the read models have reached a position: from threads and from the event loop, woken at once."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from threading import Lock


class NotReached(TimeoutError):
    """The read models did not come to the position in time; `reached` is where they are."""

    def __init__(self, position: int, reached: int) -> None:
        super().__init__(f"read models are at {reached}, not at {position} yet")
        self.position, self.reached = position, reached


class ParkedAt(Exception):
    """The event that was waited for is parked by a projection: its rows will not come by waiting."""

    def __init__(self, position: int, projection: str) -> None:
        super().__init__(f"projection {projection} has parked position {position}")
        self.position, self.projection = position, projection


class ProjectionStopped(Exception):
    """A projection stands still before the position, and why."""

    def __init__(self, projection: str, reason: str) -> None:
        super().__init__(f"projection {projection} has stopped: {reason}")
        self.projection, self.reason = projection, reason


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one projection is, as far as waiting for it goes."""

    position: int
    parked: frozenset[int] = frozenset()
    parked_streams: frozenset[str] = frozenset()
    stopped: str | None = None


@dataclass(eq=False, slots=True)
class _Waiter:
    position: int
    projections: tuple[str, ...]
    stream: str | None
    done: "Future[None]" = field(default_factory=Future)


class Waiting:
    """Who waits for what."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standings: Mapping[str, Standing] = {}
        self._waiters: set[_Waiter] = set()

    def announce(self, standings: Mapping[str, Standing]) -> None:
        """The projections stand there now; wakes whom that concerns."""
        with self._lock:
            self._standings = standings
            settled = [waiter for waiter in self._waiters if self._settle(waiter)]
            self._waiters.difference_update(settled)

    def wait(self, position: int, timeout: float, projections: tuple[str, ...] = (), stream: str | None = None) -> None:
        """Blocks until all projections (or those named) have reached `position`.

        Raises NotReached after `timeout` seconds; at once ParkedAt when the position, or its `stream`, is parked, and
        ProjectionStopped when one stands still before it.
        """
        waiter = self._enter(position, projections, stream)
        try:
            waiter.done.result(timeout)
        except FutureTimeout:
            raise NotReached(position, self._reached(projections)) from None
        finally:
            self._leave(waiter)

    async def wait_for(
        self, position: int, timeout: float, projections: tuple[str, ...] = (), stream: str | None = None
    ) -> None:
        """The same for the event loop."""
        waiter = self._enter(position, projections, stream)
        try:
            if waiter.done.done():
                return waiter.done.result()
            async with asyncio.timeout(timeout):  # not wait_for, which until Python 3.12 can swallow a cancellation
                await asyncio.wrap_future(waiter.done)
        except TimeoutError:
            raise NotReached(position, self._reached(projections)) from None
        finally:
            self._leave(waiter)

    def _enter(self, position: int, projections: tuple[str, ...], stream: str | None) -> _Waiter:
        waiter = _Waiter(position, projections, stream)
        with self._lock:
            if not self._settle(waiter):
                self._waiters.add(waiter)
        return waiter

    def _leave(self, waiter: _Waiter) -> None:
        with self._lock:
            self._waiters.discard(waiter)

    def _concerning(self, projections: tuple[str, ...]) -> dict[str, Standing]:
        return {name: at for name, at in self._standings.items() if not projections or name in projections}

    def _reached(self, projections: tuple[str, ...]) -> int:
        return min((standing.position for standing in self._concerning(projections).values()), default=0)

    def _settle(self, waiter: _Waiter) -> bool:
        """Whether the waiter has its answer, which it is then given."""
        standings = self._concerning(waiter.projections)
        error: Exception | None = None
        for name, standing in standings.items():
            if waiter.position in standing.parked or waiter.stream in standing.parked_streams:
                error = ParkedAt(waiter.position, name)
            elif standing.stopped is not None and standing.position < waiter.position:
                error = ProjectionStopped(name, standing.stopped)
        if error is None and (not standings or self._reached(waiter.projections) < waiter.position):
            return False
        if waiter.done.set_running_or_notify_cancel():
            if error is None:
                waiter.done.set_result(None)
            else:
                waiter.done.set_exception(error)
        return True
