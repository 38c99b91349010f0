"""A story's own variables, as a saved state has them: for its writer."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.ink.compiled import Compiled


def variables(story: Compiled, state: str) -> dict[str, Any]:
    """Every global variable and its value: what the state says, else what the story declares."""
    changed: Mapping[str, Any] = json.loads(state).get("variablesState", {})
    declared = dict(_declared(json.loads(story.text)["root"]))
    return {name: _plain(changed.get(name, value)) for name, value in declared.items()}


def _declared(root: list[Any]) -> Iterator[tuple[str, Any]]:
    """The variables in the order of the source, each with the value that stands before it."""
    named = root[-1] if isinstance(root[-1], dict) else {}
    value: Any = None
    for part in named.get("global decl", ()):
        if isinstance(part, dict) and "VAR=" in part:
            yield part["VAR="], value
        elif part not in ("ev", "/ev", "str", "/str", "end", "\n"):
            value = part


def _plain(value: Any) -> Any:
    """A value as people write it: Ink marks texts by `^`, divert targets and lists by objects."""
    match value:
        case str():
            return value.removeprefix("^")
        case {"^->": target}:
            return f"-> {target}"
        case {"list": items}:
            return sorted(items)
        case _:
            return value
