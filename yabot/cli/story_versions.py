"""`yabot story publish`, `versions` and `rollback`: which version of a story new readings begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from pydantic import ValidationError

from adapters.ink.check import Limits, StoryReport, check_story
from adapters.ink.compiled import read_compiled
from adapters.ink.sources import FreshStory, Source, read_file, read_folder
from commands.bus import Bus
from commands.context import Context
from commands.story_content import PublishStory, RollBackStory
from domain.content import ContentPack
from domain.recorded import Recorded
from domain.story_content import NoEarlierVersion, StoryContent, StoryDoesNotFit, version_of
from domain.story_definition import StoryDefinition
from queries.catalogue import defined as defined_in
from queries.story_versions import VersionView, runs_by_hash, versions_of
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_read_models, with_stores
from yabot.cli.output import Json, say, say_json, table
from yabot.cli.story_reports import as_json, say_report
from yabot.clock import SystemClock
from yabot.community import bus_in_force
from yabot.settings import Settings
from yabot.stores import Stores
from yabot.stories_in_force import keep_in_force, remembered_before

ACTOR = "admin:cli"
SHORT = 12

StoryId = Annotated[str, typer.Argument(help="The story's id.")]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version that may be published, and the sources that its knots' lines are found in."""

    definition: StoryDefinition
    compiled: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def version(self) -> str:
        return version_of(self.definition)


@dataclass(frozen=True, slots=True)
class OneLanguage:
    """A story's file in one language."""

    story: str
    language: str
    source: Source


AtHand = FreshStory | OneLanguage
"""What there is on this machine: all of a story, or one of its languages."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it. Without `position` the version was in force already."""

    version: str
    report: StoryReport | None
    position: int | None = None


def publish(
    file: Annotated[
        Path,
        typer.Argument(help="A story's folder, or one language's file, <story>.<language>.json or .ink.", exists=True),
    ],
    data: Data = None,
    json: Json = False,
    walks: Annotated[int, typer.Option(help="Random walks of the check.", min=1)] = Limits().walks,
    seconds: Annotated[int, typer.Option(help="How long the walks may take.", min=1)] = Limits().seconds,
) -> None:
    """Checks a story, and puts it in force for new readings. Runs under way keep the version they began with.

    A running bot and API take it over within a second. What is in force already is not published again.
    """
    limits = Limits(walks=walks, seconds=seconds)
    given = at_hand(file)
    done = with_stores(data, lambda stores, settings: _publish(stores, settings, given, limits))
    told = {"version": done.version, "published": done.position is not None, "position": done.position}
    if json:
        say_json(told | ({"check": as_json(done.report)} if done.report else {}))
    elif done.report is not None and not done.report.ok:
        say_report(done.report)
    elif done.position is None:
        say(f"Version {done.version[:SHORT]} is in force already; nothing to publish.")
    else:
        say(f"Version {done.version[:SHORT]} is in force for new readings (position {done.position}).")
    if done.report is not None and not done.report.ok:
        raise typer.Exit(1)


async def _publish(stores: Stores, settings: Settings, given: AtHand, limits: Limits) -> Publication:
    bus = await bus_in_force(settings, stores, SystemClock())
    candidate = await candidate_of(given, bus.content, stores)
    return await publish_candidate(bus, stores, candidate, limits)


async def publish_candidate(
    bus: Bus, stores: Stores, candidate: Candidate, limits: Limits, actor: str = ACTOR
) -> Publication:
    """Checks it and puts it in force. Raises Failed where the content in force does not have what it names."""
    in_force = bus.content.stories.get(candidate.definition.id)
    if in_force is not None and version_of(in_force) == candidate.version:
        return Publication(candidate.version, None)
    earlier = await remembered_before(candidate.definition, bus.content, stores.content)
    report = check_story(candidate.compiled, candidate.definition, candidate.sources, limits, earlier)
    if not report.ok:
        return Publication(candidate.version, report)
    for language, text in candidate.compiled.items():
        await stores.content.put_story(candidate.definition.compiled(language), language, text)
    pack = bus.content.with_story(candidate.definition)
    await stores.content.put_pack(pack.model_dump_json(), pack.hash)
    command = PublishStory(candidate.definition.id, candidate.definition.model_dump(mode="json"))
    try:
        receipt = await bus.execute(command, _context(bus, "publish", actor))
    except StoryDoesNotFit as unfit:
        raise Failed("\n".join(["the content in force does not have what the story names:", *unfit.problems])) from None
    await keep_in_force(bus, stores.content)
    return Publication(candidate.version, report, receipt.positions[-1] if receipt.positions else None)


def at_hand(file: Path) -> AtHand:
    """What is to be published. Raises BadParameter, and what reading it does."""
    if file.is_dir():
        return read_folder(file)
    story, language = _named(file)
    return OneLanguage(story, language, read_file(file))


async def candidate_of(given: AtHand, content: ContentPack, stores: Stores) -> Candidate:
    """What a folder holds; or the version in force with one language from a file. Raises Failed."""
    if isinstance(given, FreshStory):
        return Candidate(given.files.definition, given.files.compiled, given.sources)
    if (definition := content.stories.get(given.story)) is None:
        raise Failed(f"no story {given.story!r} is in force that could take this file: publish its folder first")
    compiled: dict[str, str] = {}
    for language, story_hash in definition.languages.items():
        if language == given.language:
            continue
        kept = await stores.content.get_story(story_hash, language)
        if kept is None:
            raise Failed(f"the compiled story {story_hash[:SHORT]} of {given.story} in {language} is not kept")
        compiled[language] = kept.compiled
    told = definition.model_dump(mode="json")
    told["languages"][given.language] = read_compiled(given.source.compiled).hash
    try:
        changed = StoryDefinition.model_validate(told)
    except ValidationError as error:
        raise Failed(f"{given.story} can't be in {given.language!r}: {error.errors()[0]['msg']}") from error
    sources = {given.language: given.source.ink} if given.source.ink else {}
    return Candidate(changed, {**compiled, given.language: given.source.compiled}, sources)


def _named(file: Path) -> tuple[str, str]:
    """`correo.es.json` is the story `correo` in Spanish. Raises BadParameter."""
    parts = file.name.split(".")
    if len(parts) != 3 or not all(parts):
        raise typer.BadParameter(f"{file.name}: a file is called <story>.<language>.json or <story>.<language>.ink")
    return parts[0], parts[1]


def rollback(story: StoryId, data: Data = None, json: Json = False) -> None:
    """Returns to the version that was in force before; given again, one further. Runs under way keep theirs."""
    version, position = with_stores(data, lambda stores, settings: _roll_back(stores, settings, story))
    if json:
        say_json({"version": version, "position": position})
    else:
        say(f"Version {version[:SHORT]} is in force again for new readings (position {position}).")


async def _roll_back(stores: Stores, settings: Settings, story: str) -> tuple[str, int]:
    bus = await bus_in_force(settings, stores, SystemClock())
    bus.content.story(story)
    try:
        receipt = await bus.execute(RollBackStory(story), _context(bus, "rollback", ACTOR))
    except NoEarlierVersion:
        raise Failed(f"{story}: the version in force is the first one; there is none to return to") from None
    except StoryDoesNotFit as unfit:
        raise Failed("\n".join(["the version before names what the content has no more:", *unfit.problems])) from None
    await keep_in_force(bus, stores.content)
    return str(receipt.result["version"]), receipt.positions[-1]


def _context(bus: Bus, what: str, actor: str) -> Context:
    return bus.context(f"story:{what}:{uuid4().hex}", actor=actor, source="story")


# --- which there are -------------------------------------------------------------------------------------------------


def versions(
    story: Annotated[str | None, typer.Argument(help="A story's id; all stories by default.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """The versions that each story had, which one is in force, and how many readings each has."""
    found = with_stores(data, lambda stores, settings: _versions(stores, settings, story))
    if json:
        say_json(found)
        return
    columns = ("story", "version", "in force", "since", "by", "under way", "ended", "compiled")
    rows = [
        (
            each.story,
            each.version[:SHORT],
            each.in_force,
            each.since,
            each.by,
            each.runs,
            each.ended,
            {language: each_hash[:SHORT] for language, each_hash in each.languages.items()},
        )
        for each in found
    ]
    table(columns, rows, "There are no stories.", right=("under way", "ended"))


async def _versions(stores: Stores, settings: Settings, story: str | None) -> list[VersionView]:
    bus = await bus_in_force(settings, stores, SystemClock())
    wanted = [bus.content.story(story).id] if story else list(bus.content.stories)
    found: list[VersionView] = []
    with opened_read_models(settings) as models:
        for each in wanted:
            events = [
                event
                for event in await stores.process_log.async_log.read_stream(StoryContent.stream(each))
                if isinstance(event, Recorded)
            ]
            runs = {run.hash: run for run in models.read(runs_by_hash, each)}
            told = {defined.id: defined.valid_from for defined in models.read(defined_in, "stories")}
            found += versions_of(bus.content.story(each), events, runs, told.get(each))
    return found
