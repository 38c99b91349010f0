"""Helpers for tests that treat servers badly."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")


def eventually(look: Callable[[], T], *, within: float = 15.0) -> T:
    """The first true value of `look()`, asked again and again; fails after `within` seconds."""
    deadline = time.monotonic() + within
    while not (value := look()):
        assert time.monotonic() < deadline, f"still {value!r} after {within} s"
        time.sleep(0.01)
    return value


def kill(pid: int) -> None:
    """kill -9, as the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)


def processes_of(folder: Path) -> list[int]:
    """The pids of all servers whose data is in this folder or below it."""
    inside = f"{folder}/"
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(part.startswith(inside) for part in process.info["cmdline"] or ())
    ]
