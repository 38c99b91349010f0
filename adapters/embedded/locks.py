"""Locks that the kernel frees however their holder ends."""

import os
import sys
from pathlib import Path

from adapters.embedded.errors import ServerUnavailable


def lock_file(path: Path, *, create: bool = True) -> int | None:
    """A file descriptor that holds the lock until it is closed; None while another program holds it.

    Raises FileNotFoundError where there is no such file and none is to be made.
    """
    if sys.platform == "win32":
        raise ServerUnavailable(
            "servers are not started on Windows: use WSL, or set YABOT_MONGODB_URI, YABOT_REDIS_URL"
        )
    import fcntl

    descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
