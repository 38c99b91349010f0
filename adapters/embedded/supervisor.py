"""mongod and valkey side by side: started together, watched, started again when they die, stopped last."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.embedded.errors import ServerUnavailable
from adapters.embedded.mongod import Mongod
from adapters.embedded.server import Server
from adapters.embedded.valkey import Valkey

FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0
"""Seconds between a death and the next start: doubled each time, back to the first after a time of good health."""
GOOD_HEALTH = 1.0
"""Seconds of life; short, for a server that starts in less may be killed often and must still come back quickly."""

log = logging.getLogger(__name__)


class EmbeddedServers:
    """The two servers that a program without servers needs, in `folder/mongod` and `folder/valkey`.

    `on_restart` is called with the server's name from a thread of ours, after it is ready again; its port, and so
    `mongodb_uri` or `redis_url`, is the old one unless somebody has taken it meanwhile. The calls block: a program
    with an event loop wraps them in `asyncio.to_thread`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_restart: Callable[[str], object] | None = None,
        mongod: Mongod | None = None,
        valkey: Valkey | None = None,
    ) -> None:
        self.mongod = mongod or Mongod(folder / "mongod")
        self.valkey = valkey or Valkey(folder / "valkey")
        self._on_restart = on_restart
        self._life = threading.Lock()
        self._stopping = threading.Event()
        self._watchers: list[threading.Thread] = []

    def start(self) -> None:
        """Starts both at once and watches over them. Raises ServerUnavailable, and leaves nothing running then."""
        with self._life:
            atexit.register(self._stop_at_exit, os.getpid())
            try:
                self._refuse_if_stopped()
                self._both(Server.start)
                self._refuse_if_stopped()
            except BaseException:
                self._stop_both()
                raise
            for server in self._servers:
                watcher = threading.Thread(target=self._watch, args=(server,), name=f"watch {server.name}", daemon=True)
                watcher.start()
                self._watchers.append(watcher)

    def stop(self) -> None:
        """Stops both cleanly, for good, and returns when they are gone; a start in another thread is broken off.

        May be called twice.
        """
        self._stopping.set()
        for server in self._servers:
            server.interrupt()
        with self._life:
            self._stop_both()

    @property
    def mongodb_uri(self) -> str:
        """Where mongod is."""
        return self.mongod.uri

    @property
    def redis_url(self) -> str:
        """Where valkey is."""
        return self.valkey.url

    @property
    def pids(self) -> dict[str, int]:
        """The pids by server name."""
        return {server.name: server.pid for server in self._servers}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _servers(self) -> tuple[Server, ...]:
        return self.mongod, self.valkey

    def _both(self, action: Callable[[Server], None]) -> None:
        """Does it to both at once; the first failure is raised when both are done."""
        with ThreadPoolExecutor(len(self._servers), "embedded") as threads:
            done = [threads.submit(action, server) for server in self._servers]
        for each in done:
            each.result()

    def _stop_both(self) -> None:
        self._stopping.set()
        self._both(Server.stop)
        for watcher in self._watchers:
            watcher.join()
        self._watchers.clear()
        atexit.unregister(self._stop_at_exit)

    def _refuse_if_stopped(self) -> None:
        if self._stopping.is_set():
            raise ServerUnavailable("the servers have been stopped")

    def _watch(self, server: Server) -> None:
        delay = FIRST_DELAY
        while True:
            ready = time.monotonic()
            code = server.wait()
            if self._stopping.is_set():
                return
            log.error("%s ended with exit code %s and is started again", server.name, code)
            if time.monotonic() - ready > GOOD_HEALTH:
                delay = FIRST_DELAY
            while not self._stopping.wait(delay):
                delay = min(2 * delay, LONGEST_DELAY)
                if self._started_again(server):
                    break
            else:
                return

    def _started_again(self, server: Server) -> bool:
        """Whether it is ready again. Nothing may end the thread that watches, so nothing is raised."""
        try:
            server.restart()
        except ServerUnavailable as error:
            if not self._stopping.is_set():
                log.error("%s", error)
            return False
        except Exception:
            log.exception("%s could not be started again", server.name)
            return False
        log.warning("%s is ready again on port %s", server.name, server.port)
        if self._on_restart is not None:
            try:
                self._on_restart(server.name)
            except Exception:
                log.exception("what follows a restart of %s failed", server.name)
        return True

    def _stop_at_exit(self, owner: int) -> None:
        """A program that forgot to stop them leaves no servers behind; a forked child of it stops nothing."""
        if os.getpid() == owner:
            self._stopping.set()
            for server in self._servers:  # one after the other: no thread can be started any more
                server.stop()
