"""What no single definition can know: whether the parts of a content pack fit together."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from domain.aggregate import EXTERNAL_PREFIX, event_class
from domain.content import ContentPack
from domain.content_problem import Path, Problem, unknown_items
from domain.counting import COUNTABLE, Count
from domain.deductions_check import deduction_problems
from domain.definitions import Reward
from domain.missions import MissionDefinition
from domain.personal_check import personal_problems
from domain.store_check import store_problems
from domain.story_check import story_problems
from domain.topics import topic_modules


def problems(pack: ContentPack) -> Iterator[Problem]:
    """Everything in the pack that would surprise its players: unknown ids and facts, what can never be reached."""
    topic_modules()  # what a count may name does not hang on what was imported before
    yield from _repeated_ids(pack)
    yield from _levels(pack)
    for place, mission in enumerate(pack.missions):
        yield from _mission(pack, mission, ("missions", place))
    yield from _circles("missions", [(mission.id, mission.requires) for mission in pack.missions])
    yield from _achievements(pack)
    yield from _referrals(pack)
    yield from story_problems(pack)
    yield from personal_problems(pack)
    yield from store_problems(pack)
    yield from deduction_problems(pack)
    hints = {hint for story in pack.stories.values() for hint in story.hints}
    for place, each in enumerate(pack.reactions.hints):
        if each.hint not in hints:
            yield Problem(("reactions", "hints", place, "hint"), f"no story has a hint {each.hint!r}")


def _repeated_ids(pack: ContentPack) -> Iterator[Problem]:
    for section in ("missions", "achievements", "items", "recipes", "deductions", "plans", "external", "questions"):
        seen: set[str] = set()
        for place, definition in enumerate(getattr(pack, section)):
            if definition.id in seen:
                yield Problem((section, place, "id"), f"{definition.id!r} is there already")
            seen.add(definition.id)
    for section, parts in (("missions", "steps"), ("achievements", "goals")):
        for place, definition in enumerate(getattr(pack, section)):
            counts = Counter(part.id for part in getattr(definition, parts))
            for repeated in (id for id, times in counts.items() if times > 1):
                yield Problem((section, place, parts), f"{repeated!r} is there more than once")


def _levels(pack: ContentPack) -> Iterator[Problem]:
    if pack.level_thresholds[0] != 0:
        yield Problem(("levels", 0, "experience"), "the first level must take 0 experience")
    for place, (lower, higher) in enumerate(zip(pack.level_thresholds, pack.level_thresholds[1:], strict=False)):
        if higher <= lower:
            yield Problem(("levels", place + 1, "experience"), f"must be more than the {lower} of the level before")


def _mission(pack: ContentPack, mission: MissionDefinition, path: Path) -> Iterator[Problem]:
    yield from _reward(pack, mission.reward, (*path, "reward"))
    for place, step in enumerate(mission.steps):
        yield from _count(pack, step, (*path, "steps", place))
    once = {each.id for each in pack.missions if each.kind in ("one_off", "story")}
    for place, required in enumerate(mission.requires):
        if required not in once:
            yield Problem((*path, "requires", place), f"there is no mission {required!r} that is done once")
    if mission.level > len(pack.levels):
        yield Problem((*path, "level"), f"there are only {len(pack.levels)} levels")
    if mission.kind == "story" and not any(mission.id in story.missions for story in pack.stories.values()):
        yield Problem((*path, "kind"), f"no story begins {mission.id!r}, so it can't be done")
    if mission.opens and mission.closes and mission.closes <= mission.opens:
        yield Problem((*path, "closes"), "must be after the opening")


def _achievements(pack: ContentPack) -> Iterator[Problem]:
    ids = {achievement.id for achievement in pack.achievements}
    for place, achievement in enumerate(pack.achievements):
        path: Path = ("achievements", place)
        for index, goal in enumerate(achievement.goals):
            yield from _count(pack, goal, (*path, "goals", index))
        for index, level in enumerate(achievement.levels):
            yield from _reward(pack, level.reward, (*path, "levels", index, "reward"))
        for index, required in enumerate(achievement.requires):
            if required not in ids:
                yield Problem((*path, "requires", index), f"there is no achievement {required!r}")
        if not achievement.goals and not any(achievement.id in story.achievements for story in pack.stories.values()):
            yield Problem((*path, "id"), f"{achievement.id!r} counts nothing, and no story gives it")
    yield from _circles("achievements", [(each.id, each.requires) for each in pack.achievements])


def _referrals(pack: ContentPack) -> Iterator[Problem]:
    ids = Counter(deed.id for deed in pack.referrals.deeds)
    for place, deed in enumerate(pack.referrals.deeds):
        yield from _count(pack, deed, ("referrals", "deeds", place))
        if ids[deed.id] > 1:
            yield Problem(("referrals", "deeds", place, "id"), f"{deed.id!r} is there more than once")
    for whose, reward in (("inviter", pack.referrals.inviter), ("invited", pack.referrals.invited)):
        yield from _reward(pack, reward, ("referrals", whose))


def _reward(pack: ContentPack, reward: Reward, path: Path) -> Iterator[Problem]:
    yield from unknown_items(pack, reward.items, (*path, "items"))


def _count(pack: ContentPack, count: Count, path: Path) -> Iterator[Problem]:
    """A fact that exists, and fields that it has: a goal on a misspelt name would never be reached, and say nothing."""
    if count.fact.startswith(EXTERNAL_PREFIX):
        definition = pack.external_type(count.fact.removeprefix(EXTERNAL_PREFIX))
        if definition is None:
            yield Problem((*path, "fact"), f"{count.fact!r} is not among the external facts")
            return
        if definition.about == "nobody":
            yield Problem((*path, "fact"), f"{count.fact!r} is about no user, so it can move nobody's count")
        known = {"name", "service", *(f"payload.{name}" for name in definition.fields)}
    else:
        kind = event_class(count.fact)
        if count.fact not in COUNTABLE or kind is None:
            yield Problem((*path, "fact"), f"{count.fact!r} is not a fact that can be counted")
            return
        known = {each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for path_to, name in _named_fields(count, path):
        if name not in known and name.split(".")[0] not in known:
            yield Problem(path_to, f"{count.fact} has no field {name!r}")


def _named_fields(count: Count, path: Path) -> Iterator[tuple[Path, str]]:
    yield from (((*path, "where", name), name) for name in count.where)
    if count.total is not None:
        yield (*path, "total"), count.total
    if count.highest is not None:
        yield (*path, "highest"), count.highest


def _circles(section: str, requirements: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Problem]:
    """Those that in the end require themselves, so that nobody can ever come to them."""
    required = dict(requirements)
    for place, id in enumerate(required):
        reached: set[str] = set()
        open_ids = list(required[id])
        while open_ids:
            each = open_ids.pop()
            if each not in reached:
                reached.add(each)
                open_ids += required.get(each, ())
        if id in reached:
            yield Problem((section, place, "requires"), f"{id!r} would have to be done before itself")
