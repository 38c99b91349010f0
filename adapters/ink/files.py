"""A story's folder: `story.yaml`, and for each language `<id>.<language>.ink` and what was compiled from it.

`story.yaml` names both files' SHA-256, so that nobody plays what was compiled from an older source:

    languages:
      es: {source: 0f3a…, compiled: 9c1e…}
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from adapters.ink.compiled import StoryRefused, read_compiled
from adapters.pictures import BadPicture, checked_picture
from domain.story_definition import StoryDefinition


class BadStoryFolder(Exception):
    """A story's folder is not in order. The message names the file, and the line where it can."""


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """One story as it is published: its description, and the compiled text of each language."""

    definition: StoryDefinition
    compiled: Mapping[str, str]


def read_story(folder: Path) -> StoryFiles:
    """One story's folder. Raises BadStoryFolder."""
    path = folder / "story.yaml"
    description, lines = _read_yaml(path)
    compiled: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for language, recorded in _languages(path, description):
        name = f"{folder.name}.{language}"
        source, text = folder / f"{name}.ink", folder / f"{name}.json"
        for file, kind in ((source, "source"), (text, "compiled")):
            if not file.is_file():
                raise BadStoryFolder(f"{file}: not there, yet {path.name} has the language {language!r}")
            if sha256(file) != recorded.get(kind):
                raise BadStoryFolder(f"{file}: is not the {kind} that {path.name} names; run scripts/compile_story")
        try:
            story = read_compiled(text.read_text(encoding="utf-8"))
        except StoryRefused as refused:
            raise BadStoryFolder(f"{text}: {refused}") from refused
        compiled[language], hashes[language] = story.text, story.hash
    try:
        definition = StoryDefinition.model_validate({**description, "id": folder.name, "languages": hashes})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        line = lines.get(str(first["loc"][0])) if first["loc"] else None
        raise BadStoryFolder(f"{path}:{line or 1}: {where}: {first['msg']}") from error
    for name, picture in definition.images.items():
        try:
            checked_picture(folder / picture)
        except BadPicture as bad:
            raise BadStoryFolder(f"{path}:{lines['images']}: images.{name}: {picture} {bad}") from bad
    return StoryFiles(definition, compiled)


def sha256(file: Path) -> str:
    """The file's SHA-256, byte for byte."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _read_yaml(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """The document, and the line of each of its fields."""
    try:
        text = path.read_text(encoding="utf-8")
        document = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise BadStoryFolder(f"{path}: can't be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise BadStoryFolder(f"{path}:{mark.line + 1 if mark else 1}: {problem}") from error
    if not isinstance(document, dict) or not isinstance(node, yaml.MappingNode):
        raise BadStoryFolder(f"{path}:1: needs fields such as title and languages")
    return document, {key.value: key.start_mark.line + 1 for key, _ in node.value}


def _languages(path: Path, description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    languages = description.get("languages")
    if not isinstance(languages, dict) or not languages or not all(isinstance(v, dict) for v in languages.values()):
        raise BadStoryFolder(f"{path}: languages needs at least one, each with its source and compiled hash")
    yield from languages.items()
