"""Commands of one process that share a stream go one after the other."""

import asyncio
from collections.abc import Iterable
from types import TracebackType


class StreamLocks:
    """A lock a stream, taken in order of name so that no two commands wait for each other; kept only while in use."""

    def __init__(self) -> None:
        self._locks: dict[str, _Shared] = {}

    def hold(self, streams: Iterable[str]) -> "Held":
        """Holds all of `streams` for the length of an `async with`."""
        return Held(self._locks, sorted(set(streams)))


class _Shared(asyncio.Lock):
    """A stream's lock; `users` hold it or wait for it."""

    users = 0


class Held:
    """The locks of one command."""

    def __init__(self, locks: dict[str, _Shared], streams: list[str]) -> None:
        self._locks, self._streams = locks, streams
        self._taken = 0

    async def __aenter__(self) -> None:
        for stream in self._streams:
            lock = self._locks.get(stream)
            if lock is None:
                lock = self._locks[stream] = _Shared()
            lock.users += 1
        try:
            for stream in self._streams:
                await self._locks[stream].acquire()
                self._taken += 1
        except BaseException:
            self._release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._release()

    def _release(self) -> None:
        for number, stream in enumerate(self._streams):
            lock = self._locks[stream]
            if number < self._taken:
                lock.release()
            lock.users -= 1
            if lock.users == 0:
                del self._locks[stream]
