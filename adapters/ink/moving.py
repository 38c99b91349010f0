"""Whether a saved state means the same in another version of its story.

Ink's states point into the compiled story: to the passage that is being told, to where tunnels come back to. A state
goes along as it is, once it is certain that those places are there, and that what is told from them leads to the same
place with the same choices. See docs/decisions/story-migration.md.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from adapters.ink.compiled import OPENING, Compiled, declared, knot_of
from domain.story_step import StoryChoice, StoryStep

Versions = tuple[Compiled, Compiled]
"""The version that a run is of, and the one that it is to be moved to."""


def obstacle(versions: Versions, state: Mapping[str, Any]) -> str | None:
    """Why `state` can't even be loaded into the new version; None if it can."""
    return next(_obstacles(versions, state), None)


def _obstacles(versions: Versions, state: Mapping[str, Any]) -> Iterator[str]:
    old, new = (_document(each.text) for each in versions)
    for flow in state["flows"].values():
        for thread in flow["callstack"]["threads"]:
            for frame in thread["callstack"]:
                yield from _misplaced(old["root"], new["root"], frame)
    before, after = (_kinds(each["root"]) for each in (old, new))
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield f"the variable {name} was {before[name]} and is {after[name]}"
    known = {f"{origin}.{item}" for origin, items in new["listDefs"].items() for item in items}
    for name, value in state["variablesState"].items():
        gone = sorted(set(value["list"]) - known) if isinstance(value, dict) and "list" in value else []
        if name in after and gone:
            yield f"the variable {name} holds {', '.join(gone)}, which is no more"


def difference(old: StoryStep, new: StoryStep) -> str | None:
    """What a reader would see otherwise if `new` were told in place of `old`; None if it is the same but for words."""
    if new.place != old.place:
        return f"it would lead to {new.place} instead"
    was, is_now = (tuple(_meaning(choice) for choice in step.choices) for step in (old, new))
    if len(was) != len(is_now):
        return f"it offers other choices: {len(is_now)} instead of {len(was)}"
    for number, (one, other) in enumerate(zip(was, is_now, strict=True), start=1):
        if one != other:
            return f"it offers other choices: number {number} has the tags {list(other)} instead of {list(one)}"
    return None


def _meaning(choice: StoryChoice) -> tuple[str, ...]:
    return tuple(sorted(choice.tags))


def _misplaced(old: list[Any], new: list[Any], frame: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one place that the state points to, seen from the new version."""
    path = frame.get("cPath")
    if path is None:
        return
    place, found = knot_of(path) or OPENING, _container(new, path)
    if found is None:
        yield f"the passage of {place} that it comes from is gone" if _container(new, place) else f"{place} is gone"
    elif frame["idx"] and found != _container(old, path):
        yield f"it would come back into {place}, which has changed"


def _container(root: list[Any], path: str) -> list[Any] | None:
    """The part of a compiled story that a path leads to (an empty one to all of it), None where there is none."""
    at: Any = root
    for part in path.split(".") if path else ():
        at = _inside(at, part) if isinstance(at, list) else None
    return at if isinstance(at, list) else None


def _inside(container: list[Any], part: str) -> Any:
    if part.isdigit():
        return container[int(part)] if int(part) < len(container) else None
    named = container[-1] if container and isinstance(container[-1], dict) else {}
    in_line = (each for each in container if isinstance(each, list) and _name(each) == part)
    return named[part] if part in named else next(in_line, None)


def _name(container: list[Any]) -> str | None:
    """The name that a container has where it stands in the flow."""
    last = container[-1] if container else None
    return last.get("#n") if isinstance(last, dict) else None


def _kinds(root: list[Any]) -> dict[str, str]:
    """The global variables, with the kind of value that each begins with."""
    return {name: _kind(value) for name, value in declared(root)}


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, dict):
        return "a list" if "list" in value else "a place"
    return "a number"


@lru_cache(maxsize=8)
def _document(compiled: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(compiled)
    return document
