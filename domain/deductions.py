"""What follows from two hints (pistas): a secret, which is a hint of its own and opens what asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import model_validator

from domain.definitions import ContentId, Definition, Text
from domain.errors import DomainError


@dataclass
class NothingFollows(DomainError):
    """These hints, put together, say nothing that each does not say by itself."""

    hints: list[str]


@dataclass
class SecretKnown(DomainError):
    """What follows from these hints is known already."""

    hint: str


class DeductionDefinition(Definition):
    """Two hints that say a third. All of them are kept; nothing is used up.

    `reveals` is a hint of a story: its words are there, and `tiene()` and `con:` know it. `text` tells what one sees.
    """

    id: ContentId
    of: tuple[ContentId, ContentId]
    reveals: ContentId
    text: Text

    @model_validator(mode="after")
    def _says_something_new(self) -> "DeductionDefinition":
        if len({*self.of, self.reveals}) != 3:
            raise ValueError("takes two different hints, and reveals a third")
        return self


def deduction_of(hints: Iterable[str], deductions: Iterable[DeductionDefinition]) -> DeductionDefinition:
    """What follows from exactly these hints, in whatever order. Raises NothingFollows."""
    together = set(hints)
    for deduction in deductions:
        if set(deduction.of) == together:
            return deduction
    raise NothingFollows(sorted(together))
