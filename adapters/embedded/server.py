"""One server process of ours, in a folder of its own: started, found again, stopped.

The folder holds `lock` (held while a program of ours runs the server), `server.json` (the pid and the port of the
last start), the server's own data and its log.
"""

import json
import logging
import os
import signal
import socket
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from adapters.embedded import binaries, ports, processes
from adapters.embedded.errors import PortTaken, ServerUnavailable
from adapters.embedded.locks import lock_file

START_DEADLINE = 60.0
"""Seconds to become ready; a mongod that recovers a journal after a kill takes a few."""
STOP_PATIENCE = 10.0
"""Seconds between SIGTERM and SIGKILL."""
LOG_LIMIT = 10 * 1024 * 1024
"""Bytes of log kept; at a start a longer one becomes `<name>.log.1`."""

log = logging.getLogger(__name__)


class Server(ABC):
    """A server on a loopback port, in its own process session, so that Ctrl-C in our terminal does not reach it."""

    name: ClassVar[str]
    setting: ClassVar[str]
    """The setting by which a server of one's own is used instead."""

    def __init__(self, folder: Path, *, port: int | None = None, binary: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.port = port or 0
        self._binary = binary
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._spawning = threading.Lock()
        self._lock: int | None = None
        self._log_start = 0

    # --- what each server says of itself -----------------------------------------------------------------------------

    @abstractmethod
    def find_binary(self) -> Path:
        """The program to run. Raises ServerUnavailable."""

    @abstractmethod
    def arguments(self) -> list[str]:
        """Its command line, with the data path as one argument, for `self.port`."""

    @property
    @abstractmethod
    def data_path(self) -> Path:
        """The folder of its data, by which an orphan is recognised."""

    @abstractmethod
    def pid_files(self) -> Iterator[Path]:
        """Files in which the server itself writes its pid."""

    @abstractmethod
    def port_was_taken(self, exit_code: int, output: str) -> bool:
        """Whether it ended because another process had its port."""

    @abstractmethod
    def make_ready(self, deadline: float) -> None:
        """Returns when the listening server takes commands. `deadline` is in time.monotonic() seconds."""

    # --- life --------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Starts the server, after ending one that a crashed run of ours left in this folder.

        Raises ServerUnavailable, with one line that says what to do; nothing runs then.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stopping = False
        self._hold_lock()
        try:
            self._end_orphans()
            self.restart()
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Starts it again after it has died, on the port that its clients know if that is still free."""
        deadline = time.monotonic() + START_DEADLINE
        for port in ports.free(self.port):
            self.port = port
            try:
                self._spawn()
                self._wait_for_port(deadline)
                self.make_ready(deadline)
            except PortTaken:
                log.warning("%s: port %s is taken, trying another one", self.name, port)
                self._kill()
            except BaseException:
                self._kill()
                raise
            else:
                return
        raise ServerUnavailable(f"{self.name} found no free port on {ports.HOST}")

    def interrupt(self) -> None:
        """Asks the process to end and starts no new one; a start under way in another thread fails soon."""
        with self._spawning:
            self._stopping = True
            if self._process is not None:
                with suppress(ProcessLookupError):
                    self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Stops it cleanly, within bounded time, and leaves nothing behind but its data. May be called twice."""
        self.interrupt()
        if self._process is not None:
            try:
                self._process.wait(STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                log.warning("%s (pid %s) did not stop in %s s and is killed", self.name, self.pid, STOP_PATIENCE)
                self._kill()
        if self._lock is not None:
            try:
                self._write_state(None)
                for left in self.pid_files():
                    left.unlink(missing_ok=True)
            finally:
                self._release_lock()

    def clear_up(self) -> None:
        """Ends what a crashed run of ours left running here. Raises ServerUnavailable if that run still lives."""
        self._hold_lock()
        try:
            self._end_orphans()
        finally:
            self._release_lock()

    def wait(self) -> int:
        """Blocks until the process has ended, and returns its exit code."""
        return self._running().wait()

    @property
    def pid(self) -> int:
        """The pid of the running process."""
        return self._running().pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def binary(self) -> Path:
        """The program that runs."""
        return self._binary or self.find_binary()

    @property
    def log_file(self) -> Path:
        """What the server prints."""
        return self.folder / f"{self.name}.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- the process -------------------------------------------------------------------------------------------------

    def _spawn(self) -> None:
        binary = self.binary
        command = [str(binary), *self.arguments()]
        with self._spawning:
            if self._stopping:
                raise ServerUnavailable(f"{self.name} is being stopped")
            self._roll_log()
            with self.log_file.open("ab") as output:
                self._log_start = output.tell()
                try:
                    self._process = subprocess.Popen(  # noqa: S603 - our own command line
                        command,
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=subprocess.STDOUT,
                        cwd=self.folder,
                        env=_environment(),
                        start_new_session=True,
                    )
                except OSError as error:
                    raise ServerUnavailable(
                        f"{binary.name} does not run on this system ({error.strerror}): set {self.setting} to a server"
                        " of your own"
                    ) from error
            self._write_state(self._process.pid)

    def _wait_for_port(self, deadline: float) -> None:
        """Returns when the server listens; raises what it died of, or that it is too slow."""
        while True:
            self.still_starting(deadline)
            try:
                socket.create_connection((ports.HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(processes.POLL)
            else:
                self.still_starting(deadline)
                return

    def still_starting(self, deadline: float) -> None:
        """Raises PortTaken or ServerUnavailable if the process has died, or time is up."""
        process = self._running()
        code = process.poll()
        if code is not None:
            with self.log_file.open("rb") as lines:
                lines.seek(self._log_start)
                output = lines.read().decode(errors="replace")
            if self.port_was_taken(code, output):
                raise PortTaken
            raise ServerUnavailable(binaries.explain(self.binary, code, output, self.setting))
        if time.monotonic() > deadline:
            raise ServerUnavailable(
                f"{self.name} was not ready within {START_DEADLINE:.0f} s: see {self.log_file}, or set {self.setting}"
            )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ServerUnavailable(f"{self.name} is not started")
        return self._process

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()

    def _roll_log(self) -> None:
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))

    # --- what is found in the folder ---------------------------------------------------------------------------------

    @property
    def _state_file(self) -> Path:
        return self.folder / "server.json"

    def _write_state(self, pid: int | None) -> None:
        new = self._state_file.with_suffix(".new")
        new.write_text(json.dumps({"pid": pid, "port": self.port}) + "\n")
        new.replace(self._state_file)

    def _end_orphans(self) -> None:
        """Ends what a crash of ours left running here, and takes its port over. Damaged files say nothing."""
        pids = {_number(path.read_text()) for path in self.pid_files() if path.exists()}
        if self._state_file.exists():
            with suppress(ValueError, TypeError, AttributeError):
                state = json.loads(self._state_file.read_text())
                pids.add(_number(str(state.get("pid"))))
                self.port = self.port or _number(str(state.get("port"))) or 0
        for pid in pids:
            if pid is not None and processes.serves(pid, self.binary.name, self.data_path):
                log.warning("%s (pid %s) was left by an earlier run in %s and is ended", self.name, pid, self.folder)
                processes.end(pid, self.binary.name, self.data_path, STOP_PATIENCE)

    def _hold_lock(self) -> None:
        """Keeps a second program of ours out of the folder; the kernel frees the lock however this one ends."""
        if self._lock is None:
            self._lock = lock_file(self.folder / "lock")
        if self._lock is None:
            raise ServerUnavailable(
                f"{self.folder} is in use by another running yabot: stop that one, or choose another data folder"
            )

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _number(text: str) -> int | None:
    """The number at the beginning of a pid file or a state; None where there is none."""
    first = text.split()[:1]
    return int(first[0]) if first and first[0].isdecimal() else None


def _environment() -> dict[str, str]:
    """A small environment: our secrets are none of the server's business, and an unknown locale stops a mongod."""
    kept = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {"LC_ALL": "C"} | {name: os.environ[name] for name in kept if name in os.environ}
