"""Reads a content folder: YAML files beside each other, and a folder for each story.

Each `*.yaml` holds one or more sections of the pack (`missions:`, `items:` …); what several files say under one
section is put together. `stories/<id>/` is a story as `adapters.ink.files` reads it, each `*.csv` holds questions as
`adapters.questions_csv` does. Whatever is wrong is told all at once, each with its file and line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import SafeConstructor

from adapters.ink.files import BadStoryFolder, read_story
from adapters.questions_csv import read_questions
from adapters.spanish import in_spanish
from domain.content import ContentPack
from domain.content_check import problems

_TOLD = re.compile(r"(?P<file>[^:]+)(?::(?P<line>\d+))?: (?P<message>.*)", re.DOTALL)
_MAX_DEPTH = 20

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML has it: content is read at every start."""

Key = str | int


@dataclass(frozen=True, slots=True, order=True)
class ContentProblem:
    """One thing wrong: where, and what. Line 0 stands for the file as a whole."""

    file: str
    line: int
    message: str

    @classmethod
    def told_by(cls, bad: BadStoryFolder) -> Self:
        """The place that the message begins with, apart from the message."""
        told = _TOLD.fullmatch(str(bad))
        if told is None:
            return cls("stories", 0, str(bad))
        return cls(told["file"], int(told["line"] or 0), told["message"])

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        """Place and message; in Spanish where there are words for it, as for all mistakes of a spreadsheet."""
        return f"{self.file}:{self.line}: {self.said(language)}" if self.line else f"{self.file}: {self.said(language)}"

    def said(self, language: str) -> str:
        """The message alone."""
        return in_spanish(self.message) if language == "es" else self.message


class ContentError(Exception):
    """The folder holds no content that a community could run on. Every problem has its line."""

    def __init__(self, found: list[ContentProblem]) -> None:
        super().__init__("\n".join(map(str, found)))
        self.problems = found


def load_content(folder: Path, *, community: Mapping[str, str] | None = None) -> ContentPack:
    """The content pack of `folder`. Raises ContentError.

    `community` overrides the pack's `language` and `time_zone`, as the settings may; it is part of the pack's hash.
    """
    read = _Folder(folder)
    read.sections.setdefault("community", {})
    if isinstance(read.sections["community"], dict):
        read.sections["community"] |= dict(community or {})
    if read.problems:
        raise ContentError(sorted(read.problems))
    try:
        pack = ContentPack.model_validate(read.sections)
    except ValidationError as wrong:
        raise ContentError(sorted(read.problem(each["loc"], _plainly(each)) for each in _causes(wrong))) from wrong
    if broken := [read.problem(each.path, each.message) for each in problems(pack)]:
        raise ContentError(sorted(broken))
    return pack


def load_stories(folder: Path) -> dict[str, str]:
    """The compiled stories of `folder` by their content hash. Raises ContentError for what can't be read."""
    read = _Folder(folder)
    if read.problems:
        raise ContentError(sorted(read.problems))
    return read.compiled


@dataclass
class _Folder:
    """What the files say, and where each thing stands."""

    folder: Path
    sections: dict[Key, Any] = field(default_factory=dict)
    compiled: dict[str, str] = field(default_factory=dict)
    problems: list[ContentProblem] = field(default_factory=list)
    _places: dict[tuple[Key, ...], tuple[str, int]] = field(default_factory=dict)
    _asked: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By id: where a question stands first."""

    def __post_init__(self) -> None:
        files = sorted(self.folder.glob("*.yaml"))
        if not files:
            self.problems.append(ContentProblem(str(self.folder), 0, "there is no content here: not one *.yaml"))
        for file in files:
            self._add_file(file)
        questions = self.sections.get("questions")
        for place, question in enumerate(questions if isinstance(questions, list) else ()):
            if isinstance(question, dict) and isinstance(id := question.get("id"), str):
                self._asked.setdefault(id, self._places["questions", place])
        for file in sorted(self.folder.glob("*.csv")):
            self._add_questions(file)
        for file in sorted(self.folder.glob("stories/*/story.yaml")):
            self._add_story(file)

    def problem(self, path: tuple[Key, ...], message: str) -> ContentProblem:
        """`message` at the place of `path`, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if place := self._places.get(path[:length]):
                return ContentProblem(*place, f"{'.'.join(map(str, path))}: {message}")
        return ContentProblem(str(self.folder), 0, f"{'.'.join(map(str, path))}: {message}")

    def _add_file(self, file: Path) -> None:
        for key, name, value in self._top(file):
            offset = 0
            if isinstance(value, yaml.SequenceNode) and isinstance(self.sections.get(name), list):
                offset = len(self.sections[name])
            elif name in self.sections:
                self._complain(file, key, f"{name} is in another file already")
                continue
            built = self._build(file, value, (name,), offset)
            self.sections[name] = self.sections[name] + built if offset else built
            self._places[(name,)] = (str(file), key.start_mark.line + 1)

    def _add_questions(self, file: Path) -> None:
        try:
            rows = read_questions(file)
        except UnicodeDecodeError as error:
            self.problems.append(_no_text(file, error))
            return
        except OSError as error:
            self.problems.append(ContentProblem(str(file), 0, f"can't be read: {error}"))
            return
        self.problems += [ContentProblem(str(file), line, message) for line, message in rows.problems]
        questions = self.sections.setdefault("questions", [])
        if not isinstance(questions, list):
            return  # the YAML's own mistake, told when the pack is made
        self._add_twins(file, rows.begins)
        for place, (id, question) in enumerate(rows.questions.items(), start=len(questions)):
            lines = rows.lines[id]
            self._places[("questions", place)] = (str(file), min(lines.values()))
            for language, line in lines.items():
                self._places[("questions", place, language)] = (str(file), line)
            questions.append(question)

    def _add_twins(self, file: Path, begins: Mapping[str, int]) -> None:
        """Complains of ids in `file` that another file has: in both, for nobody knows which of the two is meant."""
        for id, line in begins.items():
            here = (str(file), line)
            if (there := self._asked.setdefault(id, here)) != here:
                for (one, at), (other, stands) in ((here, there), (there, here)):
                    told = f"id: {id!r} is in {Path(other).name}, too, on line {stands}"
                    self.problems.append(ContentProblem(one, at, told))

    def _add_story(self, file: Path) -> None:
        path = ("stories", file.parent.name)
        self._places[path] = (str(file), 1)
        for key, name, value in self._top(file):
            self._build(file, value, (*path, name))
            self._places[(*path, name)] = (str(file), key.start_mark.line + 1)
        try:
            story = read_story(file.parent)
        except BadStoryFolder as bad:
            self.problems.append(ContentProblem.told_by(bad))
            return
        self.sections.setdefault("stories", {})[story.definition.id] = story.definition
        for language, text in story.compiled.items():
            self.compiled[story.definition.compiled(language)] = text

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self.problems.append(_no_text(file, error))
            return ""
        except OSError as error:
            self.problems.append(ContentProblem(str(file), 0, f"can't be read: {error}"))
            return ""

    def _top(self, file: Path) -> Iterator[tuple[yaml.Node, str, yaml.Node]]:
        """The top-level keys of a file with their nodes."""
        try:
            node = yaml.compose(self._text(file), Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problems.append(ContentProblem(str(file), mark.line + 1 if mark else 0, error.problem or "no YAML"))
            return
        except yaml.YAMLError as error:
            self.problems.append(ContentProblem(str(file), 0, f"no YAML: {error}"))
            return
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self._complain(file, node, "must hold sections such as missions: or items:")
            return
        for key, value in node.value:
            yield key, str(key.value), value

    def _build(self, file: Path, node: yaml.Node, path: tuple[Key, ...], offset: int = 0) -> Any:
        """The value of a node; remembers where everything in it stands."""
        self._places[path] = (str(file), node.start_mark.line + 1)
        if len(path) > _MAX_DEPTH:
            self._complain(file, node, "is nested too deep")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self._build(file, item, (*path, place)) for place, item in enumerate(node.value, start=offset)]
        if isinstance(node, yaml.MappingNode):
            built: dict[Key, Any] = {}
            for key_node, value in node.value:
                key = _scalar(key_node)
                if not isinstance(key, str | int):
                    self._complain(file, key_node, "a key must be a word or a number")
                    continue
                if key in built:
                    self._complain(file, key_node, f"{key} is there already")
                built[key] = self._build(file, value, (*path, key))
                self._places[(*path, key)] = (str(file), key_node.start_mark.line + 1)
            return built
        try:
            return _scalar(node)
        except ValueError as error:
            self._complain(file, node, str(error))
            return None

    def _complain(self, file: Path, node: yaml.Node, message: str) -> None:
        self.problems.append(ContentProblem(str(file), node.start_mark.line + 1, message))


def _no_text(file: Path, error: UnicodeDecodeError) -> ContentProblem:
    line = error.object[: error.start].count(b"\n") + 1
    return ContentProblem(str(file), line, "is not UTF-8 here; save the file in that encoding")


def _causes(wrong: ValidationError) -> list[ErrorDetails]:
    """pydantic's errors without those about a list that are only due to what is wrong in it."""
    errors = wrong.errors()
    around = {each["loc"][:length] for each in errors for length in range(len(each["loc"]))}
    return [each for each in errors if each["loc"] not in around]


def _plainly(error: ErrorDetails) -> str:
    """pydantic's message, in the words of somebody who writes YAML."""
    match error["type"]:
        case "extra_forbidden":
            return "there is no such field"
        case "missing":
            return "is missing"
        case "tuple_type" | "list_type":
            return "must be a list"
        case "dict_type" | "model_type":
            return "must have fields of its own"
        case "value_error":
            return str(error["msg"]).removeprefix("Value error, ")
        case _:
            return error["msg"]


def _scalar(node: yaml.Node) -> Any:
    """A single value as YAML's safe types have it. Raises ValueError, as for a date that there is not."""
    try:
        return SafeConstructor().construct_document(node)
    except yaml.MarkedYAMLError as error:
        raise ValueError(error.problem or "no YAML value") from error
