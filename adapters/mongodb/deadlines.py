"""Deadlines for what waits on the event loop: one timer for all, since each waits equally long."""

import asyncio
from collections import deque
from collections.abc import Callable

INTERVAL = 0.1
"""How often the oldest is looked at, in seconds; so late an answer may be at most."""


class Deadlines:
    """Answers futures that nobody else has answered in time. For one event loop."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._waiting: deque[tuple[float, asyncio.Future[object], Callable[[], Exception]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, future: asyncio.Future[object], too_late: Callable[[], Exception]) -> float:
        """Has `future` answered with what `too_late` returns, once its time is up; that time, of the loop's clock."""
        loop = future.get_loop()
        deadline = loop.time() + self.seconds
        self._waiting.append((deadline, future, too_late))
        if self._timer is None:
            self._timer = loop.call_later(INTERVAL, self._look, loop)
        return deadline

    def close(self) -> None:
        """Ends the timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        while self._waiting and (self._waiting[0][1].done() or self._waiting[0][0] <= now):
            _, future, too_late = self._waiting.popleft()
            if not future.done():
                future.set_exception(too_late())
        self._timer = loop.call_later(INTERVAL, self._look, loop) if self._waiting else None
