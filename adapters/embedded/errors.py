"""What goes wrong with a server of our own, in words for the person who starts the program."""


class ServerUnavailable(Exception):
    """An embedded server can't run here. The message is one line that says what to do about it."""


class PortTaken(Exception):
    """Somebody else listens on the port that was picked; another one must be tried."""
