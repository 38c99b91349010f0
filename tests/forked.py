"""Processes that are forks of one which has imported the program already: much of a short life is Python's own start.

Such a process shares nothing with the test's own but what it is given, and dies of kill -9 as any other does. What a
command does before its imports, and how it ends a real process, is seen where tests start `yabot` themselves.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yabot.__main__ import COMMANDS, main

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["yabot.__main__", *(f"yabot.cli.{name}" for name in {*COMMANDS.values()}), "yabot.application"]
)


class OtherProcess:
    """A Python process that runs `work(connection, *arguments)`, and is talked to by `connection`."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self.connection, theirs = _FORKS.Pipe()
        self.process = _FORKS.Process(target=work, args=(theirs, *arguments), daemon=True)
        self.process.start()
        theirs.close()

    def hear(self, seconds: float = 30.0) -> Any:
        """The next thing it says."""
        assert self.connection.poll(seconds), "the other process says nothing"
        return self.connection.recv()

    def kill(self) -> None:
        """kill -9. What it has said before can still be heard."""
        self.process.kill()
        self.process.join()

    def last_words(self) -> Iterator[Any]:
        """What it had said before it was killed, and nobody has heard."""
        with suppress(EOFError):
            while self.connection.poll():
                yield self.connection.recv()

    def close(self) -> None:
        self.kill()
        self.connection.close()

    def __enter__(self) -> "OtherProcess":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def run_forked(
    arguments: Sequence[str], environment: dict[str, str], folder: Path, given: str | None, timeout: float
) -> tuple[int, str, str]:
    """Runs `yabot ARGUMENTS` in this folder to its end: its exit code, what it wrote, what it complained of.

    Raises subprocess.TimeoutExpired, and has ended it then.
    """
    with TemporaryDirectory() as place:
        stdin, stdout, stderr = (Path(place) / name for name in ("in", "out", "err"))
        stdin.write_text(given or "")
        for file in (stdout, stderr):
            file.touch()
        process = _FORKS.Process(target=_command, args=(arguments, environment, folder, stdin, stdout, stderr))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["yabot", *arguments], timeout, stdout.read_text(), stderr.read_text())
        return process.exitcode, stdout.read_text(), stderr.read_text()


def _command(
    arguments: Sequence[str], environment: dict[str, str], folder: Path, stdin: Path, stdout: Path, stderr: Path
) -> None:
    for number, file, how in ((0, stdin, os.O_RDONLY), (1, stdout, os.O_WRONLY), (2, stderr, os.O_WRONLY)):
        os.dup2(os.open(file, how), number)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115  # for as long as the process lives
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["yabot", *arguments]
    main()
