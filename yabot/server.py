"""uvicorn inside our own process: bound before it is announced, stopped with the rest."""

import asyncio
import socket
from contextlib import AbstractContextManager, nullcontext, suppress

import uvicorn
from fastapi import FastAPI

SHUTDOWN_SECONDS = 2
"""How long open streams may hold the shutdown up."""


class PortTaken(Exception):
    """Somebody else listens there."""


class HttpServer:
    """One listening socket and the server behind it."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        self._host = host
        self._socket = _listen(host, port)
        config = uvicorn.Config(
            app, log_config=None, lifespan="on", access_log=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS
        )
        self._server = _Quiet(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Returns when requests are answered."""
        self._task = asyncio.create_task(self._server.serve([self._socket]), name="http")
        while not self._server.started:
            if self._task.done():
                await self._task
                raise RuntimeError("the HTTP server has ended before it began")
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Finishes what is under way, for two seconds at most."""
        self._server.should_exit = True
        if self._task is not None:
            with suppress(asyncio.CancelledError):
                await self._task
        self._socket.close()


class _Quiet(uvicorn.Server):
    """Leaves the signals to us: the servers behind the API are to stop after it."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # a generator there
        return nullcontext()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(f"can't listen on {host}:{port}: {error.strerror}; choose another with --port") from error
    listening.set_inheritable(True)
    return listening
