"""Moving a run to another version of its story: what is said where it can't be moved."""

from dataclasses import dataclass

from domain.errors import DomainError


@dataclass
class StoryCannotMove(DomainError):
    """The run can't go on in that version of its story; it stays with its own.

    `story` is the content hash of the version, `place` the knot where the reader stands, `reason` is for the writer.
    """

    story: str
    place: str
    reason: str
