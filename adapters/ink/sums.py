"""Sums that leave the 32 bits of Ink's numbers, found while a story is walked through for its writer.

Ink wraps them without a word. So the walker has a second copy of the story, in which each `+`, `-` and `*` asks us.
bink asks nothing while it puts a string together: sums in choices and in quotes, and in functions called there, stay as
they are. Readers are told the story as it is: an older one may count on numbers that go on from the other end.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from adapters.ink.compiled import GLOBALS, INK_INTEGERS, OPENING, named_parts, objects

_SUMS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


class LeavesTheBits(Exception):
    """A sum that Ink's numbers can't hold. `knot` is where it is written."""

    def __init__(self, knot: str, what: str) -> None:
        super().__init__(f"{what} leaves Ink's 32 bits (-2147483648 to 2147483647): it would go on from the other end")
        self.knot = knot


class NotWatched(Exception):
    """A sum of something else than numbers and texts."""


def watch(root: list[Any]) -> frozenset[str]:
    """Puts a question in place of each sum in a compiled story, and returns the names of those questions."""
    if any("f()" in each and each.get("var") for each in objects(root)):
        return frozenset()  # which functions are called in quotes can't be known
    parts = named_parts(root)
    quoted = set(_called_in_quotes(root))
    while more := {name for each in quoted for name in _called(parts.get(each, []))} - quoted:
        quoted |= more
    names: set[str] = set()
    for knot, content in {**parts, "": root[:-1]}.items():
        if knot != GLOBALS and knot not in quoted:
            _watch(content, knot or OPENING, names)
    return frozenset(names)


def answer(name: str, one: Any, other: Any) -> int | str:
    """What the sum of this name comes to. Raises LeavesTheBits and NotWatched."""
    sign, _, knot = name.partition(" in ")
    if isinstance(one, str) or isinstance(other, str):
        if sign != "+" or not isinstance(one, int | str) or not isinstance(other, int | str):
            raise NotWatched
        return f"{_text(one)}{_text(other)}"
    if not isinstance(one, int) or not isinstance(other, int):
        raise NotWatched
    result = int(_SUMS[sign](int(one), int(other)))
    if result not in INK_INTEGERS:
        raise LeavesTheBits(knot, f"{int(one)} {sign} {int(other)}")
    return result


def _text(value: int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _watch(content: list[Any], knot: str, names: set[str]) -> None:
    quoted = 0
    for place, part in enumerate(content):
        if part in ("str", "/str"):
            quoted += 1 if part == "str" else -1
        elif quoted:
            continue
        elif isinstance(part, list):
            _watch(part, knot, names)
        elif isinstance(part, str) and part in _SUMS:
            names.add(f"{part} in {knot}")
            content[place] = {"x()": f"{part} in {knot}", "exArgs": 2}
    for name, part in named_parts(content).items():
        if name != "s":  # the words that a choice begins with, which are told in the choice too
            _watch(part, knot, names)


def _called(part: Any) -> Iterator[str]:
    return (each["f()"] for each in objects(part) if "f()" in each)


def _called_in_quotes(content: list[Any]) -> Iterator[str]:
    quoted = 0
    for part in content:
        if part in ("str", "/str"):
            quoted += 1 if part == "str" else -1
        elif quoted and isinstance(part, list | dict):
            yield from _called(part)
        elif isinstance(part, list):
            yield from _called_in_quotes(part)
    for name, part in named_parts(content).items():
        yield from _called(part) if name == "s" else _called_in_quotes(part)
