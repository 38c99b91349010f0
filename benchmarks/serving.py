"""Measures in a process set up as a serving one is."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from yabot.collector import calm_collector
from yabot.loop import run

T = TypeVar("T")


def serve(main: Coroutine[Any, Any, T]) -> T:
    """What `main` returns, on the event loop and with the garbage collector of `yabot serve`."""
    with calm_collector():
        pass  # what was imported by now is never looked at again
    return run(main)
