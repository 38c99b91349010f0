"""What a story shows at one place, and what its tags mean.

A tag is `name:value` on a choice (what taking it does or needs) or on a line of text (what reaching it does).
Unknown names mean nothing to the game; `yabot content check` reports them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from domain.errors import DomainError
from domain.story_gates import Gate, Why
from domain.wallet import MAX_AMOUNT

NAME_MARK = "\ue000nombre\ue001"
"""What stands for the reader's name in texts, filled in when a message is sent. Private-use characters: no writer
and no font has them."""


def with_name(text: str, name: str) -> str:
    """`text` as it is sent to somebody called `name`."""
    return text.replace(NAME_MARK, name)


@dataclass
class StoryBroken(DomainError):
    """The story did what no story may do. Nothing was recorded; the reader stays where they were.

    `story` is the content hash, `place` the knot as far as known; `reason` is for the writer.
    """

    story: str
    place: str
    reason: str


@dataclass
class StoryUnavailable(DomainError):
    """The compiled story with this content hash is not at hand."""

    story: str


EFFECT_TAGS = frozenset(("premio", "pista", "mision", "logro", "item", "recuerda", "checkpoint"))
GATE_TAGS: Mapping[str, Why] = {"vip": "vip", "nivel": "level", "tras": "mission", "con": "item"}
CHOICE_TAGS = EFFECT_TAGS | {"costo"} | GATE_TAGS.keys()
LINE_TAGS = EFFECT_TAGS | {"final"}
PLAIN_TAGS = frozenset(("imagen", "pausa", "title", "author"))
"""Tags about how the text is told, and those that the game ignores without a word."""


class MalformedTag(ValueError):
    """A known tag without the value that it needs, or where it can't be."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag taken apart: `# costo: 10` is Tag("costo", "10"), `# vip` is Tag("vip", "")."""

    name: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        name, _, value = text.partition(":")
        return cls(name.strip(), value.strip())

    @property
    def amount(self) -> int:
        """The besitos of a price or a reward. Raises MalformedTag."""
        if not self.value.isascii() or not self.value.isdigit() or not 1 <= int(self.value) <= MAX_AMOUNT:
            raise MalformedTag(f"#{self.name}: needs whole besitos from 1 to {MAX_AMOUNT}, not {self.value!r}")
        return int(self.value)

    @property
    def gate(self) -> Gate | None:
        """The gate that it is, None for a tag that closes nothing. Raises MalformedTag."""
        if (why := GATE_TAGS.get(self.name)) is None:
            return None
        if why == "vip":
            return Gate(why)
        if why == "level" and not (self.id.isascii() and self.id.isdigit() and 1 <= int(self.id) <= MAX_AMOUNT):
            raise MalformedTag(f"#{self.name}: needs a level from 1, not {self.value!r}")
        return Gate(why, str(int(self.id)) if why == "level" else self.id)

    @property
    def id(self) -> str:
        """The id that it names. Raises MalformedTag."""
        if not self.value:
            raise MalformedTag(f"#{self.name} needs an id, as in #{self.name}:id")
        return self.value

    def __str__(self) -> str:
        return f"{self.name}:{self.value}" if self.value else self.name


@dataclass(frozen=True, slots=True)
class Effects:
    """What a choice, or reaching a place, does: the sum of its tags. Amounts in besitos, the others are ids."""

    cost: int = 0
    reward: int = 0
    hints: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    remembered: tuple[str, ...] = ()
    checkpoints: tuple[str, ...] = ()
    ending: str | None = None

    @classmethod
    def of_choice(cls, tags: Iterable[str]) -> Self:
        """Raises MalformedTag."""
        return cls._of(tags, CHOICE_TAGS, LINE_TAGS)

    @classmethod
    def of_line(cls, tags: Iterable[str]) -> Self:
        """Raises MalformedTag."""
        return cls._of(tags, LINE_TAGS, CHOICE_TAGS)

    @classmethod
    def _of(cls, tags: Iterable[str], allowed: frozenset[str], elsewhere: frozenset[str]) -> Self:
        found: dict[str, Any] = {}
        for tag in map(Tag.parse, tags):
            if tag.name in elsewhere - allowed:
                where = "a choice" if tag.name in CHOICE_TAGS else "a line"
                raise MalformedTag(f"#{tag.name} belongs on {where}")
            if name := _AMOUNTS.get(tag.name):
                found[name] = found.get(name, 0) + tag.amount
            elif name := _IDS.get(tag.name):
                found[name] = _together(found.get(name, ()), (tag.id,))
            elif tag.name == "final":
                found["ending"] = tag.id
        return cls(**found)

    def __add__(self, other: "Effects") -> "Effects":
        both: dict[str, Any] = {name: _together(getattr(self, name), getattr(other, name)) for name in _IDS.values()}
        return Effects(
            cost=self.cost + other.cost,
            reward=self.reward + other.reward,
            ending=other.ending or self.ending,
            **both,
        )

    def as_recorded(self) -> dict[str, Any]:
        """The effects that there are, as an event keeps them."""
        return {
            each.name: list(value) if isinstance(value, tuple) else value
            for each in fields(self)
            if (value := getattr(self, each.name))
        }


_AMOUNTS = {"costo": "cost", "premio": "reward"}
_IDS = {
    "pista": "hints",
    "mision": "missions",
    "logro": "achievements",
    "item": "items",
    "recuerda": "remembered",
    "checkpoint": "checkpoints",
}


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One paragraph, and the knot that it stands in. `text` may hold NAME_MARK."""

    text: str
    tags: tuple[str, ...] = ()
    place: str = ""

    @property
    def effects(self) -> Effects:
        """What coming by it does. Raises MalformedTag."""
        return Effects.of_line(self.tags)


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """One choice as the story offers it; its tags carry the price and the gates.

    `way` is where it leads in the Ink: the same in all languages of a version, whatever is offered beside it.
    """

    index: int
    text: str
    tags: tuple[str, ...] = ()
    way: str = ""

    @property
    def vip(self) -> bool:
        """Whether only VIPs may take it."""
        return "vip" in self.tags

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What it takes to go this way, besides its price. Raises MalformedTag."""
        return tuple(gate for tag in map(Tag.parse, self.tags) if (gate := tag.gate))

    @property
    def effects(self) -> Effects:
        """What taking it does. Raises MalformedTag."""
        return Effects.of_choice(self.tags)


@dataclass(frozen=True, slots=True)
class StoryStep:
    """Where a story stands: what it shows, what it asked to show that, and from where it goes on.

    `before` is the saved state from before this text was made. It is what a run keeps: showing a place again makes
    the text again from there, so that a choice earned since appears. `state` holds the offered choices and is only
    passed on, from a showing to the choice made there; it is never kept.
    """

    before: str
    state: str
    place: str
    lines: tuple[StoryLine, ...]
    choices: tuple[StoryChoice, ...]
    ended: bool
    asked: Mapping[str, int | str | bool] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return "\n\n".join(line.text for line in self.lines if line.text)

    @property
    def tags(self) -> Iterator[str]:
        """The tags of all lines, in order."""
        return (tag for line in self.lines for tag in line.tags)

    @property
    def told(self) -> str:
        """16 hexadecimal digits that stand for all that is read here: the paragraphs, how they are paced, the choices.

        The name of the reader is not among it: their mark is, as in `text`.
        """
        lines = (f"{line.text}\t{','.join(line.tags)}" for line in self.lines)
        return hashlib.sha256("\n".join((*lines, self.offer)).encode()).hexdigest()[:16]

    @property
    def offer(self) -> str:
        """Tells this list of choices from another: a button pressed carries the one that it was shown in."""
        shown = "\n".join(f"{choice.text}\t{','.join(choice.tags)}" for choice in self.choices)
        return hashlib.sha256(shown.encode()).hexdigest()[:8]
