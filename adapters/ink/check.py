"""Checks a story before anybody plays it: what it names, where it leads, and whether it can do harm."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters.ink.apart import ENVIRONMENT, ROOT, cause_of_death
from adapters.ink.compiled import OPENING, Compiled, StoryRefused, read_compiled
from adapters.ink.earlier import earlier_chapters
from adapters.ink.sources import read_folder
from domain.story_definition import StoryDefinition
from domain.story_step import CHOICE_TAGS, LINE_TAGS, PLAIN_TAGS, Tag

WALKER = (sys.executable, "-m", "adapters.ink.walker")

TOO_DEAR = 10_000
"""Besitos that hardly anybody will ever have at once: the daily gifts of a whole year come to about as many."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What walking through a story may take. `memory` is the walking process's address space, in bytes."""

    walks: int = 100
    steps: int = 200
    seconds: int = 30
    memory: int = 1_000_000_000


@dataclass(frozen=True, slots=True, order=True)
class StoryProblem:
    """One thing that is wrong, or only odd. `line` is that of the knot in the source, 0 where it isn't known."""

    language: str
    knot: str
    line: int
    what: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.language}:{self.line}" if self.line else self.language
        return f"{where}: {self.knot + ': ' if self.knot else ''}{self.what}"


@dataclass(frozen=True, slots=True)
class StoryReport:
    """What a check found. `knots` are those that a walk came by, of all that there are (`all_knots`)."""

    problems: tuple[StoryProblem, ...]
    steps: int
    knots: frozenset[str]
    all_knots: frozenset[str]

    @property
    def ok(self) -> bool:
        """Whether the story may be played. Warnings don't stop it."""
        return all(problem.warning for problem in self.problems)


def check_folder(folder: Path, limits: Limits | None = None) -> StoryReport:
    """Checks a story's folder as it is now, with the lines of its sources. Raises BadStoryFolder, CannotCompile.

    Chapters before it may be in the middle of a change: that is a warning.
    """
    fresh = read_folder(folder)
    before = earlier_chapters(folder, fresh.files.definition.after)
    told = (fresh.files.compiled, fresh.files.definition, fresh.sources, limits or Limits(), before.remembered)
    report = check_story(*told)
    odd = [StoryProblem(story, "", 0, what, warning=True) for story, what in before.odd]
    return replace(report, problems=(*report.problems, *odd))


def check_story(
    compiled: Mapping[str, str],
    definition: StoryDefinition | None = None,
    sources: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    earlier: frozenset[str] = frozenset(),
) -> StoryReport:
    """Checks one story in all its languages (language -> compiled JSON); blocks for seconds.

    Without a `definition`, the ids that it names are not checked; without its Ink `sources`, lines are not known.
    `earlier` is what the stories before it may remember of a reader.
    """
    found: list[StoryProblem] = []
    stories: dict[str, Compiled] = {}
    lines = {language: _knot_lines(source) for language, source in (sources or {}).items()}

    def note(language: str, knot: str, what: str, warning: bool = False) -> None:
        found.append(StoryProblem(language, knot, lines.get(language, {}).get(knot, 0), what, warning))

    for language, text in compiled.items():
        try:
            stories[language] = read_compiled(text)
        except StoryRefused as refused:
            note(language, refused.knot or "", refused.what)
    knots = frozenset(knot for story in stories.values() for knot in story.knots)
    if len(stories) < len(compiled):
        return StoryReport(tuple(found), 0, frozenset(), knots)
    for language, story in stories.items():
        for knot, what in (*_odd_tags(story), *(_unknown_ids(story, definition, earlier) if definition else ())):
            note(language, knot, what)
        for knot, what in _untitled(story, definition) if definition else ():
            note(language, knot, what, warning=True)
        for knot, what in _too_dear(story):
            note(language, knot, what, warning=True)
    steps, seen, stopped = 0, frozenset[str](), False
    for message in _walk(stories, limits or Limits()):
        if done := message.get("done"):
            steps, seen = done["steps"], knots.intersection(done["knots"])
        elif odd := message.get("warning"):
            note(odd["language"], odd["knot"], odd["what"], warning=True)
        else:
            problem, stopped = message["problem"], True
            note(problem["language"], problem["knot"], problem["what"])
    missed = sorted(knots - seen - _parents(seen))
    if stopped and missed:  # all that lies behind what is wrong: naming it would drown that
        what = f"{len(missed)} of {len(knots)} knots were not come by: the walks ended at what is wrong"
        note(next(iter(stories)), "", what, warning=True)
    for knot in missed if not stopped else ():
        note(next(iter(stories)), knot, "no walk came by here", warning=True)
    return StoryReport(tuple(sorted(set(found))), steps, seen, knots)


def _odd_tags(story: Compiled) -> Iterator[tuple[str, str]]:
    for knot, text in story.tags:
        if Tag.parse(text).name not in CHOICE_TAGS | LINE_TAGS | PLAIN_TAGS:
            yield knot, f"#{text} is no tag that the game knows"


def _too_dear(story: Compiled) -> Iterator[tuple[str, str]]:
    for knot, text in story.tags:
        tag = Tag.parse(text)
        if tag.name == "costo" and tag.value.isascii() and tag.value.isdigit() and int(tag.value) > TOO_DEAR:
            yield knot, f"#{text} is more than {TOO_DEAR:,} besitos: hardly anybody will ever have them"


def _unknown_ids(story: Compiled, definition: StoryDefinition, earlier: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What tags and questions name, and neither the description lists nor the story itself ever says."""
    remembered = _remembered(story)
    hints, items = set(definition.hints), set(definition.items)
    known = hints | items | set(definition.clues)
    listed = {
        "pista": hints,
        "item": items,
        "mision": set(definition.missions),
        "logro": set(definition.achievements),
        "tras": set(definition.missions),
        "con": known,
    }
    for knot, text in story.tags:
        tag = Tag.parse(text)
        if tag.name in listed and tag.value not in listed[tag.name]:
            yield knot, f"#{text} is not listed in story.yaml"
    asked = {"tiene": known, "mision": set(definition.missions), "recuerda": remembered | earlier}
    for knot, name, id in sorted(story.asks):
        if id not in asked[name]:
            yield knot, f'{name}("{id}") asks for what the story never gives and story.yaml does not list'


def _remembered(story: Compiled) -> frozenset[str]:
    """What readers of the story may be remembered for."""
    tags = (Tag.parse(text) for _, text in story.tags)
    return frozenset(tag.value for tag in tags if tag.name == "recuerda")


def remembered_in(compiled: Iterable[str]) -> frozenset[str]:
    """What readers of these compiled stories may be remembered for. Raises StoryRefused."""
    return frozenset(id for text in compiled for id in _remembered(read_compiled(text)))


def _untitled(story: Compiled, definition: StoryDefinition) -> Iterator[tuple[str, str]]:
    """What readers would be shown without a picture or by a name of the program's, and titles of what there is not."""
    tags = [(knot, Tag.parse(text)) for knot, text in story.tags]
    for knot, tag in tags:
        if tag.name == "imagen" and tag.value not in definition.images:
            yield knot, f"#{tag} is no picture of story.yaml: the text will stand alone"
        if tag.name == "final" and definition.endings and tag.value not in definition.endings:
            yield knot, f"#{tag} has no title in story.yaml"
    for place in sorted(definition.places.keys() - story.knots):
        yield "", f"places: there is no knot {place}"
    for ending in sorted(definition.endings.keys() - {tag.value for _, tag in tags if tag.name == "final"}):
        yield "", f"endings: no #final:{ending} is ever said"


def _parents(knots: Iterable[str]) -> frozenset[str]:
    """The knots of these stitches: who was in a stitch was in its knot."""
    return frozenset(knot.partition(".")[0] for knot in knots)


def _knot_lines(source: str) -> dict[str, int]:
    """The line on which each knot, each stitch and each function begins, and each variable (`VAR x`)."""
    found: dict[str, int] = {OPENING: 1}
    knot = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if header := re.match(r"\s*(={1,})\s*(?:function\s+)?(\w+)", line):
            stitch = len(header[1]) == 1
            name = f"{knot}.{header[2]}" if stitch and knot else header[2]
            knot = knot if stitch else header[2]
            found.setdefault(name, number)
        elif variable := re.match(r"\s*VAR\s+(\w+)", line):
            found.setdefault(f"VAR {variable[1]}", number)
    return found


def _walk(stories: Mapping[str, Compiled], limits: Limits) -> Iterator[dict[str, Any]]:
    """What the walking process told, each problem once, and what became of it."""
    patience = 2 * limits.seconds
    wanted = {
        "stories": {language: story.text for language, story in stories.items()},
        "walks": limits.walks,
        "steps": limits.steps,
        "seconds": limits.seconds,
        "patience": patience,
        "memory": limits.memory,
    }
    try:
        ended = subprocess.run(  # noqa: S603  # our own module
            WALKER,
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=patience,
            check=False,
        )
        told, code, complaint = ended.stdout, ended.returncode, ended.stderr
    except subprocess.TimeoutExpired as late:
        told = (late.stdout or b"").decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        code, complaint = -signal.SIGXCPU, ""
    at: dict[str, Any] = {"language": next(iter(stories)), "knot": "", "choice": None}
    whole = told[: told.rfind("\n") + 1]  # who dies in the middle of a line has not said it
    for line in dict.fromkeys(whole.splitlines()):
        message = json.loads(line)
        if "at" in message:
            at = message["at"]
        else:
            yield message
    if code != 0:
        after = f"after “{at['choice']}”: " if at["choice"] else ""
        what = f"{after}{cause_of_death(code, complaint, limits)}"
        yield {"problem": {"language": at["language"], "knot": at["knot"], "what": what}}
