"""Choices that nobody is shown: Ink takes a fallback (`* -> place`) by itself, where nothing else is left to choose.

A saved state counts them among what is offered, and does not say which they are; the compiled story does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_FALLBACK = 8
"""The flag of such a choice in compiled Ink."""


def fallbacks(root: list[Any]) -> frozenset[str]:
    """The paths of all fallbacks of a compiled story, as saved states name them (`originalChoicePath`)."""
    return frozenset(_paths(root, ""))


def shown(flow: Mapping[str, Any], hidden: frozenset[str]) -> list[int]:
    """The numbers, in the saved state of a flow, of the choices that a reader is shown. `hidden` are the fallbacks."""
    return [
        number for number, each in enumerate(flow["currentChoices"]) if each.get("originalChoicePath") not in hidden
    ]


def _paths(content: list[Any], path: str) -> Iterator[str]:
    for place, part in enumerate(content):
        if isinstance(part, list):
            name = part[-1].get("#n") if part and isinstance(part[-1], dict) else None
            yield from _paths(part, f"{path}{name or place}.")
        elif isinstance(part, dict) and "*" in part and part.get("flg", 0) & _FALLBACK:
            yield f"{path}{place}"
    named = content[-1] if content and isinstance(content[-1], dict) else {}
    for name, part in named.items():
        if isinstance(part, list):
            yield from _paths(part, f"{path}{name}.")
