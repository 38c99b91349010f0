"""A real `yabot dev` in a process of its own, and the real command line against it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from adapters.embedded.temporary import temporary_folder
from tests.forked import run_forked

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90.0
"""A start takes two to five seconds; on a machine that does ten other things it takes longer."""
STOP_SECONDS = 30.0
COMMAND_SECONDS = 60.0


def environment(**settings: str) -> dict[str, str]:
    """This process' environment without any setting of ours, and with these."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("YABOT_")}
    return ours | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"} | settings


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it answered with --json."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """What it answered with --json, a value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def run_yabot(*arguments: str | Path, input: str | None = None, **settings: str) -> Done:
    """Runs `yabot ARGUMENTS` to its end."""
    words = [str(each) for each in arguments]
    return Done(*run_forked(words, environment(**settings), ROOT, input, COMMAND_SECONDS))


def at_once(command: Callable[[T], Done], cases: Sequence[T]) -> list[Done]:
    """How the command ends in each case; two run at a time."""
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(command, cases))


@dataclass
class DevProcess:
    """A `yabot dev` that runs. `facts` are those of dev.json as they stand there now."""

    folder: Path
    process: subprocess.Popen[str]
    log: Path
    """What it wrote to standard error, at level DEBUG if the settings said so."""
    said: list[str] = field(default_factory=list)
    """What it wrote to standard output."""

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.folder / "dev.json").read_text())
        return facts

    def yabot(self, *arguments: str | Path, **options: Any) -> Done:
        """Runs a command against it."""
        return run_yabot(*arguments, YABOT_DATA_DIR=str(self.folder), **options)

    def ok(self, *arguments: str | Path, **options: Any) -> Done:
        """The same, where it must succeed."""
        done = self.yabot(*arguments, **options)
        assert done.code == 0, f"yabot {' '.join(map(str, arguments))}: {done.code}\n{done.out}\n{done.err}"
        return done

    def stop(self, number: int = signal.SIGINT) -> int:
        """Sends a signal, waits for the end, and returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def started_dev(folder: Path, *options: str, settings: Mapping[str, str] | None = None) -> Iterator[DevProcess]:
    """`yabot dev --data FOLDER`, ready; stopped at the end if it still runs."""
    with launched_dev("--data", str(folder), *options, folder=folder, settings=settings) as dev:
        wait_until_ready(dev)
        yield dev


@contextmanager
def launched_dev(*options: str, folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[DevProcess]:
    """`yabot dev OPTIONS`, on its way; in a process group of its own, as in a terminal. Stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder.with_name(folder.name + ".stderr")
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "yabot", "dev", "--port", "0", "--json", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=environment(**(settings or {})),
            start_new_session=True,
        )
    dev = DevProcess(folder, process, log)
    try:
        yield dev
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        assert process.stdout is not None
        process.stdout.close()


def wait_until_ready(dev: DevProcess) -> dict[str, Any]:
    """What it says when everything answers; fails if it ends, or takes too long."""
    too_late = threading.Timer(START_SECONDS, dev.process.kill)
    too_late.start()
    try:
        assert dev.process.stdout is not None
        line = dev.process.stdout.readline()
    finally:
        too_late.cancel()
    assert line, f"yabot dev has ended with {dev.process.wait()} and is not ready:\n{dev.log.read_text()[-4000:]}"
    dev.said.append(line)
    facts: dict[str, Any] = json.loads(line)
    return facts


@pytest.fixture(scope="session")
def dev_process() -> Iterator[DevProcess]:
    """One `yabot dev` with its demo community for all tests that only use it, or add to it. It logs at level DEBUG."""
    with temporary_folder() as parent, started_dev(parent / "data", settings={"YABOT_LOG_LEVEL": "DEBUG"}) as dev:
        yield dev
