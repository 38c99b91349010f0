"""Work in threads, and what a cancellation does to it."""

import asyncio
from threading import Event

import pytest

from yabot.threads import in_thread


@pytest.fixture
def gate() -> Event:
    """The thread goes on when this is set."""
    return Event()


async def cancelled_amid(gate: Event, outcome: object, undone: list[object]) -> asyncio.Task[object]:
    """A piece of work that was cancelled while its thread waited at the gate."""
    began = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> object:
        loop.call_soon_threadsafe(began.set)
        gate.wait()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    task = asyncio.create_task(in_thread(work, undo=undone.append))
    await began.wait()
    task.cancel()
    await asyncio.sleep(0)
    return task


async def test_what_it_returns() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)


async def test_what_it_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 7, 0)


async def test_a_cancellation_waits_for_the_thread_and_undoes_what_it_made(gate: Event) -> None:
    undone: list[object] = []
    task = await cancelled_amid(gate, "made", undone)
    assert not task.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert undone == ["made"]


async def test_a_cancellation_of_work_that_fails_has_nothing_to_undo(gate: Event) -> None:
    undone: list[object] = []
    task = await cancelled_amid(gate, ValueError("failed"), undone)
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert undone == []
