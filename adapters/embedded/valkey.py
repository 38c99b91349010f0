"""valkey-server: the Redis of first runs, tests and one small community."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from adapters.embedded.binaries import valkey_binary
from adapters.embedded.errors import PortTaken
from adapters.embedded.ports import HOST
from adapters.embedded.processes import POLL
from adapters.embedded.server import Server


class Valkey(Server):
    """A valkey-server of our own.

    It saves its data when it is stopped, and only then: all that it holds can be published again from the log.
    """

    name: ClassVar[str] = "valkey"
    setting: ClassVar[str] = "YABOT_REDIS_URL"

    @property
    def url(self) -> str:
        """How clients reach it."""
        return f"redis://{HOST}:{self.port}/0"

    def find_binary(self) -> Path:
        return valkey_binary()

    @property
    def data_path(self) -> Path:
        return self.folder / "db"

    def pid_files(self) -> Iterator[Path]:
        yield self.folder / "valkey.pid"

    def arguments(self) -> list[str]:
        self.data_path.mkdir(exist_ok=True, mode=0o700)
        arguments = [
            "--bind",
            HOST,
            "--port",
            str(self.port),
            "--dir",
            str(self.data_path),
            "--dbfilename",
            "valkey.rdb",
        ]
        arguments += ["--pidfile", str(self.folder / "valkey.pid"), "--daemonize", "no"]
        # Forced, since a valkey that can't save (disk full) would otherwise refuse to stop.
        arguments += ["--save", "", "--appendonly", "no", "--shutdown-on-sigterm", "save", "force"]
        # The title would replace the command line, by which an orphan is recognised.
        return [*arguments, "--set-proc-title", "no"]

    def port_was_taken(self, exit_code: int, output: str) -> bool:
        return exit_code != 0 and "Address already in use" in output

    def make_ready(self, deadline: float) -> None:
        """It has loaded its data, and it is the one that answers on its port."""
        with Redis(host=HOST, port=self.port, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            while True:
                try:
                    client.ping()
                    answering = client.info("server")["process_id"]
                except RedisError:
                    self.still_starting(deadline)
                    time.sleep(POLL)
                else:
                    if answering != self.pid:
                        raise PortTaken
                    return
