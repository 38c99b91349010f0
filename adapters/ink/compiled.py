"""A compiled story as it comes from Inky, inklecate or inkjs: what can be known of it without running it."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

INK_VERSIONS = frozenset((20, 21))
"""Forms of compiled Ink that the runtime reads: inklecate 1.0 and later."""

MAX_BYTES = 4_000_000

EXTERNALS = {"besitos": 0, "es_vip": 0, "nivel": 0, "nombre": 0, "tiene": 1, "mision": 1, "recuerda": 1}
"""The external functions that a story may call, and how many arguments each takes."""

_NAME = re.compile(r"[^\W\d]\w*")


class StoryRefused(Exception):
    """The compiled story can't be taken. The message is for its writer."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled story, known by the SHA-256 of its text.

    `knots` has stitches too (`muelle.noche`). `tags` are those without anything computed in them, each with the knot
    that it stands in. `asks` are the externals called with an argument that is written out, with the knot of the call:
    (`muelle`, `tiene`, `llave`).
    """

    text: str
    hash: str
    knots: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    asks: frozenset[tuple[str, str, str]]


def read_compiled(text: str) -> Compiled:
    """Takes a compiled story apart. Raises StoryRefused."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise StoryRefused(f"the compiled story has {len(text):,} characters; at most {MAX_BYTES:,} are taken")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StoryRefused(f"this is no compiled Ink: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("root"), list):
        raise StoryRefused("this is no compiled Ink: it has no root; export it from Inky as JSON")
    ink_version = document.get("inkVersion")
    if type(ink_version) is not int or ink_version not in INK_VERSIONS:
        known = " or ".join(map(str, sorted(INK_VERSIONS)))
        raise StoryRefused(f"compiled Ink of version {ink_version!r}; this runtime reads {known}")
    try:
        return _taken_apart(text, document["root"])
    except (TypeError, AttributeError, RecursionError) as error:
        raise StoryRefused(f"this is no compiled Ink: {error}") from error


def _taken_apart(text: str, root: list[Any]) -> Compiled:
    knots = tuple(_knots(root))
    tags: list[tuple[str, str]] = []
    asks: set[tuple[str, str, str]] = set()
    for knot, content in _containers(root, "", set(knots)):
        _read(knot, content, tags, asks)
    return Compiled(
        text=text,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        knots=knots,
        tags=tuple(tags),
        asks=frozenset(asks),
    )


def _named(container: list[Any]) -> dict[str, Any]:
    """The named parts of a container: its last element, if that is an object."""
    last = container[-1] if container else None
    return {k: v for k, v in last.items() if isinstance(v, list)} if isinstance(last, dict) else {}


def _knots(root: list[Any]) -> Iterator[str]:
    for knot, content in _named(root).items():
        if knot == "global decl" or _is_function(content):
            continue
        yield knot
        for stitch in _named(content):
            if _NAME.fullmatch(stitch):
                yield f"{knot}.{stitch}"


def _is_function(content: list[Any]) -> bool:
    """Functions are compiled like knots; what tells them is that they return, and hold no choice or divert away."""
    flat = json.dumps(content)
    return '"~ret"' in flat and '{"*":' not in flat.replace(" ", "")


def _containers(content: list[Any], knot: str, knots: set[str]) -> Iterator[tuple[str, list[Any]]]:
    """Every container, with the knot it belongs to."""
    yield knot, content
    for part in content:
        if isinstance(part, list):
            yield from _containers(part, knot, knots)
    for name, part in _named(content).items():
        inner = f"{knot}.{name}" if knot else name
        yield from _containers(part, inner if inner in knots else knot, knots)


def _read(knot: str, content: list[Any], tags: list[tuple[str, str]], asks: set[tuple[str, str, str]]) -> None:
    """Reads the tags and the calls that stand directly in one container."""
    quoted = False
    for place, part in enumerate(content):
        if part in ("str", "/str"):
            quoted = part == "str"
        elif quoted and (asked := _first_call(part)):
            # bink answers no question while it puts a string together
            raise StoryRefused(
                f"{knot or 'the opening'}: {asked}() stands in a choice's text or in quotes; "
                f"ask before, ~ temp answer = {asked}(…), and write {{answer}}"
            )
        if isinstance(part, float):
            raise StoryRefused(f"{knot or 'the opening'}: {part} is a decimal number, which stories here can't have")
        if part == "#" and content[place + 2 : place + 3] == ["/#"]:
            tags.append((knot, str(content[place + 1]).removeprefix("^").strip()))
        if isinstance(part, dict) and "^var" in part and _diverted(content[place:]):
            # bink then makes the variable point to itself, and dies of it
            raise StoryRefused(
                f"{knot or 'the opening'}: pass a ref to a function or a tunnel, not with a plain divert"
            )
        if isinstance(part, dict) and "x()" in part:
            name, count = part["x()"], part.get("exArgs", 0)
            if EXTERNALS.get(name) != count:
                known = ", ".join(f"{each}({'x' * n})" for each, n in sorted(EXTERNALS.items()))
                raise StoryRefused(f"{knot or 'the opening'}: {name}() with {count} arguments is none of {known}")
            if count and content[place - 1] == "/str" and content[place - 3 : place - 2] == ["str"]:
                asks.add((knot, name, str(content[place - 2]).removeprefix("^")))


def _diverted(content: list[Any]) -> bool:
    """Whether what begins here may be an argument of a plain divert: that is the next jump, or it ends the arguments,
    after calls that make others of them."""
    after = content[content.index("/ev") + 1 :] if "/ev" in content else []
    return _next_jump(content) == "->" or (bool(after) and isinstance(after[0], dict) and "->" in after[0])


def _next_jump(content: list[Any]) -> str | None:
    """How the flow next leaves this content: by a divert, a call, a tunnel."""
    jumps = (kind for part in content if isinstance(part, dict) for kind in ("->", "f()", "->t->") if kind in part)
    return next(jumps, None)


def _first_call(part: Any) -> str | None:
    """The first external function called in a part of a container, however deep; None if there is none."""
    if isinstance(part, dict):
        return part["x()"] if "x()" in part else next(filter(None, map(_first_call, part.values())), None)
    return next(filter(None, map(_first_call, part)), None) if isinstance(part, list) else None
