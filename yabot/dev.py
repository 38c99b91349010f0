"""`yabot dev`: real servers, a small community with a past, and everything that runs it, in one process."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.temporary import temporary_folder
from adapters.telegram.deferred import deferred_models
from yabot.collector import calm_collector
from yabot.keys import with_kept_keys, write_private
from yabot.listening import listen
from yabot.running import DEV_FILE
from yabot.settings import Settings

if TYPE_CHECKING:
    from adapters.mongodb.keys import NewKey
    from yabot.application import Application
    from yabot.server import HttpServer

ACTOR = "admin:dev"
KEY_NAME = "yabot dev"
USERS = 50
SETTLE_SECONDS = 600.0
"""How long the consequences of one evening of the demo may take; of a large community they take minutes."""

Ready = Callable[[dict[str, Any]], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DevOptions:
    """What `yabot dev` is asked for. `data` None: a temporary folder, removed at the end. `port` 0: a free one."""

    data: Path | None = None
    port: int = 8000
    demo_users: int = USERS


async def run_dev(settings: Settings, options: DevOptions, ready: Ready, progress: Progress) -> None:
    """Runs until SIGINT or SIGTERM. `ready` gets what dev.json holds, when everything answers.

    Raises ServerUnavailable, PortTaken, ContentError and what a part raises at start.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        folder = options.data.resolve() if options.data else stack.enter_context(temporary_folder())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        listening = stack.enter_context(closing(listen(settings.http_host, options.port)))
        dev = _Dev(folder, settings, options, loop, listening)
        try:
            starting = asyncio.create_task(dev.start(progress))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                starting.cancel()
                await asyncio.gather(starting, return_exceptions=True)
                return
            stopping.cancel()
            ready(starting.result())
            await stop.wait()
        finally:
            await dev.stop()


class _Dev:
    """The parts of one `yabot dev`."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        options: DevOptions,
        loop: asyncio.AbstractEventLoop,
        listening: socket.socket,
    ) -> None:
        self._folder, self._options, self._loop, self._listening = folder, options, loop, listening
        self._settings = with_kept_keys(settings.model_copy(update={"data_dir": folder}), making=True)
        self._servers = EmbeddedServers(folder, on_restart=self._restarted)
        self._app: Application | None = None
        self._http: HttpServer | None = None
        self._facts: dict[str, Any] = {}

    async def start(self, progress: Progress) -> dict[str, Any]:
        """Starts everything in order; what dev.json holds."""
        began = time.perf_counter()
        with calm_collector():
            await self._start(progress)
        return self._facts | {"seconds": round(time.perf_counter() - began, 1)}

    async def _start(self, progress: Progress) -> None:
        servers = asyncio.create_task(asyncio.to_thread(self._servers.start))
        await asyncio.sleep(0)
        with deferred_models():  # the servers start while we import what takes longest
            from adapters.http.scopes import SCOPES
            from yabot.application import Application
            from yabot.bot import start_bots
            from yabot.demo.month import beginning, play
            from yabot.server import HttpServer
        await servers
        self._app = app = Application(
            self._settings.model_copy(
                update={"mongodb_uri": self._servers.mongodb_uri, "redis_url": self._servers.redis_url}
            )
        )

        now, users = app.clock.now(), self._options.demo_users

        async def opened() -> None:
            if users and await app.stores.process_log.async_log.head() == 0:
                app.clock.advance(beginning(now))  # the content is published before anybody comes

        async def demo() -> None:
            if users and await app.stores.process_log.async_log.head() <= 1:
                await play(
                    app.bus,
                    app.stores.vault,
                    app.clock,
                    users,
                    now,
                    lambda: app.subscriptions.settled(SETTLE_SECONDS),
                    report=progress,
                )

        await app.start(migrating=True, opened=opened, history=demo)
        app.start_publisher()
        await app.start_notifications()
        routers = start_bots(app, simulated=True)
        self._http = HttpServer(app.http(routers), self._listening)
        await self._http.start()
        key = await self._new_key(app, SCOPES)
        link = await app.stores.sessions.new_link(ACTOR)
        url = self._http.url
        self._facts = {
            "http_url": url,
            "simulator_url": f"{url}/sim",
            "console_url": f"{url}/console",
            "docs_url": f"{url}/docs",
            "admin_link": f"{url}/console/login?token={link}",
            "api_key": key.presented,
            "read_models_url": f"sqlite:///{app.read_models.path}",
            "data": str(self._folder),
        }
        self._write()

    @staticmethod
    async def _new_key(app: "Application", scopes: Iterable[str]) -> "NewKey":
        """A key with all scopes, instead of that of an earlier start, which nobody has any more."""
        for earlier in await app.stores.keys.list():
            if earlier.name == KEY_NAME and earlier.revoked_at is None:
                await app.stores.keys.revoke(earlier.id)
        return await app.stores.keys.create(KEY_NAME, scopes)

    def _restarted(self, server: str) -> None:
        """From the thread that watches the servers."""
        self._loop.call_soon_threadsafe(self._write)

    def _write(self) -> None:
        if not self._facts:
            return
        self._facts |= {
            "mongodb_uri": self._servers.mongodb_uri,
            "redis_url": self._servers.redis_url,
            "pids": {"yabot": os.getpid(), **self._servers.pids},
        }
        write_private(self._folder / DEV_FILE, self._facts)

    async def stop(self) -> None:
        """Doors first, servers last."""
        if self._http is not None:
            await self._http.stop()
        if self._app is not None:
            await self._app.stop()
        await asyncio.to_thread(self._servers.stop)
        if self._facts:  # else it is that of another one, which has this folder
            (self._folder / DEV_FILE).unlink(missing_ok=True)
