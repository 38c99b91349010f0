"""The end of a command that could not do what it was asked for."""


class Failed(Exception):
    """The message is one line for whoever ran the command. Exit code 1."""
