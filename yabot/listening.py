"""The socket that the HTTP server listens on, bound before anything is announced."""

import socket


class PortTaken(Exception):
    """Somebody else listens there."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        another = "choose another with --port or YABOT_HTTP_PORT"
        raise PortTaken(f"can't listen on {host}:{port}: {error.strerror}; {another}") from error
    listening.set_inheritable(True)
    return listening
