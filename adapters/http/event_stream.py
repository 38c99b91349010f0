"""Server-sent events: one client that follows the log, from a position on, for as long as it likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from fastapi.responses import StreamingResponse
from prometheus_client import Gauge

from adapters.http.cursors import cursor_at
from adapters.http.services import ApiServices
from commands.ports import StoreUnavailable
from domain.recorded import Damaged, Recorded, UnknownEvent
from queries.feed import DAMAGED, event_json

READ_AT_ONCE = 500
PING_SECONDS = 15.0
"""Nothing has been sent for so long: something is, so that either side notices when the other is gone."""

RETRY_SECONDS = 1.0
STOPPED = "yabot.stopped"
"""The last event of a stream that comes to what this release does not know: a newer one wrote it."""

open_streams = Gauge("yabot_http_event_streams", "Clients that follow the events now")


def event_stream(follower: "Follower") -> StreamingResponse:
    """The response that goes on until the client goes away, the server stops, or the key ends."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy is not to wait until it is full
    return StreamingResponse(follower.frames(), media_type="text/event-stream", headers=headers)


class Follower:
    """One client: where it is, what it wants, and the key that it came with, which is looked at again and again."""

    def __init__(self, app: ApiServices, position: int, type: str | None, closing: asyncio.Event, key: str) -> None:
        self._app = app
        self._position = position
        self._topics = (type,) if type else ()
        self._closing = closing
        self._key = key

    async def frames(self) -> AsyncIterator[bytes]:
        """What is sent: every event after the position, in order."""
        with open_streams.track_inprogress():
            yield f"retry: {int(RETRY_SECONDS * 1000)}\n\n".encode()
            while not self._closing.is_set():
                try:
                    if await self._app.keys.verify(self._key) is None:
                        return
                    head = await self._app.log.head()
                    events = await self._app.log.read(self._position, READ_AT_ONCE, self._topics)
                except StoreUnavailable:
                    yield b": the event store is away\n\n"
                    await self._pause(RETRY_SECONDS)
                    continue
                except UnknownEvent as error:
                    yield f"event: {STOPPED}\ndata: {error}\n\n".encode()
                    return
                for event in events:
                    self._position = event.position
                    yield self._frame(event)
                if not events:
                    self._position = max(self._position, head)  # of other types there may be more
                    if not await self._more():
                        yield f"id: {cursor_at(self._app, self._position)}\n: still here\n\n".encode()

    def _frame(self, event: Recorded | Damaged) -> bytes:
        damaged = isinstance(event, Damaged)
        data = event_json(event, () if damaged else self._app.target_services(event.topic or ""))
        kind = DAMAGED if damaged else event.topic
        return b"id: %b\nevent: %b\ndata: %b\n\n" % (
            cursor_at(self._app, event.position).encode(),
            str(kind).encode(),
            data,
        )

    async def _more(self) -> bool:
        """Waits for something new, or the end; False if nothing came for a while."""
        waiting = asyncio.ensure_future(self._app.log.wait(self._position, PING_SECONDS))
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait((waiting, closing), return_when=asyncio.FIRST_COMPLETED)
            return closing.done() or waiting.result() > self._position
        except StoreUnavailable:
            return True  # the next reading finds out, and says so
        finally:
            for each in (waiting, closing):
                each.cancel()
            await asyncio.gather(waiting, closing, return_exceptions=True)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
