"""One rebuild at a time, across processes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from projections.ports import RebuildRunning


@contextmanager
def rebuild_lock(path: Path) -> Iterator[None]:
    """Held while something is built beside the live read models; let go by the system when its process dies.

    Raises RebuildRunning.
    """
    with path.with_name(path.name + ".rebuild").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RebuildRunning(f"another rebuild is at work on {path.name}; wait until it has ended") from None
        yield
