"""The command line in a fork of a process that has imported it already: most of a short command is Python's own start.

What a command does before its imports, and how it ends a real process, is seen where tests start `yabot` themselves.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from yabot.__main__ import COMMANDS, main

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["yabot.__main__", *(f"yabot.cli.{name}" for name in {*COMMANDS.values()})])


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
