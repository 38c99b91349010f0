"""A place's text in the parts in which it is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.story_step import StoryLine, Tag


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What is told in one go: paragraphs, below a picture if there is one. Texts may hold NAME_MARK."""

    lines: tuple[str, ...]
    image: str | None = None


def in_parts(lines: Iterable[StoryLine]) -> tuple[StoryPart, ...]:
    """The lines in their parts: `# imagen:name` begins one with its own line, `# pausa` ends one with its own."""
    parts: list[StoryPart] = []
    goes_on = False
    for line in lines:
        tags = {tag.name: tag.value for tag in map(Tag.parse, line.tags)}
        image, text = tags.get("imagen"), (line.text,) if line.text else ()
        if image or (text and not goes_on):
            parts.append(StoryPart(text, image))
            goes_on = True
        elif text:
            parts[-1] = StoryPart(parts[-1].lines + text, parts[-1].image)
        goes_on = goes_on and "pausa" not in tags
    return tuple(parts)
