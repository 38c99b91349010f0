"""uvicorn inside our own process: bound before it is announced, stopped with the rest."""

import asyncio
import socket
from contextlib import AbstractContextManager, nullcontext, suppress

import uvicorn
from fastapi import FastAPI

SHUTDOWN_SECONDS = 2
"""How long open streams may hold the shutdown up."""


class HttpServer:
    """The server behind a bound socket, which it closes at the end."""

    def __init__(self, app: FastAPI, listening: socket.socket) -> None:
        self._app = app
        self._socket = listening
        config = uvicorn.Config(
            app, log_config=None, lifespan="on", access_log=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS
        )
        self._server = _Quiet(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def start(self) -> None:
        """Returns when requests are answered."""
        self._task = asyncio.create_task(self._server.serve([self._socket]), name="http")
        while not self._server.started:
            if self._task.done():
                await self._task
                raise RuntimeError("the HTTP server has ended before it began")
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Ends open event streams, and finishes what is under way, for two seconds at most."""
        self._app.state.closing.set()
        self._server.should_exit = True
        if self._task is not None:
            with suppress(asyncio.CancelledError):
                await self._task
        self._socket.close()


class _Quiet(uvicorn.Server):
    """Leaves the signals to us: the servers behind the API are to stop after it."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # a generator there
        return nullcontext()
