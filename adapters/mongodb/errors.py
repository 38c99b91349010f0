"""What the sequencer answers with, in the library's own words; the store of the house translates it once more."""

from eventsourcing.persistence import IntegrityError, OperationalError


class Unavailable(OperationalError):
    """The server can't be reached, and nothing was recorded."""


class Unknown(OperationalError):
    """The deadline passed before the server answered: outcome unknown. The same commit id may be tried again."""


class Stale(IntegrityError):
    """Somebody else wrote to `streams` after they had been read."""

    def __init__(self, streams: frozenset[str]) -> None:
        super().__init__(f"changed meanwhile: {', '.join(sorted(streams))}")
        self.streams = streams


class VersionTaken(IntegrityError):
    """Another event has this version of its stream."""


class CommitIdReused(IntegrityError):
    """The commit id is in the log with another payload."""


class TrackingTaken(IntegrityError):
    """The tracking position is not after the one that was recorded last."""


class LogDamaged(Exception):
    """A document of the log can't be read as an event."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"position {position}: {reason}")
        self.position, self.reason = position, reason
