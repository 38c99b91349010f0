"""What a story refuses its reader. What is wrong with the story itself stands in domain.story_step."""

from dataclasses import dataclass

from domain.errors import DomainError


@dataclass
class StoryLocked(DomainError):
    """The story can't be begun yet; `why` and `needs` are those of the gate."""

    story: str
    why: str
    needs: str


@dataclass
class ChoiceLocked(DomainError):
    """A choice in a story that the reader has begun can't be taken yet; `why` and `needs` are those of the gate."""

    story: str
    why: str
    needs: str


@dataclass
class StoryNotStarted(DomainError):
    """There is no run of this story to go back in."""

    story: str


@dataclass
class StoryOver(DomainError):
    """The run has ended; there is nothing to choose."""

    story: str


@dataclass
class PlaceLeft(DomainError):
    """The button belongs to a place that the reader has left, or to choices that have changed since."""

    story: str


@dataclass
class ChoiceNotOffered(DomainError):
    """There is no such choice here. `offered` is how many there are; the first has index 0."""

    choice: int
    offered: int


@dataclass
class CheckpointNotReached(DomainError):
    """The run has not come by this checkpoint."""

    checkpoint: str
