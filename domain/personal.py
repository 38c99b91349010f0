"""Texts that know whom they speak to: a slot has variants, the first whose condition holds is told.

The conditions are content, and meant to be read aloud: from level 3 on, VIP, who has done that mission, who remembers
this, who has not ended that story.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from domain.definitions import ContentId, Definition, Text

NAME_PLACE = "{name}"
"""Where a text says the name of whom it speaks to."""

_PLACES = re.compile(r"\{[^{}]*\}|[{}]")


class Fact(NamedTuple):
    """One thing that is so of somebody, or is not: `mission` m completed, `remembers` x, `has` an item or a hint,
    `begun` or `ended` a story, come to an `ending`; `vip`."""

    kind: str
    id: str = ""


VIP = Fact("vip")


@dataclass(frozen=True, slots=True)
class Known:
    """All that variants can ask about one person."""

    level: int
    facts: frozenset[Fact]


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Ids = Annotated[tuple[ContentId, ...], BeforeValidator(_one_or_many)]
"""One id, or a list of them."""


class When(Definition):
    """When a variant is told: if all of it holds. A list of ids means each of them; after `not_`, none of them.

    `level_below` is the first level that is too high. `remembers` is what stories keep by `# recuerda:id`, `has` an
    item in the mochila or a hint known, `ending` the name of one that any story came to (`# final:name`).
    """

    level_from: Annotated[int | None, Field(ge=1)] = None
    level_below: Annotated[int | None, Field(ge=2)] = None
    vip: bool | None = None
    mission: Ids = ()
    not_mission: Ids = ()
    remembers: Ids = ()
    not_remembers: Ids = ()
    has: Ids = ()
    not_has: Ids = ()
    begun: Ids = ()
    not_begun: Ids = ()
    ended: Ids = ()
    not_ended: Ids = ()
    ending: Ids = ()
    not_ending: Ids = ()

    @model_validator(mode="after")
    def _asks_something(self) -> "When":
        if self == When.model_construct():
            raise ValueError("needs a condition; a text for everybody has no `when` at all")
        return self

    @property
    def needed(self) -> frozenset[Fact]:
        """What must be so."""
        return self._facts("") | ({VIP} if self.vip else frozenset())

    @property
    def excluded(self) -> frozenset[Fact]:
        """What must not be so."""
        return self._facts("not_") | ({VIP} if self.vip is False else frozenset())

    def _facts(self, prefix: str) -> frozenset[Fact]:
        return frozenset(Fact(kind, id) for kind in KINDS for id in getattr(self, prefix + kind))

    def holds(self, known: Known) -> bool:
        """Whether it is so of this person."""
        return (
            (self.level_from or 1) <= known.level
            and (self.level_below is None or known.level < self.level_below)
            and self.needed <= known.facts
            and not self.excluded & known.facts
        )


KINDS = ("mission", "remembers", "has", "begun", "ended", "ending")
"""What is asked by id; each has a `not_` beside it."""


class Variant(Definition):
    """One way to say it. `{name}` stands for the name; without `when` it is for everybody."""

    when: When | None = None
    text: Text

    @model_validator(mode="after")
    def _has_no_other_places(self) -> "Variant":
        for text in self.text.by_language.values():
            if odd := next((found for found in _PLACES.findall(text) if found != NAME_PLACE), None):
                raise ValueError(f"{odd} stands for nothing; only {NAME_PLACE} is filled in")
        return self

    def fits(self, known: Known) -> bool:
        """Whether it may be told to this person."""
        return self.when is None or self.when.holds(known)


Slot = Annotated[tuple[Variant, ...], Field(min_length=1)]


def chosen(variants: Sequence[Variant], known: Known) -> int:
    """The place of the first variant that fits; the last one always does (see domain.personal_check)."""
    return next((place for place, each in enumerate(variants) if each.fits(known)), len(variants) - 1)


def asked(variants: Sequence[Variant]) -> Mapping[str, frozenset[str]]:
    """The ids that the variants ask about, by kind: what must be known before one is chosen."""
    facts = [fact for each in variants if each.when for fact in each.when.needed | each.when.excluded]
    return {kind: frozenset(fact.id for fact in facts if fact.kind == kind) for kind in KINDS}


def untold(variants: Sequence[Variant], levels: int) -> Iterator[int]:
    """The places of variants that nobody would ever be told, in a community of so many levels."""
    conditions = [each.when or When.model_construct() for each in variants]
    for place, condition in enumerate(conditions):
        if not _somebody(_Person.like(condition, levels), conditions[:place]):
            yield place


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody of whom only this is known: a level of `lowest` or more and below `above`, what is so, what is not."""

    lowest: int
    above: int
    so: frozenset[Fact]
    not_so: frozenset[Fact]

    @classmethod
    def like(cls, when: When, levels: int) -> "_Person":
        above = min(when.level_below or levels + 1, levels + 1)
        return cls(when.level_from or 1, above, when.needed, when.excluded)

    @property
    def possible(self) -> bool:
        """Whether there can be such a person. Who has ended a story has begun it."""
        so = self.so | {Fact("begun", fact.id) for fact in self.so if fact.kind == "ended"}
        return self.lowest < self.above and not so & self.not_so

    def but_not(self, when: When) -> "Iterator[_Person]":
        """The ways in which this person can be somebody for whom `when` does not hold."""
        if when.level_from is not None:
            yield _Person(self.lowest, min(self.above, when.level_from), self.so, self.not_so)
        if when.level_below is not None:
            yield _Person(max(self.lowest, when.level_below), self.above, self.so, self.not_so)
        for fact in when.needed:
            yield _Person(self.lowest, self.above, self.so, self.not_so | {fact})
        for fact in when.excluded:
            yield _Person(self.lowest, self.above, self.so | {fact}, self.not_so)


def _somebody(person: _Person, earlier: Sequence[When]) -> bool:
    """Whether somebody like this can be, for whom none of the `earlier` conditions holds."""
    if not person.possible:
        return False
    if not earlier:
        return True
    return any(_somebody(each, earlier[1:]) for each in person.but_not(earlier[0]))
