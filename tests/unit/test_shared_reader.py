import asyncio
from collections.abc import Sequence
from typing import Any

from adapters.subscriptions_reader import SharedReader


class OneEvent:
    """A log with a single event and then silence; each read ends a turn of the event loop later."""

    epoch = "one"

    def __init__(self) -> None:
        self.reads = 0

    async def read(self, after: int, limit: int) -> Sequence[Any]:
        self.reads += 1
        return ["the event"] if after == 0 else []

    async def head(self) -> int:
        return 1

    async def wait(self, after: int, timeout: float) -> None:
        await asyncio.Event().wait()


async def test_a_follower_that_comes_in_between_a_reading_and_its_clearing_waits_instead_of_spinning():
    reader = SharedReader(OneEvent())  # type: ignore[arg-type]
    turns = 0

    async def follow() -> None:
        nonlocal turns
        position = 0
        while turns < 1_000:
            turns += 1
            position += len(await reader.after(position))

    reading = asyncio.create_task(reader._extend(0))
    await reading
    reader._reading[0] = reading  # it is done, and the event loop has not come to clearing it
    follower = asyncio.create_task(follow())
    for _ in range(50):
        await asyncio.sleep(0)

    assert turns < 10
    follower.cancel()
    await asyncio.gather(follower, return_exceptions=True)
    await reader.close()
