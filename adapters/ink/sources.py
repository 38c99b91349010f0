"""A story as its writer has it at hand: what Inky has just saved or exported, compiled where that is needed.

The content folder takes only what story.yaml names by hash (adapters.ink.files); here a file may be newer than that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.ink.compile import compile_ink, compiler_at_hand
from adapters.ink.compiled import Compiled
from adapters.ink.files import BadStoryFolder, StoryFiles, files_of, read_compiled_file, read_description, sha256


@dataclass(frozen=True, slots=True)
class Source:
    """One language of a story. `ink` is its source where that is at hand, for the lines of its knots."""

    compiled: str
    ink: str | None = None


@dataclass(frozen=True, slots=True)
class FreshStory:
    """A story's folder as it is now."""

    files: StoryFiles
    sources: Mapping[str, str]


def read_file(file: Path) -> Source:
    """One language from an `.ink` source or a compiled `.json`. Raises CannotCompile and BadStoryFolder."""
    if file.suffix.lower() == ".ink":
        return Source(compile_ink(file), _text(file))
    beside = file.with_suffix(".ink")
    return Source(_text(file), _text(beside) if beside.is_file() else None)


def read_folder(folder: Path) -> FreshStory:
    """A story's folder, whose sources may be newer than what story.yaml names.

    A source that has changed is compiled, or its export taken if that has changed too. Raises BadStoryFolder and
    CannotCompile.
    """
    description = read_description(folder)
    compiled: dict[str, Compiled] = {}
    sources: dict[str, str] = {}
    for language, recorded in description.languages.items():
        source, export = files_of(folder, language)
        if source.is_file():
            sources[language] = _text(source)
        if source.is_file() and sha256(source) != recorded.get("source"):
            exported = export.is_file() and sha256(export) != recorded.get("compiled")
            if compiler_at_hand() or not exported:
                compiled[language] = read_compiled_file(source, compile_ink(source))
                continue
        if not export.is_file():
            raise BadStoryFolder(f"{export}: not there, yet {description.path.name} has the language {language!r}")
        compiled[language] = read_compiled_file(export, _text(export))
    definition = description.definition(compiled)
    texts = {language: story.text for language, story in compiled.items()}
    return FreshStory(StoryFiles(definition, texts), sources)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadStoryFolder(f"{file}: is no text") from None
    except OSError as error:
        raise BadStoryFolder(f"{file}: can't be read: {error.strerror}") from error
