"""One reader of one story, alone, outside of the log: the runtime is the real one, purse and mochila are made up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from adapters.ink.compiled import read_compiled
from adapters.ink.runtime import InkRuntime
from adapters.ink.saved_state import pack, unpack
from adapters.ink.variables import variables
from commands.ports import Asked
from domain import story_giving
from domain.story_gates import Gate, Keys
from domain.story_step import Effects, StoryStep


@dataclass(frozen=True, slots=True)
class Purse:
    """What a reader begins with. `has` are items and hints, `done` missions, `remembered` what the story remembers."""

    besitos: int = 100
    level: int = 1
    vip: bool = False
    has: Sequence[str] = ()
    done: Sequence[str] = ()
    remembered: Sequence[str] = ()


class NoSuchKnot(Exception):
    """The story has no knot of this name. The message is for its writer, with names that are like it."""

    def __init__(self, knot: str, knots: Sequence[str]) -> None:
        like = get_close_matches(knot, knots, n=5) or sorted(knots)[:10]
        super().__init__(
            f"the story has no knot {knot!r}; there are {', '.join(like)}{', …' if len(knots) > 10 else ''}"
        )


@dataclass(frozen=True)
class Place:
    """Where the reader stands, with what, and what the way there cost and gave."""

    step: StoryStep
    besitos: int
    has: frozenset[str]
    missions: Mapping[str, str]
    remembered: frozenset[str]
    given: Mapping[str, Any]
    earlier: frozenset[str] = frozenset()
    """Which place has given what: coming by again earns nothing twice (domain.story_giving)."""


NOWHERE = StoryStep("", "", "", (), (), ended=False)


class Player:
    """Reads a story from its opening, or from any knot. Raises StoryRefused for what is no story, NoSuchKnot,
    StoryBroken for what a story may not do."""

    def __init__(self, compiled: str, purse: Purse, seed: int = 1, *, knot: str | None = None) -> None:
        self._runtime = InkRuntime()
        self._compiled = read_compiled(compiled)
        self._hash = self._runtime.add(compiled)
        self.level, self.vip = purse.level, purse.vip
        self._before: list[Place] = []
        self.seen: set[str] = set()
        missions = dict.fromkeys(purse.done, "hecha")
        before = Place(NOWHERE, purse.besitos, frozenset(purse.has), missions, frozenset(purse.remembered), {})
        step = self._runtime.start(self._hash, _Answers(self, before), seed)
        if knot is not None:
            step = self._runtime.show(self._hash, self._at(knot, step.before), _Answers(self, before))
        self._go(self._arrived(before, step, Effects()))

    def _at(self, knot: str, before: str) -> str:
        """The state of somebody who has just come to a knot, and nowhere else."""
        if knot not in self._compiled.knots:
            raise NoSuchKnot(knot, self._compiled.knots)
        state = json.loads(unpack(self._hash, before))
        (thread,) = state["flows"]["DEFAULT_FLOW"]["callstack"]["threads"]
        thread["callstack"][0]["cPath"] = knot
        return pack(self._hash, state)

    def _go(self, place: Place) -> None:
        self.place = place
        self.seen.update(line.place for line in place.step.lines)
        self.seen.add(place.step.place)

    @property
    def knots(self) -> tuple[int, int]:
        """By how many knots the reader has come, and of how many."""
        whole = {knot for knot in self._compiled.knots if "." not in knot}
        return len({each.partition(".")[0] for each in self.seen} & whole), len(whole)

    @property
    def variables(self) -> dict[str, Any]:
        """What the story's own variables are now."""
        return variables(self._compiled, self.place.step.state)

    def closed(self, index: int) -> Gate | None:
        """What this choice takes that the reader lacks; None if it is open."""
        return self._keys.closed(self.place.step.choices[index].gates)

    def affordable(self, index: int) -> bool:
        """Whether the reader has what this choice costs."""
        return self.place.step.choices[index].effects.cost <= self.place.besitos

    @property
    def _keys(self) -> Keys:
        done = frozenset(mission for mission, state in self.place.missions.items() if state == "hecha")
        return Keys(vip=self.vip, level=self.level, missions=done, things=self.place.has)

    def choose(self, index: int) -> None:
        """Takes an open choice, pays for it, and gets what it gives before the next place is told."""
        offered = self.place.step
        paid, got = _received(self.place, offered.choices[index].effects, offered.place)
        step = self._runtime.choose(self._hash, offered.state, index, _Answers(self, paid))
        self._before.append(self.place)
        self._go(self._arrived(paid, step, got))

    def back(self) -> bool:
        """Undoes the last choice; False at the opening."""
        if not self._before:
            return False
        self.place = self._before.pop()
        return True

    def standing(self) -> dict[str, Any]:
        """What the reader has."""
        place = self.place
        return {
            "besitos": place.besitos,
            "level": self.level,
            "vip": self.vip,
            "has": sorted(place.has),
            "missions": dict(place.missions),
            "remembered": sorted(place.remembered),
        }

    @staticmethod
    def _arrived(at: Place, step: StoryStep, got: Effects) -> Place:
        """There, with what the lines on the way give."""
        for line in step.lines:
            at, passed = _received(at, line.effects, line.place)
            got += passed
        return replace(at, step=step, given=got.as_recorded())


def _received(at: Place, effects: Effects, where: str) -> tuple[Place, Effects]:
    """The place with what `effects` cost and give, and those of them that were not given before."""
    fresh = story_giving.ungiven(effects, where, at.earlier)
    received = replace(
        at,
        besitos=at.besitos - fresh.cost + fresh.reward,
        has=at.has | set(fresh.hints) | set(fresh.items),
        missions=dict.fromkeys(fresh.missions, "activa") | dict(at.missions),
        remembered=at.remembered | set(fresh.remembered),
        earlier=at.earlier.union(story_giving.names(fresh, where)),
    )
    return received, fresh


class _Answers(Mapping[str, Asked]):
    """What the story's external functions answer."""

    def __init__(self, player: Player, place: Place) -> None:
        self._player, self._place = player, place

    def __getitem__(self, key: str) -> Asked:
        name, _, argument = key.partition(":")
        match name:
            case "besitos":
                return self._place.besitos
            case "es_vip":
                return self._player.vip
            case "nivel":
                return self._player.level
            case "tiene":
                return argument in self._place.has
            case "recuerda":
                return argument in self._place.remembered
            case "mision":
                return self._place.missions.get(argument, "")
        raise KeyError(key)

    def __iter__(self) -> Any:
        raise TypeError("what a story might ask has no list")

    def __len__(self) -> int:
        raise TypeError("what a story might ask has no list")
