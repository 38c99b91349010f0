"""Blocking work in threads, beside the event loop."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[..., T], *args: Any, undo: Callable[[T], object] | None = None) -> T:
    """What `work(*args)` returns, worked out in a thread.

    Who cancels this gets their way only when the thread has ended, so nothing that it uses is taken from under it;
    what it returned nevertheless goes to `undo`, in a thread too.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait((running,))
        if undo is not None and not running.cancelled() and running.exception() is None:
            await asyncio.to_thread(undo, running.result())
        raise
