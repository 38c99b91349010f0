"""A story's own variables, as a saved state has them: for its writer."""

import json
from collections.abc import Mapping
from typing import Any

from adapters.ink.compiled import Compiled, declared


def variables(story: Compiled, state: str) -> dict[str, Any]:
    """Every global variable and its value: what the state says, else what the story declares."""
    changed: Mapping[str, Any] = json.loads(state).get("variablesState", {})
    begun = declared(json.loads(story.text)["root"])
    return {name: _plain(changed.get(name, value)) for name, value in begun}


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
