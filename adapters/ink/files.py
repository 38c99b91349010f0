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

from adapters.ink.compiled import Compiled, StoryRefused, read_compiled
from adapters.pictures import BadPicture, checked_picture
from domain.story_definition import StoryDefinition
from domain.story_step import Tag


class BadStoryFolder(Exception):
    """A story's folder is not in order. The message names the file, and the line where it can."""


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """One story as it is published: its description, and the compiled text of each language."""

    definition: StoryDefinition
    compiled: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Description:
    """A story.yaml, with the line of each of its fields. `languages` names the files' hashes."""

    path: Path
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    languages: Mapping[str, Mapping[str, Any]]

    def definition(self, compiled: Mapping[str, Compiled]) -> StoryDefinition:
        """What it says of the story whose languages were compiled to these, and what is to be read from them.

        Raises BadStoryFolder.
        """
        read = {"remembers": tagged("recuerda", compiled), "finals": tagged("final", compiled)}
        if twice := read.keys() & self.fields.keys():
            field = min(twice)
            raise BadStoryFolder(f"{self.path}:{self.lines[field]}: {field}: is read from the story's own tags")
        hashes = {language: story.hash for language, story in compiled.items()}
        told = {**self.fields, **read, "id": self.path.resolve().parent.name, "languages": hashes}
        try:
            definition = StoryDefinition.model_validate(told)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            line = self.lines.get(str(first["loc"][0])) if first["loc"] else None
            raise BadStoryFolder(f"{self.path}:{line or 1}: {where}: {first['msg']}") from error
        for name, picture in definition.images.items():
            try:
                checked_picture(self.path.parent / picture)
            except BadPicture as bad:
                raise BadStoryFolder(f"{self.path}:{self.lines['images']}: images.{name}: {picture} {bad}") from bad
        return definition


def read_story(folder: Path) -> StoryFiles:
    """One story's folder, whose files are those that story.yaml names. Raises BadStoryFolder."""
    description = read_description(folder)
    name = description.path.name
    compiled: dict[str, Compiled] = {}
    for language, recorded in description.languages.items():
        source, text = files_of(folder, language)
        for file, kind in ((source, "source"), (text, "compiled")):
            if not file.is_file():
                raise BadStoryFolder(f"{file}: not there, yet {name} has the language {language!r}")
            if sha256(file) != recorded.get(kind):
                raise BadStoryFolder(f"{file}: is not the {kind} that {name} names; run `yabot story compile`")
        compiled[language] = read_compiled_file(text, text.read_text(encoding="utf-8"))
    definition = description.definition(compiled)
    return StoryFiles(definition, {language: story.text for language, story in compiled.items()})


def read_description(folder: Path) -> Description:
    """The story.yaml of a folder. Raises BadStoryFolder."""
    path = folder / "story.yaml"
    fields, lines = _read_yaml(path)
    return Description(path, fields, lines, dict(_languages(path, fields)))


def files_of(folder: Path, language: str) -> tuple[Path, Path]:
    """A language's source, and what was compiled from it."""
    name = f"{folder.resolve().name}.{language}"
    return folder / f"{name}.ink", folder / f"{name}.json"


def read_compiled_file(file: Path, text: str) -> Compiled:
    """What was compiled to `text`. Raises BadStoryFolder, which names the file."""
    try:
        return read_compiled(text)
    except StoryRefused as refused:
        raise BadStoryFolder(f"{file}: {refused}") from refused


def tagged(name: str, compiled: Mapping[str, Compiled]) -> list[str]:
    """What the tags of this name say, in any of the languages."""
    tags = [Tag.parse(text) for story in compiled.values() for _, text in story.tags]
    return sorted({tag.value for tag in tags if tag.name == name})


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
