"""One reader of one story, alone in a terminal: the runtime is the real one, the purse and the mochila are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.ink.runtime import InkRuntime
from commands.ports import Asked
from domain.story_gates import Keys, Why
from domain.story_step import Effects, StoryChoice, StoryStep

_OPENED_BY: Mapping[Why, str] = {
    "vip": "That is for VIPs: --vip",
    "level": "That takes level {0}: --level {0}",
    "mission": "That comes after a mission: --mission {0}",
    "item": "That takes something to have: --item {0}",
}
"""What a locked choice says, with the option that opens it."""


@dataclass(frozen=True)
class Place:
    """Where the reader stands, with what, and what the way there cost and gave."""

    step: StoryStep
    besitos: int
    has: frozenset[str]
    missions: Mapping[str, str]
    remembered: frozenset[str]
    given: Mapping[str, Any]
    earlier: frozenset[tuple[str, object]] = frozenset()
    """Which place has given what: coming by again earns nothing twice (domain.story.Story.ungiven)."""


class Player:
    """Starts at the opening. Raises StoryRefused for what is no story, StoryBroken for what a story may not do."""

    def __init__(
        self,
        compiled: str,
        *,
        besitos: int,
        level: int,
        vip: bool,
        has: Sequence[str],
        done: Sequence[str],
        remembered: Sequence[str],
        seed: int,
    ) -> None:
        self._runtime = InkRuntime()
        self._hash = self._runtime.add(compiled)
        self.level, self.vip = level, vip
        nothing = StoryStep("", "", "", (), (), ended=False)
        before = Place(nothing, besitos, frozenset(has), dict.fromkeys(done, "hecha"), frozenset(remembered), {})
        step = self._runtime.start(self._hash, _Answers(self, before), seed)
        self.place = self._arrived(before, step, Effects())
        self._before: list[Place] = []

    def obstacle(self, index: int) -> str | None:
        """Why this choice can't be taken now, None if it can."""
        choice = self.place.step.choices[index]
        if closed := self._keys.closed(choice.gates):
            return _OPENED_BY[closed.why].format(closed.needs)
        if choice.effects.cost > self.place.besitos:
            return f"That costs {choice.effects.cost} besitos, and you have {self.place.besitos}: --besitos"
        return None

    def locked(self, choice: StoryChoice) -> bool:
        """Whether it takes something that the reader lacks."""
        return self._keys.closed(choice.gates) is not None

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
        self.place = self._arrived(paid, step, got)

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
    fresh = replace(
        effects,
        reward=0 if (where, effects.reward) in at.earlier else effects.reward,
        items=tuple(item for item in effects.items if (where, item) not in at.earlier),
    )
    received = replace(
        at,
        besitos=at.besitos - fresh.cost + fresh.reward,
        has=at.has | set(fresh.hints) | set(fresh.items),
        missions=dict.fromkeys(fresh.missions, "activa") | dict(at.missions),
        remembered=at.remembered | set(fresh.remembered),
        earlier=at.earlier | {(where, fresh.reward)} | {(where, item) for item in fresh.items},
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
