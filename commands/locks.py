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
    """A stream's lock; `users` hold it, wait for it, or will when they have the ones before. `awaited`: that wait."""

    users = 0
    awaited = 0


class Held:
    """The locks of one command."""

    def __init__(self, locks: dict[str, _Shared], streams: list[str]) -> None:
        self._locks, self._streams = locks, streams
        self._taken = 0

    async def more(self, streams: Iterable[str]) -> bool:
        """Holds these too if nobody holds or awaits any of them; else False, and nothing is changed.

        It never waits, so it can be asked out of order. Whoever would have to wait lets go of all and begins again.
        """
        wanted = sorted(set(streams) - set(self._streams))
        if any((lock := self._locks.get(stream)) is not None and (lock.locked() or lock.awaited) for stream in wanted):
            return False
        for stream in wanted:
            lock = self._locks.setdefault(stream, _Shared())
            lock.users += 1
            await lock.acquire()  # at once: it is free
            self._streams.append(stream)
            self._taken += 1
        return True

    async def __aenter__(self) -> "Held":
        for stream in self._streams:
            lock = self._locks.get(stream)
            if lock is None:
                lock = self._locks[stream] = _Shared()
            lock.users += 1
        try:
            for stream in self._streams:
                await self._wait_for(self._locks[stream])
                self._taken += 1
        except BaseException:
            self._release()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._release()

    @staticmethod
    async def _wait_for(lock: _Shared) -> None:
        lock.awaited += 1
        try:
            await lock.acquire()
        finally:
            lock.awaited -= 1

    def _release(self) -> None:
        for number, stream in enumerate(self._streams):
            lock = self._locks[stream]
            if number < self._taken:
                lock.release()
            lock.users -= 1
            if lock.users == 0:
                del self._locks[stream]
