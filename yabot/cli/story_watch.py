"""`yabot story watch`: what is saved in Inky is played in the simulator at once."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from adapters.ink.check import Limits
from adapters.ink.compile import CannotCompile
from adapters.ink.compiled import StoryRefused
from adapters.ink.files import BadStoryFolder
from commands.ports import OutcomeUnknown, StoreUnavailable
from queries.story_versions import runs_apart_from
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_read_models, settings_of, with_stores
from yabot.cli.output import complain, say
from yabot.cli.story_reports import say_report
from yabot.cli.story_versions import ACTOR, SHORT, AtHand, Publication, at_hand, candidate_of, publish_candidate
from yabot.clock import SystemClock
from yabot.community import bus_in_force
from yabot.settings import Settings, WrongSetting
from yabot.stores import Stores
from yabot.story_migration import Migration, migrate_runs

LIMITS = Limits(walks=30, seconds=10)
"""What a check after each save may take."""
LOOK_EVERY = 0.3
"""Seconds between two looks at the files."""
AWAY = (StoreUnavailable, OutcomeUnknown, PyMongoError, WrongSetting)
"""What says that there is no store to publish to now."""
AGAIN_AFTER = 2.0
"""Seconds after which a store that was away is asked again."""
WATCHED = (".ink", ".json", ".yaml")

Stamp = Mapping[Path, tuple[int, int]]


def watch(
    file: Annotated[
        Path, typer.Argument(help="A story's folder, or one language's <story>.<language>.json or .ink.", exists=True)
    ],
    data: Data = None,
) -> None:
    """Checks and publishes a story whenever its files are saved, and moves its readings along. For a `yabot dev`.

    A save that is not in order is told here, and the last good version stays. While the store is away, what was saved
    waits for it. Ctrl-C ends it.
    """
    settings_of(data)
    say(f"Watching {file}; save in Inky, and /story in the simulator tells the new version. Ctrl-C ends it.", "dim")
    seen: Stamp = {}
    away = False
    while True:
        if (stamp := _stamp(file)) != seen and stamp == _settled(file, stamp):
            try:
                _take_over(file, data)
                seen, away = stamp, False
            except AWAY as error:
                if not away:
                    complain(f"{_now()} The store is away, what was saved waits for it: {error}")
                away = True
                time.sleep(AGAIN_AFTER)
        time.sleep(LOOK_EVERY)


def _stamp(file: Path) -> Stamp:
    """When each file was last written, and how large it is."""
    files = [each for each in file.iterdir() if each.suffix in WATCHED] if file.is_dir() else [file]
    found: dict[Path, tuple[int, int]] = {}
    for each in files:
        try:
            told = each.stat()
        except FileNotFoundError:  # editors write a new file and put it in the place of the old one
            continue
        found[each] = (told.st_mtime_ns, told.st_size)
    return found


def _settled(file: Path, stamp: Stamp) -> Stamp:
    """The same a moment later: a file that is still being written differs."""
    time.sleep(LOOK_EVERY / 3)
    return _stamp(file)


def _take_over(file: Path, data: Path | None) -> None:
    """Publishes what was saved, if it is in order. Raises what says that the store is away."""
    interrupted = False

    async def work(stores: Stores, settings: Settings) -> tuple[Publication, Migration | None]:
        nonlocal interrupted
        try:
            return await _publish(stores, settings, given)
        finally:
            task = asyncio.current_task()
            interrupted = task is not None and task.cancelling() > 0

    try:
        given = at_hand(file)
        publication, migration = with_stores(data, work)
    except AWAY:
        if interrupted:  # Ctrl-C, which what was under way took for an outage
            raise KeyboardInterrupt from None
        raise
    except (BadStoryFolder, CannotCompile, Failed, StoryRefused) as error:
        complain(f"{_now()} {error}")
        complain("The last good version stays.")
        return
    if publication.report is not None and not publication.report.ok:
        say_report(publication.report)
        complain(f"{_now()} The last good version stays.")
    elif publication.position is None:
        say(f"{_now()} version {publication.version[:SHORT]} is in force already.", "dim")
    else:
        say(f"{_now()} version {publication.version[:SHORT]} is in force.", "green")
    if migration is not None and migration.moved:
        say(f"         {migration.moved:,} readings moved along.", "green")
    for stuck in migration.stuck if migration else ():
        say(f"         {stuck.runs:,} readings stay behind at {stuck.place}: {stuck.why}", "yellow")


def _now() -> str:
    return time.strftime("%H:%M:%S")


async def _publish(stores: Stores, settings: Settings, given: AtHand) -> tuple[Publication, Migration | None]:
    bus = await bus_in_force(settings, stores, SystemClock())
    candidate = await candidate_of(given, bus.content, stores)
    publication = await publish_candidate(bus, stores, candidate, LIMITS)
    if publication.position is None:
        return publication, None
    bus = await bus_in_force(settings, stores, SystemClock())
    story = candidate.definition.id
    with opened_read_models(settings) as models:
        runs = models.read(runs_apart_from, story, list(candidate.definition.languages.values()))
    migration = await migrate_runs(bus, story, runs, lambda done, total: None, moving=True, actor=ACTOR)
    return publication, migration
