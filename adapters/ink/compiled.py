"""A compiled story as it comes from Inky, inklecate or inkjs: what can be known of it without running it."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.ink.fallbacks import fallbacks

INK_VERSIONS = frozenset((20, 21))
"""Forms of compiled Ink that the runtime reads: inklecate 1.0 and later."""

MAX_BYTES = 4_000_000

EXTERNALS = {"besitos": 0, "es_vip": 0, "nivel": 0, "nombre": 0, "tiene": 1, "mision": 1, "recuerda": 1}
"""The external functions that a story may call, and how many arguments each takes."""

INK_INTEGERS = range(-(2**31), 2**31)

OPENING = "opening"
"""The place of text that stands in no knot."""

GLOBALS = "global decl"
"""The container in which compiled Ink declares its variables."""

MAX_DEPTH = 127
"""Arrays and objects within each other; the runtime's JSON reader takes no more."""

_NAME = re.compile(r"[^\W\d]\w*")
_TOO_DEEP = "it is nested too deeply for the runtime; take what is innermost out into knots of its own"


class StoryRefused(Exception):
    """The compiled story can't be taken. The message is for its writer; `knot` is where, if that is known."""

    def __init__(self, what: str, knot: str | None = None) -> None:
        super().__init__(what if knot is None else f"{knot}: {what}")
        self.what = what
        self.knot = knot


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled story, known by the SHA-256 of its text.

    `knots` has stitches too (`muelle.noche`). `functions` are what is called by name. `tags` are those without anything
    computed in them, each with the knot that it stands in. `asks` are the externals called with an argument that is
    written out, with the knot of the call: (`muelle`, `tiene`, `llave`). `fallbacks` are choices that nobody is shown.
    """

    text: str
    hash: str
    knots: tuple[str, ...]
    functions: frozenset[str]
    tags: tuple[tuple[str, str], ...]
    asks: frozenset[tuple[str, str, str]]
    fallbacks: frozenset[str]


def read_compiled(text: str) -> Compiled:
    """Takes a compiled story apart. Raises StoryRefused."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise StoryRefused(f"the compiled story has {len(text):,} characters; at most {MAX_BYTES:,} are taken")
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise StoryRefused(f"this is no compiled Ink that can be read: {_TOO_DEEP}") from error
    except ValueError as error:
        raise StoryRefused(f"this is no compiled Ink: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("root"), list):
        raise StoryRefused("this is no compiled Ink: it has no root; export it from Inky as JSON")
    ink_version = document.get("inkVersion")
    if type(ink_version) is not int or ink_version not in INK_VERSIONS:
        known = " or ".join(map(str, sorted(INK_VERSIONS)))
        raise StoryRefused(f"compiled Ink of version {ink_version!r}; this runtime reads {known}")
    try:
        return _taken_apart(text, document["root"])
    except RecursionError as error:
        raise StoryRefused(_TOO_DEEP) from error
    except (TypeError, AttributeError) as error:
        raise StoryRefused(f"this is no compiled Ink: {error}") from error


def knot_of(path: str) -> str:
    """The knot (and stitch) of an Ink path: its names before the first number; empty for what stands in no knot."""
    names = path.split(".") if path else []
    inside = next((place for place, part in enumerate(names) if part.isdigit()), len(names))
    return ".".join(names[:inside])


def declared(root: list[Any]) -> Iterator[tuple[str, Any]]:
    """The global variables in the order of the source, each with the value that it begins with (texts with a `^`)."""
    last = root[-1] if root else None
    value: Any = None
    for part in last.get("global decl", ()) if isinstance(last, dict) else ():
        if isinstance(part, dict) and "VAR=" in part:
            yield part["VAR="], value
        elif part == "str":
            value = "^"
        elif part not in ("ev", "/ev", "/str", "end", "\n"):
            value = part


def _taken_apart(text: str, root: list[Any]) -> Compiled:
    functions = frozenset(each["f()"] for each in objects(root) if "f()" in each and not each.get("var"))
    knots = tuple(_knots(root, functions))
    tags: list[tuple[str, str]] = []
    asks: set[tuple[str, str, str]] = set()
    for knot, content in containers(root, frozenset(knots)):
        _read(knot, content, tags, asks)
    return Compiled(
        text=text,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        knots=knots,
        functions=functions,
        tags=tuple(tags),
        asks=frozenset(asks),
        fallbacks=fallbacks(root),
    )


def named_parts(container: list[Any]) -> dict[str, Any]:
    """The named parts of a container: its last element, if that is an object."""
    last = container[-1] if container else None
    return {k: v for k, v in last.items() if isinstance(v, list)} if isinstance(last, dict) else {}


def objects(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a part of a compiled story."""
    if isinstance(part, dict):
        yield part
    for each in part.values() if isinstance(part, dict) else part:
        if isinstance(each, list | dict):
            yield from objects(each)


def _knots(root: list[Any], functions: frozenset[str]) -> Iterator[str]:
    for knot, content in named_parts(root).items():
        if knot == GLOBALS or knot in functions or _returns(content):
            continue
        yield knot
        for stitch in named_parts(content):
            if _NAME.fullmatch(stitch):
                yield f"{knot}.{stitch}"


def _returns(content: list[Any]) -> bool:
    """Functions are compiled like knots; what tells one that nobody calls is that it returns, and holds no choice."""
    flat = json.dumps(content)
    return '"~ret"' in flat and '{"*":' not in flat.replace(" ", "")


def containers(root: list[Any], knots: frozenset[str]) -> Iterator[tuple[str, list[Any]]]:
    """Every container, with the knot or the function that it belongs to; empty for what belongs to none."""
    top = knots | named_parts(root).keys() - {GLOBALS}
    yield from _containers(root, "", top, deep=2)


def _containers(content: list[Any], knot: str, knots: frozenset[str], deep: int) -> Iterator[tuple[str, list[Any]]]:
    if deep + any(isinstance(part, dict) for part in content) > MAX_DEPTH:
        raise StoryRefused(_TOO_DEEP, knot or OPENING)
    yield knot, content
    for part in content:
        if isinstance(part, list):
            yield from _containers(part, knot, knots, deep + 1)
    for name, part in named_parts(content).items():
        inner = f"{knot}.{name}" if knot else name
        yield from _containers(part, inner if inner in knots else knot, knots, deep + 2)


def _read(knot: str, content: list[Any], tags: list[tuple[str, str]], asks: set[tuple[str, str, str]]) -> None:
    """Reads the tags and the calls that stand directly in one container."""
    where = knot or OPENING
    quoted = False
    diverted = _diverted(content)
    for place, part in enumerate(content):
        if part in ("str", "/str"):
            quoted = part == "str"
        elif quoted and (asked := _first_call(part)):
            # bink answers no question while it puts a string together
            raise StoryRefused(
                f"{asked}() stands in a choice's text or in quotes; "
                f"ask before, ~ temp answer = {asked}(…), and write {{answer}}",
                where,
            )
        _check_number(part, content[place + 1 : place + 2], where)
        if part == "#" and content[place + 2 : place + 3] == ["/#"]:
            tags.append((knot, str(content[place + 1]).removeprefix("^").strip()))
        if isinstance(part, dict) and "^var" in part and diverted[place]:
            # bink then makes the variable point to itself, and dies of it
            raise StoryRefused("pass a ref to a function or a tunnel, not with a plain divert", where)
        if isinstance(part, dict) and "x()" in part:
            name, count = part["x()"], part.get("exArgs", 0)
            if EXTERNALS.get(name) != count:
                known = ", ".join(f"{each}({'x' * n})" for each, n in sorted(EXTERNALS.items()))
                raise StoryRefused(f"{name}() with {count} arguments is none of {known}", where)
            if count and content[place - 1] == "/str" and content[place - 3 : place - 2] == ["str"]:
                asks.add((knot, name, str(content[place - 2]).removeprefix("^")))


def _check_number(part: Any, after: list[Any], where: str) -> None:
    """Raises StoryRefused for a number that stories can't have; `after` is what follows it."""
    if not isinstance(part, int | float) or isinstance(part, bool):
        return
    if after and isinstance(after[0], dict) and "VAR=" in after[0]:
        where = f"VAR {after[0]['VAR=']}"
    if isinstance(part, float):
        raise StoryRefused(f"{part} is a decimal number, which stories here can't have", where)
    if part not in INK_INTEGERS:
        raise StoryRefused(f"{part} is too large: Ink's numbers go from -2147483648 to 2147483647", where)


def _diverted(content: list[Any]) -> list[bool]:
    """For each place, whether what begins there may be an argument of a plain divert: that is the next jump, or it ends
    the arguments, after calls that make others of them."""
    found: list[bool] = []
    jump: str | None = None
    ended = follows = False
    for part in reversed(content):
        kinds = part.keys() & {"->", "f()", "->t->"} if isinstance(part, dict) else ()
        if kinds:
            jump = "->" if "->" in kinds else min(kinds)
        if part == "/ev":
            ended = follows
        found.append(jump == "->" or ended)
        follows = "->" in kinds
    return found[::-1]


def _first_call(part: Any) -> str | None:
    """The first external function called in a part of a container, however deep; None if there is none."""
    if isinstance(part, dict):
        return part["x()"] if "x()" in part else next(filter(None, map(_first_call, part.values())), None)
    return next(filter(None, map(_first_call, part)), None) if isinstance(part, list) else None
