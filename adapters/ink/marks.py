"""Where each line stands: marks in the compiled story that bink is given.

Ink says where it is only after it has looked ahead: past the end of the line, past diverts, and behind `-> END` nowhere
at all. So each piece of text and each tag carries the number of its knot, taken off again as soon as a line is told. A
mark stands where it changes neither what Ink makes of spaces nor any path, so that saved states are the same with it.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from adapters.ink.compiled import GLOBALS, OPENING, Compiled, knot_of, named_parts, objects

_MARK = re.compile("\ue002([0-9]+)\ue003")
"""Private-use characters: no writer and no font has them."""

_BEGINNING = re.compile(r"\^\s*[^\s]")


class Marks:
    """The marks of one story."""

    def __init__(self, story: Compiled) -> None:
        self._story = story
        self._knots = (OPENING, *story.knots)

    def marked(self) -> str:
        """The compiled story with marks. What functions print has none: it may become a value, and be compared."""
        document = json.loads(self._story.text)
        plain = self._story.functions | _held(document["root"]) | {GLOBALS}
        knots = {knot: number for number, knot in enumerate(self._knots) if knot.partition(".")[0] not in plain}
        numbers = {OPENING: 0, **knots}  # a function may be called like that
        _mark(document["root"], "", numbers, plain)
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    def read(self, told: str) -> tuple[str, str]:
        """What Ink told without its marks, and the knot of the last one; empty without any."""
        found = _MARK.findall(told)
        if not found:
            return told, ""
        number = int(found[-1])
        return _MARK.sub("", told), self._knots[number] if number < len(self._knots) else ""


def _held(root: list[Any]) -> frozenset[str]:
    """The knots that a variable may hold, if functions are called by what a variable holds."""
    parts = tuple(objects(root))
    called = any("f()" in each and each.get("var") for each in parts)
    return (
        frozenset(knot_of(each["^->"]).partition(".")[0] for each in parts if "^->" in each) if called else frozenset()
    )


def _mark(content: list[Any], knot: str, numbers: Mapping[str, int], plain: Collection[str]) -> None:
    """Marks the texts in a container of `knot`, but for what is put together to values, and for the `plain` knots."""
    evaluated = 0
    for place, part in enumerate(content):
        if part in ("ev", "str"):
            evaluated += 1
        elif part in ("/ev", "/str"):
            evaluated -= 1
        elif evaluated:
            continue
        elif isinstance(part, list):
            _mark(part, knot, numbers, plain)
        elif isinstance(part, str) and (begins := _BEGINNING.match(part)):
            content[place] = f"{begins[0]}\ue002{numbers[knot or OPENING]}\ue003{part[begins.end() :]}"
    for name, part in named_parts(content).items():
        inner = f"{knot}.{name}" if knot else name
        if inner not in plain:
            _mark(part, inner if inner in numbers else knot, numbers, plain)
