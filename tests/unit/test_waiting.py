"""Waiting for a position on the event loop can be cancelled at any moment, that of the answer too."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from adapters.mongodb.heads import Heads
from projections.waiting import Standing, Waiting


def for_rows() -> tuple[Awaitable[object], Callable[[], None]]:
    waiting = Waiting()
    return waiting.wait_for(1, 5), lambda: waiting.announce({"wallet": Standing(1)})


def for_news() -> tuple[Awaitable[object], Callable[[], None]]:
    heads = Heads()
    return heads.sleep(0, 5), lambda: heads.advance(1)


@pytest.mark.parametrize("steps", range(5))
@pytest.mark.parametrize("wait", [for_rows, for_news])
async def test_who_is_cancelled_as_the_answer_comes_is_cancelled(
    wait: Callable[[], tuple[Awaitable[object], Callable[[], None]]], steps: int
) -> None:
    waited, answer = wait()
    task = asyncio.ensure_future(waited)
    await asyncio.sleep(0)
    answer()
    for _ in range(steps):
        await asyncio.sleep(0)
    if task.done():
        return
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
