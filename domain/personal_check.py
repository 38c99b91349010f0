"""What would make personal texts say the wrong thing, or nothing: unknown ids, variants that nobody is ever told."""

from collections.abc import Iterator

from domain.content import ContentPack
from domain.content_problem import Path, Problem
from domain.personal import KINDS, When, untold

WORDS = {
    "mission": "there is no mission {!r} that is done once",
    "remembers": "no story has # recuerda:{}",
    "has": "there is no item and no hint {!r}",
    "begun": "there is no story {!r}",
    "ended": "there is no story {!r}",
    "ending": "no story has # final:{}",
}


def personal_problems(pack: ContentPack) -> Iterator[Problem]:
    """Everything wrong with the variants of a pack's personal texts."""
    stories = pack.stories.values()
    known: dict[str, set[str]] = {
        "mission": {each.id for each in pack.missions if each.kind in ("one_off", "story")},
        "remembers": {each for story in stories for each in story.remembers},
        "has": {each.id for each in pack.items} | {hint for story in stories for hint in story.hints},
        "begun": set(pack.stories),
        "ended": set(pack.stories),
        "ending": {each for story in stories for each in story.finals},
    }
    for slot, variants in pack.personal.items():
        path: Path = ("personal", slot)
        for place, variant in enumerate(variants):
            if variant.when is not None:
                yield from _unknown(variant.when, known, (*path, place, "when"))
                for name in ("level_from", "level_below"):
                    if (getattr(variant.when, name) or 1) > len(pack.levels):
                        yield Problem((*path, place, "when", name), f"there are only {len(pack.levels)} levels")
        if variants[-1].when is not None:
            yield Problem((*path, len(variants) - 1, "when"), "the last one must be for everybody, without `when`")
        for place in untold(variants, len(pack.levels)):
            yield Problem((*path, place), "nobody is ever told this: those before it, or its own condition, leave none")


def _unknown(when: When, known: dict[str, set[str]], path: Path) -> Iterator[Problem]:
    for kind in KINDS:
        for name in (kind, f"not_{kind}"):
            for id in getattr(when, name):
                if id not in known[kind]:
                    yield Problem((*path, name), WORDS[kind].format(id))
