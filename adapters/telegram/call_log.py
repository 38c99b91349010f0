"""The calls that were made to a Bot API without Telegram: the newest are kept, and waited for."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Any

KEPT_CALLS = 5_000


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call. `error` is set where `result` is not. `chat_id` is the chat that it concerns."""

    id: int
    method: str
    params: dict[str, Any]
    result: Any
    chat_id: int | None
    error: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        told = {"id": self.id, "method": self.method, "params": self.params, "result": self.result}
        return told | {"chat_id": self.chat_id} | ({"error": self.error} if self.error else {})


_collected: ContextVar[list[Call] | None] = ContextVar("collected", default=None)


class CallLog(deque[Call]):
    """The newest calls, oldest first. Their ids count from 1, in each log anew."""

    def __init__(self) -> None:
        super().__init__(maxlen=KEPT_CALLS)
        self._ids = count(1)
        self._news = asyncio.Event()

    def note(
        self, method: str, params: dict[str, Any], result: Any, chat_id: int | None, error: dict[str, Any] | None
    ) -> None:
        """Keeps a call, and tells those who wait for one."""
        call = Call(next(self._ids), method, params, result, chat_id, error)
        self.append(call)
        if (collected := _collected.get()) is not None:
            collected.append(call)
        self._news.set()

    def after(self, call_id: int) -> list[Call]:
        """The calls made since, oldest first."""
        return [call for call in self if call.id > call_id]

    async def wait(self, after: int, timeout: float) -> list[Call]:
        """As `after`, but waits for one to be made, for `timeout` seconds at most."""
        deadline = asyncio.get_running_loop().time() + timeout
        while not (calls := self.after(after)):
            remaining = deadline - asyncio.get_running_loop().time()
            if remaining <= 0:
                break
            self._news.clear()
            try:
                async with asyncio.timeout(remaining):
                    await self._news.wait()
            except TimeoutError:
                break
        return calls

    @contextmanager
    def collecting(self) -> Iterator[list[Call]]:
        """The calls made inside this block, by this task and those it starts."""
        calls: list[Call] = []
        token = _collected.set(calls)
        try:
            yield calls
        finally:
            _collected.reset(token)
