"""What would surprise readers: stories that nobody can begin, and ids that the content does not have."""

from collections.abc import Iterator

from domain.content import ContentPack
from domain.content_problem import Path, Problem
from domain.story_definition import StoryDefinition


def story_problems(pack: ContentPack) -> Iterator[Problem]:
    """Everything wrong with the descriptions of a pack's stories; what is in them, `adapters.ink.check` looks at."""
    defaults = [id for id, story in pack.stories.items() if story.default]
    for second in defaults[1:]:
        yield Problem(("stories", second, "default"), f"{defaults[0]!r} is the default story already")
    hints: dict[str, str] = {}
    for id, story in pack.stories.items():
        for hint in story.hints:
            if (other := hints.setdefault(hint, id)) != id:
                yield Problem(("stories", id, "hints", hint), f"the story {other!r} has a hint of this name")
    for id, story in pack.stories.items():
        yield from _listed(pack, story, ("stories", id))
        yield from _gates(pack, story, ("stories", id))
        for place, clue in enumerate(story.clues):
            if hints.get(clue, id) == id:
                yield Problem(("stories", id, "clues", place), f"no other story has a hint {clue!r}")
        last = (pack.stories_before(id) or (id,))[-1]
        if pack.stories[last].after == id:
            yield Problem(("stories", id, "after"), f"{id!r} would have to be read before itself")


def _listed(pack: ContentPack, story: StoryDefinition, path: Path) -> Iterator[Problem]:
    for kind, known, used in (
        ("missions", {each.id for each in pack.missions}, story.missions),
        ("achievements", {each.id for each in pack.achievements}, story.achievements),
        ("items", {each.id for each in pack.items}, story.items),
    ):
        for place, each in enumerate(used):
            if each not in known:
                yield Problem((*path, kind, place), f"there is no {kind[:-1]} {each!r}")


def _gates(pack: ContentPack, story: StoryDefinition, path: Path) -> Iterator[Problem]:
    if story.level > len(pack.levels):
        yield Problem((*path, "level"), f"there are only {len(pack.levels)} levels")
    if story.after and story.after not in pack.stories:
        yield Problem((*path, "after"), f"there is no story {story.after!r}")
    once = {each.id for each in pack.missions if each.kind in ("one_off", "story")}
    if story.mission and story.mission not in once:
        yield Problem((*path, "mission"), f"there is no mission {story.mission!r} that is done once")
    things = {each.id for each in pack.items} | {hint for each in pack.stories.values() for hint in each.hints}
    if story.item and story.item not in things:
        yield Problem((*path, "item"), f"there is no item and no hint {story.item!r}")
