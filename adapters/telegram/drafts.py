"""Drafts of stories that writers send to the bot, as the bot needs them: checked, and read by their writer alone.

Nothing of a draft is in the log, and nothing in it moves a besito: who reads one has a purse made up for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.errors import DomainError
from domain.ids import UserId
from domain.story_gates import Gate

MAX_DRAFT = 4_000_000
"""Bytes of a file that is taken: as many as a compiled story may have."""
KINDS = (".json", ".ink")
WRITERS = frozenset(("writer", "admin", "owner"))
"""Roles whose holders may bring stories."""


class NoDraft(DomainError):
    """The draft is not there any more: another took its place, or it was not read for a month."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found of a file. `number` leads to the draft, None for one that can't be read.

    `problems` keep it from being read, `notes` don't; both are sentences with knot and line. `knots` is how many a walk
    came by, and how many there are.
    """

    name: str
    number: int | None
    problems: Sequence[str]
    notes: Sequence[str]
    knots: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """A choice of a draft. `gates` are what others need to take it: its writer may always."""

    text: str
    cost: int
    affordable: bool
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Where a draft's reader stands. `turn` tells an old button from a present one; `knots` as in Verdict."""

    number: int
    name: str
    turn: int
    place: str
    lines: tuple[str, ...]
    choices: tuple[DraftChoice, ...]
    besitos: int
    knots: tuple[int, int]
    ended: bool


@dataclass(frozen=True, slots=True)
class DraftName:
    """One of somebody's drafts."""

    number: int
    name: str


class Drafts(Protocol):
    """The drafts of all writers, each for its writer alone."""

    async def take_in(self, writer: UserId, file: str, data: bytes) -> Verdict:
        """Checks a file, for seconds; if it is in order it is the draft of its name, in place of an earlier one."""

    async def names(self, writer: UserId) -> list[DraftName]:
        """The drafts of this writer, the newest first."""

    async def open(self, writer: UserId, number: int) -> DraftPage:
        """Begins to read a draft, anew if it was begun before. Raises NoDraft and StoryBroken."""

    async def resume(self, writer: UserId, number: int) -> DraftPage:
        """The page at which a draft was left, of whose `turn` it stays; its opening before any reading.

        Raises NoDraft and StoryBroken.
        """

    async def choose(self, writer: UserId, number: int, turn: int, choice: int) -> DraftPage:
        """Reads on. Raises NoDraft, PlaceLeft, ChoiceNotOffered, InsufficientBesitos (of its purse), StoryBroken."""
