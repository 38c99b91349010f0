"""Commands of one process that share a stream go one after the other."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class StreamLocks:
    """A lock a stream, taken in order of name so that no two commands wait for each other; kept only while in use."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, streams: Iterable[str]) -> AsyncIterator[None]:
        """Holds all of `streams` until the end of the block."""
        ordered = sorted(set(streams))
        taken: list[asyncio.Lock] = []
        for stream in ordered:
            lock, users = self._locks.get(stream) or (asyncio.Lock(), 0)
            self._locks[stream] = (lock, users + 1)
        try:
            for stream in ordered:
                lock = self._locks[stream][0]
                await lock.acquire()
                taken.append(lock)
            yield
        finally:
            for lock in taken:
                lock.release()
            for stream in ordered:
                lock, users = self._locks.pop(stream)
                if users > 1:
                    self._locks[stream] = (lock, users - 1)
