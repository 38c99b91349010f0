"""One reading of the log for all who follow it."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from commands.subscriptions import FollowedLog
from domain.recorded import Damaged, Recorded

BLOCK = 500
"""Events read and kept together. The log has no gaps, so a full block never changes."""

KEPT = 8
"""Blocks in memory: followers that are near each other, at the head or far behind it, share them."""

PATIENCE = 1.0
"""Seconds of one wait at the head."""


class SharedReader:
    """The log in blocks, each read once however many follow. Followers keep their own place."""

    def __init__(self, log: FollowedLog) -> None:
        self._log = log
        self._blocks: OrderedDict[int, list[Recorded | Damaged]] = OrderedDict()
        self._reading: dict[int, asyncio.Task[None]] = {}

    async def after(self, position: int) -> Sequence[Recorded | Damaged]:
        """The events that come next after `position`; none only if there were none for a while.

        Raises UnknownEvent when the very next one is not known to this release, and StoreUnavailable.
        """
        number, offset = divmod(position, BLOCK)
        if len(self._blocks.get(number, ())) <= offset:
            await self._once(number)
        block = self._blocks.get(number, [])
        if block:
            self._blocks.move_to_end(number)
        return block[offset:]

    async def close(self) -> None:
        """Ends the reading; followers that still wait are cancelled."""
        reading = list(self._reading.values())
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    async def _once(self, number: int) -> None:
        """Extends a block; those who ask for the same one meanwhile await the same reading."""
        task = self._reading.get(number)
        if task is None or task.done():  # awaiting one that is done would not yield, and so never let it be cleared
            task = self._reading[number] = asyncio.create_task(self._extend(number), name=f"log block {number}")
            task.add_done_callback(lambda done: self._finished(number, done))
        await asyncio.shield(task)

    def _finished(self, number: int, task: asyncio.Task[None]) -> None:
        if self._reading.get(number) is task:
            del self._reading[number]
        if not task.cancelled():
            task.exception()  # those who wait have it; nobody may be left to

    async def _extend(self, number: int) -> None:
        block = self._blocks.get(number, [])
        after = number * BLOCK + len(block)
        events = await self._log.read(after, BLOCK - len(block))
        if not events:
            await self._log.wait(after, PATIENCE)
            return
        block.extend(events)
        self._blocks[number] = block
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
