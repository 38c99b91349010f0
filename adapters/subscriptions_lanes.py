"""Many events in flight, each user's in order."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Generic, TypeVar

Item = TypeVar("Item")

SLICE = 0.005
"""Seconds a worker may go on without giving the event loop to others, while its handlers never wait."""


@dataclass(slots=True)
class Entry(Generic[Item]):
    """One item on its lane. `position` is None for what is not an event of the log; `tries` and `failures` count."""

    position: int | None
    item: Item
    tries: int = 0
    failures: int = 0


Deliver = Callable[[str, Entry[Item]], Awaitable[float | None]]


class Lanes(Generic[Item]):
    """Runs items of different lanes in parallel and those of one lane one after the other.

    `deliver(lane, entry)` returns None when the entry is done with, or the seconds after which to try it again; its
    lane waits that long, the others go on. It must not raise. `moved` is called whenever something is done with.
    """

    def __init__(self, deliver: Deliver[Item], moved: Callable[[], None], *, concurrency: int, window: int) -> None:
        self._deliver = deliver
        self._moved = moved
        self._concurrency = concurrency
        self._window = window
        self._lanes: dict[str, deque[Entry[Item]]] = {}
        self._ready: deque[str] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._pending: OrderedDict[int, None] = OrderedDict()
        self._room = asyncio.Event()
        self._room.set()
        self._closed = False

    def put(self, lane: str, position: int | None, item: Item) -> None:
        """Adds an item to the end of its lane. Positions come in rising order; an item without one is put in once."""
        if position is not None:
            self._pending[position] = None
            if len(self._pending) >= self._window:
                self._room.clear()
        queue = self._lanes.setdefault(lane, deque())
        if position is None and any(entry.position is None for entry in queue):
            return
        queue.append(Entry(position, item))
        if len(queue) == 1:
            self._make_ready(lane)

    async def room(self) -> None:
        """Returns when fewer events than the window are in flight."""
        if not self._room.is_set():
            await self._room.wait()

    @property
    def in_flight(self) -> int:
        return len(self._pending)

    def done_up_to(self, cursor: int) -> int:
        """The position up to which nothing is open any more, given that all up to `cursor` has been put in."""
        return next(iter(self._pending)) - 1 if self._pending else cursor

    async def close(self, grace: float) -> None:
        """Starts nothing more, lets what runs finish for `grace` seconds, and drops the rest."""
        self._closed = True
        for timer in self._timers.values():
            timer.cancel()
        self._ready.clear()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=grace)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _make_ready(self, lane: str) -> None:
        self._timers.pop(lane, None)
        if self._closed:
            return
        self._ready.append(lane)
        if len(self._workers) < self._concurrency:
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        since = perf_counter()
        while self._ready and not self._closed:
            lane = self._ready.popleft()
            queue = self._lanes[lane]
            entry = queue[0]
            delay = await self._deliver(lane, entry)
            if delay is not None:
                entry.tries += 1
                self._timers[lane] = asyncio.get_running_loop().call_later(delay, self._make_ready, lane)
            else:
                self._finish(lane, queue)
            if perf_counter() - since > SLICE:
                await asyncio.sleep(0)
                since = perf_counter()

    def _finish(self, lane: str, queue: deque[Entry[Item]]) -> None:
        entry = queue.popleft()
        if queue:
            self._ready.append(lane)
        else:
            del self._lanes[lane]
        if entry.position is not None:
            del self._pending[entry.position]
            if len(self._pending) < self._window:
                self._room.set()
        self._moved()
