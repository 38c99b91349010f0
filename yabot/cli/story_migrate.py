"""`yabot story migrate`: runs under way are moved to the version in force."""

from typing import Annotated

import typer

from domain.story_content import version_of
from queries.story_versions import runs_apart_from
from yabot.cli.opening import Data, opened_read_models, with_stores
from yabot.cli.output import Json, Report, progress, say, say_json, table
from yabot.cli.story_versions import ACTOR, SHORT, StoryId
from yabot.clock import SystemClock
from yabot.community import bus_in_force
from yabot.settings import Settings
from yabot.stores import Stores
from yabot.story_migration import Migration, migrate_runs


def migrate(
    story: StoryId,
    yes: Annotated[bool, typer.Option("--yes", help="Move them; else it is only said what would happen.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen: the default.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Moves the runs of other versions to the one in force, each where it stands; says which can't be moved, and why.

    Safe to break off and to repeat: every run is moved once. What can't be moved goes on with its version.
    """
    if yes and dry_run:
        raise typer.BadParameter("--yes and --dry-run are opposites")
    with progress(quiet=json) as report:
        version, migration = with_stores(data, lambda stores, settings: _migrate(stores, settings, story, yes, report))
    if json:
        say_json({"story": story, "version": version, "dry_run": not yes, **_as_json(migration)})
    else:
        _tell(migration, version, yes)


async def _migrate(
    stores: Stores, settings: Settings, story: str, moving: bool, report: Report
) -> tuple[str, Migration]:
    bus = await bus_in_force(settings, stores, SystemClock())
    definition = bus.content.story(story)
    with opened_read_models(settings) as models:
        runs = models.read(runs_apart_from, story, list(definition.languages.values()))
    what = "moving readings" if moving else "looking at readings"
    migration = await migrate_runs(
        bus, story, runs, lambda done, total: report(what, done, total), moving=moving, actor=ACTOR
    )
    return version_of(definition), migration


def _as_json(migration: Migration) -> dict[str, object]:
    return {name: getattr(migration, name) for name in Migration.__slots__}


def _tell(migration: Migration, version: str, moving: bool) -> None:
    if not migration.runs:
        say(f"Nobody is reading another version than {version[:SHORT]}.")
        return
    table(
        ("readings", "at", "can't be moved, because"),
        [(each.runs, each.place, each.why) for each in migration.stuck],
        "Every one of them can be moved." if not moving else "None had to stay behind.",
        right=("readings",),
    )
    verb = "moved" if moving else "can be moved"
    say(f"{migration.moved:,} of {migration.runs:,} readings {verb} to version {version[:SHORT]}.")
    if not moving:
        say("This was a dry run; --yes moves them.")
