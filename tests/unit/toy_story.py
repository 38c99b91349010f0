"""A story runtime of the same shape as the real one, over a dictionary of places: for decisions, not for Ink."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from commands.ports import Asked
from domain.story_migration import StoryCannotMove
from domain.story_step import StoryBroken, StoryChoice, StoryLine, StoryStep, StoryUnavailable

SPANISH, ENGLISH = "e" * 64, "d" * 64


@dataclass(frozen=True)
class Way:
    """A choice, its tags, where it leads, and the external that must be true for it to be offered."""

    text: str
    to: str
    tags: tuple[str, ...] = ()
    needs: str | None = None


@dataclass(frozen=True)
class Place:
    """A place without ways is an end. `asks` are externals that its text asks for. `more` are tags of a second line."""

    ways: tuple[Way, ...] = ()
    tags: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


class ToyStories:
    """Begins at `inicio`. A way to nowhere breaks the story. No run can be moved at the places that are `gone`."""

    version = "toy-1"

    def __init__(self, **places: Place) -> None:
        self.places = places
        self.gone: frozenset[str] = frozenset()

    def start(self, story_hash: str, externals: Mapping[str, Asked], seed: int) -> StoryStep:
        return self._tell(story_hash, f"{seed}/inicio", externals)

    def show(self, story_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        return self._tell(story_hash, before, externals)

    def choose(self, story_hash: str, state: str, choice: int, externals: Mapping[str, Asked]) -> StoryStep:
        seed, targets = json.loads(state)
        return self._tell(story_hash, f"{seed}/{targets[choice]}", externals)

    def migrate(self, from_hash: str, to_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        step = self._tell(to_hash, before, externals)
        if step.place in self.gone:
            raise StoryCannotMove(to_hash, step.place, f"{step.place} is gone")
        return step

    def _tell(self, story_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        if story_hash not in (SPANISH, ENGLISH):
            raise StoryUnavailable(story_hash)
        seed, name = before.split("/")
        if name not in self.places:
            raise StoryBroken(story_hash, name, "there is no such place")
        place = self.places[name]
        asked = {key: externals[key] for key in place.asks}
        asked |= {way.needs: externals[way.needs] for way in place.ways if way.needs}
        offered = [way for way in place.ways if way.needs is None or asked[way.needs]]
        return StoryStep(
            before=before,
            state=json.dumps([seed, [way.to for way in offered]]),
            place=name,
            lines=(
                StoryLine(f"{name} in {'Spanish' if story_hash == SPANISH else 'English'}", place.tags, name),
                *((StoryLine("and more", place.more, name),) if place.more else ()),
            ),
            choices=tuple(StoryChoice(index, way.text, way.tags) for index, way in enumerate(offered)),
            ended=not offered,
            asked=asked,
        )
