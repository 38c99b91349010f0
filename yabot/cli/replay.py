"""`yabot replay` and `yabot projections`: everything derived, made again and compared."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pymongo.uri_parser import parse_uri

from adapters.mongodb.client import connect_blocking
from adapters.mongodb.heads import Heads
from adapters.mongodb.log import EventLog
from adapters.mongodb.names import LogNames
from adapters.sqlite.read_models import ReadModels
from projections.projection import Projection
from projections.rebuild import Verified, as_of, rebuild, verify
from projections.registry import all_projections
from queries.projections import projection_builds
from yabot.cli.opening import Data, read_models_url, settings_of
from yabot.cli.output import Json, console, errors, progress, say_json, table
from yabot.cli.state import moment_of
from yabot.settings import Settings
from yabot.stores import DEFAULT_DATABASE


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[EventLog, ReadModels]]:
    assert settings.mongodb_uri is not None
    database = parse_uri(settings.mongodb_uri)["database"] or DEFAULT_DATABASE
    with connect_blocking(settings.mongodb_uri) as client:
        models = ReadModels.open(read_models_url(settings), migrating=False)
        try:
            yield EventLog(client, LogNames(database), Heads()), models
        finally:
            models.close()


def _wanted(names: list[str]) -> list[Projection]:
    known = {each.name: each for each in all_projections()}
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"no projection {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names] if names else list(known.values())


def replay(
    names: Annotated[list[str] | None, typer.Argument(help="Which projections; all by default.")] = None,
    data: Data = None,
    json: Json = False,
    verifying: Annotated[bool, typer.Option("--verify", help="Rebuild aside, compare, and swap nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    until: Annotated[str | None, typer.Option(help="A time (ISO 8601, with zone) or a position.")] = None,
    output: Annotated[Path | None, typer.Option(help="With --until: the file to write.", dir_okay=False)] = None,
) -> None:
    """Rebuilds read models from the log beside those that serve, and swaps them when they have caught up."""
    projections = _wanted(names or [])
    if (until is None) != (output is None):
        raise typer.BadParameter("--until and --output go together")
    with _opened(settings_of(data)) as (log, models):
        if dry_run:
            chosen, head = [each.name for each in projections], log.head()
            sentence = f"would fold {head:,} events into {len(chosen)} projections: {', '.join(chosen)}"
            _say({"projections": chosen, "events": head}, sentence, json)
            return
        with progress("replay", quiet=json) as bar:
            began = time.perf_counter()

            def report(what: str, done: int, total: int) -> None:
                bar(done, total)

            if until is not None and output is not None:
                position = as_of(models.rows, log, projections, moment_of(until), output, report)
                sentence = f"{output}: read models as of position {position:,}"
                _say({"position": position, "file": str(output)}, sentence, json)
            elif verifying:
                _say_verified(verify(models.rows, log, projections, report), json)
            else:
                done = rebuild(models.rows, log, projections, report)
                took = time.perf_counter() - began
                sentence = f"rebuilt {len(done)} projections in {took:.1f} s"
                _say({"rebuilt": done, "seconds": took}, sentence, json)


def _say_verified(found: Sequence[Verified], json: bool) -> None:
    differing = [each for each in found if each.differences]
    if json:
        say_json({"same": not differing, "items": found})
    else:
        table(
            ("projection", "position", "rows", "differences"),
            ((each.projection, f"{each.position:,}", f"{each.rows:,}", len(each.differences)) for each in found),
            "nothing to verify",
        )
        for each in differing:
            for difference in each.differences:
                errors.print(f"{difference.table} {difference.key}: live {difference.live}", markup=False)
                errors.print(f"{'':>{len(difference.table)}} fresh {difference.fresh}", markup=False)
    if differing:
        raise typer.Exit(1)


def _say(value: object, sentence: str, json: bool) -> None:
    if json:
        say_json(value)
    else:
        console.print(sentence, markup=False)


def projections(data: Data = None, json: Json = False) -> None:
    """Where every read model is: position, head, lag, version, parked events."""
    with _opened(settings_of(data)) as (log, models):
        head = log.head()
        builds = models.read(projection_builds)
    items = [{**asdict(each), "head": head, "lag": head - each.position} for each in builds]
    if json:
        say_json({"head": head, "items": items})
        return
    columns = ("projection", "version", "status", "position", "head", "lag", "parked")
    table(
        columns,
        ([item[column] for column in columns] for item in items),
        "no projection has been built yet; `yabot dev` or `yabot serve projector` does it",
    )
    if any(each.parked for each in builds):
        errors.print("`yabot parked list` shows what is parked", markup=False)
