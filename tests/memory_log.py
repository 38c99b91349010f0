"""A log in memory, for tests of those who follow it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from commands.ports import StoreUnavailable
from domain.ids import UserId
from domain.recorded import Damaged, Recorded, UnknownEvent

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def recorded(
    position: int, topic: str = "gift.claimed", user: str | None = "ana", stream: str | None = None, **state: Any
) -> Recorded:
    """An event of the log, with only its place and its owner told."""
    return Recorded(
        position=position,
        stream=stream or f"{topic.partition('.')[0]}:{user}",
        version=position,
        topic=topic,
        schema_version=1,
        state=state,
        event_id=f"event-{position}",
        correlation_id=f"correlation-{position}",
        causation_id=None,
        actor="system",
        source="test",
        user_id=UserId(user) if user else None,
        timestamp=NOON,
        content=None,
        commit_id=f"commit-{position}",
        commit_index=0,
        recorded_at=NOON,
    )


class MemoryLog:
    """The shape of the followed log. `away`: as with MongoDB down. `unknown`: a position with a topic of the future."""

    def __init__(self, epoch: str = "first") -> None:
        self.events: list[Recorded | Damaged] = []
        self.away = False
        self.unknown: int | None = None
        self.reads = 0
        self.epoch = epoch
        self._grown = asyncio.Event()

    def record(self, topic: str = "gift.claimed", user: str | None = "ana", **state: Any) -> int:
        """Adds one event; returns its position."""
        return self.add(recorded(len(self.events) + 1, topic, user, **state))

    def add(self, event: Recorded | Damaged) -> int:
        self.events.append(event)
        self._grown.set()
        self._grown = asyncio.Event()
        return event.position

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        self._check()
        self.reads += 1
        events = [event for event in self.events[after : after + limit] if not topics or event.topic in topics]
        if self.unknown == after + 1:
            raise UnknownEvent(self.unknown, "future.topic", 1)
        return [event for event in events if self.unknown is None or event.position < self.unknown]

    async def head(self) -> int:
        self._check()
        return len(self.events)

    async def wait(self, after: int, timeout: float) -> bool:
        if len(self.events) <= after:
            try:
                async with asyncio.timeout(timeout):
                    await self._grown.wait()
            except TimeoutError:
                return False
        return True

    def restore(self, epoch: str, keep: int) -> None:
        """As after a restored backup: another history from here on."""
        self.epoch = epoch
        del self.events[keep:]

    def _check(self) -> None:
        if self.away:
            raise StoreUnavailable("away")


class SettableClock:
    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


async def no_external(command_id: str, topic: str, payload: Mapping[str, Any]) -> Any:
    raise AssertionError("nothing external is recorded in this test")


async def soon(look: Callable[[], Any], *, within: float = 30.0) -> None:
    """Returns when `look()` is true (an awaitable is awaited); fails after `within` seconds."""
    async with asyncio.timeout(within):
        while True:
            value = look()
            if await value if isinstance(value, Awaitable) else value:
                return
            await asyncio.sleep(0.001)
