"""Processes by their pid: who they are, and how they are ended."""

import os
import signal
import subprocess
import time
from pathlib import Path

from adapters.embedded.errors import ServerUnavailable

POLL = 0.01
"""Seconds between two looks at a process or a port."""


PROC = Path("/proc")


def command_line(pid: int) -> list[str]:
    """The arguments of a process; empty where there is none."""
    if not (PROC / "self").exists():
        return _ps(pid, "command=").split()
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [os.fsdecode(argument) for argument in raw.split(b"\0") if argument]


def runs(pid: int) -> bool:
    """Whether the process still has anything open: of an ended one a zombie may be left, which has not.

    A zombie with other threads has not ended: one of them may hold the listening socket a moment longer.
    """
    if not (PROC / "self").exists():
        return _ps(pid, "stat=")[:1] not in ("", "Z")
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        threads = sum(1 for _ in (PROC / str(pid) / "task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X") or threads > 1


def serves(pid: int, program: str, folder: Path) -> bool:
    """Whether `pid` is this server program working in this data folder, and not a stranger with a recycled pid."""
    arguments = command_line(pid)
    return bool(arguments) and program in Path(arguments[0]).name and str(folder) in arguments


def end(pid: int, program: str, folder: Path, patience: float) -> None:
    """Ends the server `pid` of this folder: SIGTERM, `patience` seconds, then SIGKILL.

    For orphans of an earlier run of ours, which can't be waited for as children can. A process that is not this
    server is left alone. Raises ServerUnavailable when it may not be ended or does not go.
    """
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not serves(pid, program, folder):
            return
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        except PermissionError as error:
            raise ServerUnavailable(f"{program} (pid {pid}) of another user works in {folder}: end it first") from error
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not runs(pid):
                return
            time.sleep(POLL)
    raise ServerUnavailable(f"{program} (pid {pid}) works in {folder} and does not end: end it by hand")


def _ps(pid: int, column: str) -> str:
    """What `ps` says of a process, where there is no /proc."""
    listing = subprocess.run(  # noqa: S603 - fixed program, a number as its argument
        ["/bin/ps", "-ww", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listing.stdout.strip()
