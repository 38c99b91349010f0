"""Free ports on the loopback interface."""

import random
import socket
from collections.abc import Iterator

HOST = "127.0.0.1"
RANGE = range(20000, 32000)
"""Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere), so that none of
those takes ours while a server is down."""
TRIES = 1000


def free(known: int) -> Iterator[int]:
    """The port that clients know (0: none) if it is free, then free ones. Others may take one before it is used."""
    if known and is_free(known):
        yield known
    for _ in range(TRIES):
        port = random.choice(RANGE)  # noqa: S311 - no secret
        if is_free(port):
            yield port


def is_free(port: int) -> bool:
    """Whether a server could listen on it; sockets of a server that has just ended don't count."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
