"""The newest position that this process has heard of, and those who wait for a later one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Condition
from time import monotonic


class Heads:
    """Told of new positions by the sequencer and by the change stream; only a hint, the data is read from the log."""

    def __init__(self) -> None:
        self.position = 0
        self._changed = Condition()
        self._listeners: tuple[Callable[[], None], ...] = ()
        self._sleepers: set[asyncio.Future[None]] = set()

    def advance(self, position: int) -> None:
        """Wakes those who wait, if `position` is new."""
        if position <= self.position:
            return
        with self._changed:
            self.position = max(position, self.position)
            self._changed.notify_all()
            sleepers, self._sleepers = self._sleepers, set()
        for listener in self._listeners:
            listener()
        for loop in {sleeper.get_loop() for sleeper in sleepers}:
            mine = [sleeper for sleeper in sleepers if sleeper.get_loop() is loop]
            if not loop.is_closed():
                loop.call_soon_threadsafe(_wake, mine)

    def wait(self, after: int, timeout: float) -> int:
        """Blocks until a position after `after` is known, at most `timeout` seconds; the newest one."""
        deadline = monotonic() + timeout
        with self._changed:
            while self.position <= after and (left := deadline - monotonic()) > 0:
                self._changed.wait(left)
        return self.position

    async def sleep(self, after: int, timeout: float) -> int:
        """The same, for the event loop."""
        sleeper = asyncio.get_running_loop().create_future()
        with self._changed:
            if self.position > after:
                return self.position
            self._sleepers.add(sleeper)
        try:
            with suppress(TimeoutError):  # the newest known position is the answer all the same
                async with asyncio.timeout(timeout):  # not wait_for, which until Python 3.12 can swallow a cancellation
                    await sleeper
        finally:
            with self._changed:
                self._sleepers.discard(sleeper)
        return self.position

    def listen(self, listener: Callable[[], None]) -> None:
        """Has `listener` called at each advance, in the thread that tells of it."""
        with self._changed:
            self._listeners = (*self._listeners, listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Ends it."""
        with self._changed:
            self._listeners = tuple(each for each in self._listeners if each != listener)


def _wake(sleepers: list[asyncio.Future[None]]) -> None:
    for sleeper in sleepers:
        if not sleeper.done():
            sleeper.set_result(None)
