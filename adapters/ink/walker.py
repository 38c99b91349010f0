"""Walks a story at random, in a process of its own: `python -m adapters.ink.walker`, started by adapters.ink.check.

Whatever the story does (crash, hang, fill the memory), it does it here. Each step is announced on standard output
before it is made, so that the last line tells where the process died.
"""

import json
import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from time import monotonic, process_time
from typing import Any

from adapters.ink.compiled import StoryRefused
from adapters.ink.runtime import InkRuntime
from adapters.ink.saved_state import MAX_STATE
from adapters.ink.sums import LeavesTheBits
from commands.ports import Asked
from domain.story_step import PLAIN_TAGS, Effects, StoryBroken, StoryStep, Tag


class Persona(Mapping[str, Asked]):
    """Somebody who reads: one who has everything, one who has only what the story gave, or one of moods."""

    KINDS = ("everything", "nothing", "moods")

    def __init__(self, kind: str, dice: random.Random) -> None:
        self._kind = kind
        self._dice = dice
        self._got: set[str] = set()

    def receive(self, effects: Effects) -> None:
        self._got.update(f"tiene:{each}" for each in (*effects.items, *effects.hints))
        self._got.update(f"recuerda:{each}" for each in effects.remembered)

    def twin(self) -> "Persona":
        """Somebody who has got the same."""
        twin = Persona(self._kind, random.Random(0))  # noqa: S311
        twin._got = set(self._got)
        return twin

    def change_mood(self, mood: float) -> None:
        """Readers of the same story in other languages are of the same mood."""
        self._dice.seed(mood)

    def __getitem__(self, key: str) -> Asked:
        name = key.partition(":")[0]
        if name in ("besitos", "nivel"):
            most = 500 if name == "besitos" else 30
            return {"everything": most, "nothing": int(name == "nivel")}.get(self._kind, self._dice.randint(0, most))
        if name == "mision":
            return {"everything": "hecha", "nothing": ""}.get(self._kind, self._dice.choice(("", "activa", "hecha")))
        return key in self._got or {"everything": True, "nothing": False}.get(self._kind, self._dice.random() < 0.5)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a persona has an answer to everything")

    def __len__(self) -> int:
        raise TypeError("a persona has an answer to everything")


WATCHED = 3
"""Every so many walks, there is one more that watches sums."""

ENOUGH = 0.8
"""The part of the time limits after which sums are watched no more: else a large story would seem endless."""

MANY = 20
"""Steps over which a growth tells something."""

GROWING = 20
"""Characters a step by which the state of a story may grow for long: it must end somewhere."""

Places = Mapping[str, tuple[Persona, StoryStep]]
"""Where a walk stands in each language, and who walks."""


class Walk:
    """The walks over one story in all its languages, in step.

    With `sums_only`, a story that breaks is told of only where a sum breaks it: the runtime watches
    sums, and other walks have told the rest. A walk ends without a word where `enough` says so.
    """

    def __init__(
        self,
        runtime: InkRuntime,
        hashes: Mapping[str, str],
        steps: int,
        *,
        sums_only: bool = False,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self._sums_only = sums_only
        self._enough = enough
        self._runtime = runtime
        self._hashes = hashes
        self._steps = steps
        self._tried: Counter[tuple[str, str]] = Counter()
        self._untried: dict[tuple[str, str], Places] = {}
        self.taken = 0
        self.knots: set[str] = set()

    def go(self, number: int) -> None:
        """One walk to an end: every other one begins where a choice was seen that no walk has taken yet."""
        dice = random.Random(number)  # noqa: S311  # walks, not secrets
        if number % 2 and self._untried:
            (place, text), places = self._untried.popitem()
            step = next(iter(places.values()))[1]
            choice: int | None = next(each.index for each in step.choices if each.text == text)
            self._tried[place, text] += 1
        else:
            places, choice = self._open(number), None
        sizes: list[int] = []
        for _ in range(self._steps):
            if self._enough():
                return
            if choice is None:
                if not self._agree(places) or (step := next(iter(places.values()))[1]).ended:
                    return
                sizes.append(len(step.state))
                choice = self._pick(step, places, dice)
            mood, reached = dice.random(), {}
            for language, (persona, here) in places.items():
                persona.change_mood(mood)
                if (there := self._step(language, here, choice, persona)) is None:
                    return
                reached[language] = (persona, there)
            places, choice = reached, None
        self._weigh(places, sizes)

    def _weigh(self, places: Places, sizes: list[int]) -> None:
        """Tells of a story that still grew in the second half of a walk without an end."""
        later = sizes[len(sizes) // 2 :]
        if len(later) >= MANY and later[-1] - later[0] > GROWING * len(later):
            language, (_, step) = next(iter(places.items()))
            what = (
                f"its state goes on growing, by {(later[-1] - later[0]) // len(later)} characters a step: "
                f"a reading that comes to {MAX_STATE:,} is stopped"
            )
            tell(warning={"language": language, "knot": step.place, "what": what})

    def _pick(self, step: StoryStep, places: Places, dice: random.Random) -> int:
        """A choice, mostly one of those taken least so far; remembers where the others can be taken."""
        tried = [self._tried[step.place, choice.text] for choice in step.choices]
        seldom = [index for index, count in enumerate(tried) if count == min(tried)]
        picked = dice.choice(seldom) if dice.random() < 0.5 else dice.randrange(len(tried))
        for choice in step.choices:
            here = (step.place, choice.text)
            if choice.index == picked:
                self._tried[here] += 1
                self._untried.pop(here, None)
            elif not self._tried[here] and here not in self._untried:
                self._untried[here] = {each: (persona.twin(), step) for each, (persona, step) in places.items()}
        return picked

    def _open(self, number: int) -> Places:
        started = {language: self._start(language, number) for language in self._hashes}
        return {language: (persona, step) for language, (persona, step) in started.items() if step is not None}

    def _start(self, language: str, number: int) -> tuple[Persona, StoryStep | None]:
        persona = Persona(Persona.KINDS[number % len(Persona.KINDS)], random.Random(number))  # noqa: S311
        tell(at={"language": language, "knot": "", "choice": None})
        try:
            step = self._runtime.start(self._hashes[language], persona, number)
        except StoryBroken as broken:
            self._tell_of(broken, language, broken.reason)
            return persona, None
        self._arrive(language, persona, step)
        return persona, step

    def _step(self, language: str, here: StoryStep, choice: int, persona: Persona) -> StoryStep | None:
        tell(at={"language": language, "knot": here.place, "choice": here.choices[choice].text})
        persona.receive(here.choices[choice].effects)
        self.taken += 1
        try:
            reached = self._runtime.choose(self._hashes[language], here.state, choice, persona)
        except StoryBroken as broken:
            what = f"after “{here.choices[choice].text}” (from {here.place}): {broken.reason}"
            self._tell_of(broken, language, what)
            return None
        self._arrive(language, persona, reached)
        return reached

    def _tell_of(self, broken: StoryBroken, language: str, what: str) -> None:
        if isinstance(broken.__cause__, LeavesTheBits) or not self._sums_only:
            tell(problem={"language": language, "knot": broken.place, "what": what})

    def _arrive(self, language: str, persona: Persona, step: StoryStep) -> None:
        self.knots.update(line.place for line in step.lines)
        self.knots.add(step.place)
        reached = [line.effects for line in step.lines]
        for effects in reached:
            persona.receive(effects)
        if step.ended and not any(effects.ending for effects in reached):
            tell(warning={"language": language, "knot": step.place, "what": "an end without #final:name"})
        if step.choices and all(choice.gates or choice.effects.cost for choice in step.choices):
            what = "every choice costs besitos or is locked to some: they can't go on"
            tell(problem={"language": language, "knot": step.place, "what": what})

    def _agree(self, places: Places) -> bool:
        """Whether all languages have come to the same place, with the same choices."""
        if len(places) < len(self._hashes):
            return False
        (first, (_, step)), *others = places.items()
        for language, (_, other) in others:
            if _shape(step) != _shape(other):
                what = f"choices or tags differ from {first}, which is at {step.place}: {_difference(step, other)}"
                tell(problem={"language": language, "knot": other.place, "what": what})
                return False
        return True


def _shape(step: StoryStep) -> tuple[object, ...]:
    """What is the same in every language."""
    return step.place, step.ended, _line_tags(step), [choice.tags for choice in step.choices]


def _line_tags(step: StoryStep) -> list[str]:
    return [tag for tag in step.tags if Tag.parse(tag).name not in PLAIN_TAGS]


def _difference(one: StoryStep, other: StoryStep) -> str:
    if len(one.choices) != len(other.choices):
        return f"{len(one.choices)} choices against {len(other.choices)}"
    for first, second in zip(one.choices, other.choices, strict=True):
        if first.tags != second.tags:
            return f"“{first.text}” has {list(first.tags)}, “{second.text}” has {list(second.tags)}"
    return f"{_line_tags(one)} against {_line_tags(other)}"


def tell(**message: Any) -> None:
    """One line of JSON for the process that started this one."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def watch_sums(stories: Mapping[str, str], walks: int, steps: int, enough: Callable[[], bool]) -> None:
    """Walks once more over stories that all others have walked over, to tell of sums that leave the 32 bits.

    What is at the very depth that the runtime reads can't be watched: a question nests deeper than a sum.
    """
    watching, hashes = InkRuntime(watching=True), {}
    for language, text in stories.items():
        if enough():
            return
        tell(at={"language": language, "knot": "", "choice": None})
        try:
            hashes[language] = watching.add(text)
        except StoryRefused:
            return
    walk = Walk(watching, hashes, steps, sums_only=True, enough=enough)
    for number in range(walks):
        if enough():
            return
        walk.go(number)


def main() -> None:
    """Reads what to walk from standard input."""
    began, wanted = monotonic(), json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (wanted["memory"], wanted["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (wanted["seconds"], wanted["seconds"]))
    runtime, hashes = InkRuntime(), {}
    for language, text in wanted["stories"].items():
        tell(at={"language": language, "knot": "", "choice": None})
        try:
            hashes[language] = runtime.add(text)
        except StoryRefused as refused:
            tell(problem={"language": language, "knot": "", "what": str(refused)})
    if len(hashes) == len(wanted["stories"]):
        walk = Walk(runtime, hashes, wanted["steps"])
        for number in range(wanted["walks"]):
            walk.go(number)
        tell(done={"steps": walk.taken, "knots": sorted(walk.knots)})
        processor, wall = ENOUGH * wanted["seconds"], ENOUGH * wanted["patience"]
        watch_sums(
            wanted["stories"],
            wanted["walks"] // WATCHED + 1,
            wanted["steps"],
            lambda: process_time() > processor or monotonic() - began > wall,
        )


if __name__ == "__main__":
    main()
