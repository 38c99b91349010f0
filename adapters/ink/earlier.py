"""The chapters that a story comes after, as they lie beside it: what their readers may be remembered for.

They need not be in order. Their writer may be in the middle of a sentence there, while another chapter is checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.ink.compiled import Compiled
from adapters.ink.files import (
    BadStoryFolder,
    Description,
    files_of,
    read_compiled_file,
    read_description,
    sha256,
    tagged,
)

_REMEMBERED = re.compile(r"#\s*recuerda:\s*(\w+)")


@dataclass(frozen=True, slots=True)
class EarlierChapters:
    """What they remember. `odd` are sentences about those that are not in order, each with the story's id."""

    remembered: frozenset[str]
    odd: tuple[tuple[str, str], ...]


def earlier_chapters(folder: Path, after: str | None) -> EarlierChapters:
    """The stories before the one in `folder`, the first of which is called `after`; what can't be read is told."""
    remembered, odd = set[str](), list[tuple[str, str]]()
    read = {folder.resolve().name}
    while after is not None and after not in read:
        read.add(after)
        beside = folder.resolve().parent / after
        try:
            description = read_description(beside)
        except BadStoryFolder as bad:
            odd.append((after, f"what it remembers of readers is not known: {bad}"))
            break
        remembered.update(_remembered(beside, description))
        odd += [(after, what) for what in _odd(beside, description)]
        following = description.fields.get("after")
        after = following if isinstance(following, str) else None
    return EarlierChapters(frozenset(remembered), tuple(odd))


def _remembered(folder: Path, description: Description) -> Iterator[str]:
    """By what was compiled, and by the sources, which may say more by now."""
    for language in description.languages:
        source, export = files_of(folder, language)
        try:
            compiled: dict[str, Compiled] = {
                language: read_compiled_file(export, export.read_text(encoding="utf-8-sig"))
            }
        except (OSError, UnicodeDecodeError, BadStoryFolder):
            compiled = {}
        yield from tagged("recuerda", compiled)
        if source.is_file():
            yield from _REMEMBERED.findall(source.read_text(encoding="utf-8-sig", errors="replace"))


def _odd(folder: Path, description: Description) -> Iterator[str]:
    for language, recorded in description.languages.items():
        for file, kind in zip(files_of(folder, language), ("source", "compiled"), strict=True):
            if not file.is_file():
                yield f"{file.name} is not there"
            elif sha256(file) != recorded.get(kind):
                yield f"{file.name} is not the {kind} file that story.yaml names: it is read as it is now"
