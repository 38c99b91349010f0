"""`yabot replay` and `yabot projections`: everything derived, made again and compared."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.mongodb.log import EventLog
from adapters.sqlite.read_models import ReadModels
from projections.projection import Projection
from projections.rebuild import Verified, as_of, rebuild, verify
from projections.registry import all_projections
from queries.projections import projection_builds
from yabot.cli.failing import Failed
from yabot.cli.moments import Moment, moment_of
from yabot.cli.opening import Data, opened_log, opened_read_models, settings_of
from yabot.cli.output import Json, complain, errors, progress, say, say_json, table, told


@contextmanager
def _opened(data: Path | None) -> Iterator[tuple[EventLog, ReadModels]]:
    settings = settings_of(data)
    with opened_log(settings) as log, opened_read_models(settings) as models:
        yield log, models


def _wanted(names: list[str]) -> list[Projection]:
    known = {each.name: each for each in all_projections()}
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(f"no projection {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(known.values())


def replay(
    names: Annotated[list[str] | None, typer.Argument(help="Which projections; all by default.")] = None,
    data: Data = None,
    json: Json = False,
    verifying: Annotated[bool, typer.Option("--verify", help="Rebuild aside, compare, and swap nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    until: Moment = None,
    output: Annotated[Path | None, typer.Option(help="With --until: the file to write.", dir_okay=False)] = None,
) -> None:
    """Rebuilds read models from the log beside those that serve, and swaps them when they have caught up.

    With --until and --output it writes read models as of then to a file of their own, and swaps nothing.
    """
    wanted = _wanted(names or [])
    if (until is None) != (output is None):
        raise typer.BadParameter("--until and --output go together")
    if verifying and until is not None:
        raise typer.BadParameter("--verify compares with the rows of now; it takes no --until")
    moment = moment_of(until) if until is not None else None
    if output is not None:
        _refuse_output(output)
    with _opened(data) as (log, models):
        if dry_run:
            _say_plan(wanted, log.head(), output, verifying, json)
            return
        began = time.perf_counter()
        with progress(quiet=json) as report:
            if moment is not None and output is not None:
                position = as_of(models.rows, log, wanted, moment, output, report)
                done: object = {"position": position, "file": str(output)}
                sentence = f"{output}: {len(wanted)} read models as of position {position:,}"
            elif verifying:
                verified = verify(models.rows, log, wanted, report)
            else:
                rebuilt = rebuild(models.rows, log, wanted, report)
                done = {"rebuilt": rebuilt, "seconds": round(time.perf_counter() - began, 2)}
                sentence = f"rebuilt {len(rebuilt)} projections"
        if verifying:
            _say_verified(verified, json)
        elif json:
            say_json(done)
        else:
            say(f"{sentence}, in {time.perf_counter() - began:.1f} s")


def _refuse_output(output: Path) -> None:
    if output.exists():
        raise Failed(f"{output} is there already; give the name of a new file")
    if not output.absolute().parent.is_dir():
        raise Failed(f"{output}: there is no folder {output.parent}")


def _say_plan(wanted: Sequence[Projection], head: int, output: Path | None, verifying: bool, json: bool) -> None:
    chosen = [each.name for each in wanted]
    if json:
        say_json({"projections": chosen, "events": head})
    else:
        aim = "and compare them with what serves" if verifying else "and swap them"
        where = aim if output is None else f"into {output}"
        say(f"would fold {head:,} events into {len(chosen)} projections {where}: {', '.join(chosen)}")


def _say_verified(found: Sequence[Verified], json: bool) -> None:
    differing = [each for each in found if each.differences]
    if json:
        say_json({"same": not differing, "items": found})
    else:
        table(
            ("projection", "position", "rows", "differences"),
            ((each.projection, each.position, each.rows, len(each.differences)) for each in found),
            "There is nothing to verify.",
            right=("position", "rows", "differences"),
        )
        rows = sum(each.rows for each in found)
        for each in differing:
            for difference in each.differences:
                complain(f"{difference.table} {told(difference.key)}")
                complain(f"  live   {told(difference.live)}")
                complain(f"  fresh  {told(difference.fresh)}")
        if differing:
            names = " ".join(each.projection for each in differing)
            complain(f"What serves is not what the log tells: `yabot replay {names}` makes it anew")
        else:
            say(f"All {rows:,} rows are what the log tells.")
    if differing:
        raise typer.Exit(1)


def _status(build: dict[str, Any]) -> str:
    return f"{build['status']}, stopped" if build["stopped"] else str(build["status"])


def projections(data: Data = None, json: Json = False) -> None:
    """Where every read model is: position, head, lag, version, parked events."""
    with _opened(data) as (log, models):
        head = log.head()
        builds = models.read(projection_builds)
    items = [{**asdict(each), "head": head, "lag": head - each.position} for each in builds]
    if json:
        say_json({"head": head, "items": items})
        return
    columns = ("projection", "version", "status", "position", "head", "lag", "parked")
    table(
        columns,
        ([_status(item) if name == "status" else item[name] for name in columns] for item in items),
        "No projection has been built yet; `yabot dev` or `yabot serve projector` does it.",
        right=("version", "position", "head", "lag", "parked"),
    )
    for reason in sorted({each.stopped for each in builds if each.stopped}):
        errors.print(f"stands still: {reason}", markup=False)
    if any(each.parked for each in builds):
        errors.print("`yabot parked list` shows what is parked", markup=False)
