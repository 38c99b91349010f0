"""`yabot events`: the log as it is."""

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import orjson
import typer
from rich.text import Text

from adapters.mongodb.async_log import AsyncEventLog
from adapters.mongodb.client import Client, connect_blocking
from adapters.mongodb.cloud_events import to_cloud_event
from adapters.mongodb.names import LogNames
from adapters.mongodb.transfer import ImportCheck, checked, import_log, undo_import
from adapters.subscriptions_service import falls_under
from domain.aggregate import EVENT_CLASSES, EXTERNAL_PREFIX
from domain.recorded import Damaged, Recorded, UnknownEvent
from domain.topics import topic_modules
from queries.feed import to_integration_event
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_process_log, place_of, settings_of, with_process_log, with_read_models
from yabot.cli.output import (
    Json,
    Report,
    errors,
    facts,
    in_short,
    progress,
    say,
    say_json,
    say_json_line,
)
from yabot.settings import Settings

if TYPE_CHECKING:
    from queries.traces import TraceLine

events = typer.Typer(help="The log: everything that happened, in its one order.", no_args_is_help=True)

BATCH = 1_000
LOOK_SECONDS = 5.0


# --- tail ------------------------------------------------------------------------------------------------------------


@events.command()
def tail(
    data: Data = None,
    json: Json = False,
    last: Annotated[int, typer.Option("-n", "--last", help="How many of the past to show first.", min=0)] = 10,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", help="Go on with what comes.")] = True,
    type: Annotated[str | None, typer.Option(help="Only this type, such as wallet.credited or wallet.*")] = None,
    user: Annotated[str | None, typer.Option(help="Only of this user id.")] = None,
) -> None:
    """Shows the newest events, and those that come, until Ctrl-C."""
    settings = settings_of(data)
    try:
        asyncio.run(_tail(settings, last, follow, _topics(type), user, json))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _topics(type: str | None) -> tuple[str, ...]:
    """The topics that a type stands for; empty for all. Raises typer.BadParameter."""
    if type is None:
        return ()
    topic_modules()
    if type.startswith(EXTERNAL_PREFIX) and not type.endswith("*"):
        return (type,)  # what these are called is up to integrators
    found = tuple(topic for topic in EVENT_CLASSES if falls_under(topic, type))
    if not found:
        raise typer.BadParameter(f"there are no events of the type {type}; docs/domain-events.md has all")
    return found


async def _tail(
    settings: Settings, last: int, follow: bool, topics: tuple[str, ...], user: str | None, json: bool
) -> None:
    def shown(event: Recorded | Damaged) -> bool:
        return user is None or (isinstance(event, Recorded) and event.user_id == user)

    async with opened_process_log(settings) as log:
        head = await log.head()
        past: list[Recorded | Damaged] = []
        until = head
        width = last
        unknown: UnknownEvent | None = None
        while last and until and len(past) < last and unknown is None:  # backwards in growing steps, until enough
            width = min(width * 2, 10_000)
            after = max(0, until - width)
            found, unknown = await _between(log, after, until, topics)
            past, until = [*filter(shown, found), *past], after
        for event in past[-last:] if last else ():
            _show_line(event, json)
        if unknown is not None:
            raise unknown
        after = head
        while follow:
            found = await log.read(after, BATCH, topics)
            for event in filter(shown, found):
                _show_line(event, json)
            after = found[-1].position if found else max(after, head)
            if not found:
                head = await log.wait(after, LOOK_SECONDS)


async def _between(
    log: AsyncEventLog, after: int, until: int, topics: tuple[str, ...]
) -> tuple[list[Recorded | Damaged], UnknownEvent | None]:
    """The events after one position up to another; up to the one that this release does not know, if there is one."""
    found: list[Recorded | Damaged] = []
    try:
        while after < until and (batch := await log.read(after, until - after, topics)):
            found += [each for each in batch if each.position <= until]
            after = batch[-1].position
    except UnknownEvent as unknown:
        return found, unknown if unknown.position <= until else None
    return found, None


def _show_line(event: Recorded | Damaged, json: bool) -> None:
    if json:
        say_json_line(_as_json(event))
    elif isinstance(event, Damaged):
        say(f"{event.position:>9}  DAMAGED  {event.reason}", style="red")
    else:
        line = Text(f"{event.position:>9}  ", style="dim").append(f"{event.timestamp:%Y-%m-%d %H:%M:%S}  ")
        line.append(f"{event.topic:<24} ", style="bold").append(f"{event.stream:<30} ", style="cyan")
        say(line.append(in_short(event.state)))


def _as_json(event: Recorded | Damaged) -> dict[str, Any]:
    if isinstance(event, Damaged):
        return {"position": event.position, "damaged": event.reason, "stream": event.stream, "topic": event.topic}
    return to_integration_event(event).model_dump(mode="json") | {"stream": event.stream, "version": event.version}


# --- show, trace -----------------------------------------------------------------------------------------------------


@events.command()
def show(
    event: Annotated[str, typer.Argument(help="A position or an event id.")], data: Data = None, json: Json = False
) -> None:
    """Shows one event whole: what it says, who caused it, when, from where."""
    from queries.history import find_event

    position = int(event) if event.isdecimal() and len(event) < 16 else None
    if position is None:
        entry = with_read_models(data, find_event, event)
        position = entry.position if entry else 0
    found = with_process_log(data, lambda log: _at(log, position)) if position else None
    if found is None:
        raise Failed(f"there is no event {event}")
    if isinstance(found, Damaged):
        raise Failed(f"position {position} is damaged: {found.reason}")
    whole = {field.name: getattr(found, field.name) for field in fields(found)}
    if json:
        say_json(whole)
        return
    state = whole.pop("state")
    facts(whole)
    say()
    facts(state, indent="  ")


async def _at(log: AsyncEventLog, position: int) -> Recorded | Damaged | None:
    found = await log.read(position - 1, 1) if position <= await log.head() else []
    return found[0] if found else None


@events.command("trace")
def trace_command(
    correlation: Annotated[str, typer.Argument(help="A correlation id; `events show` tells an event's.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Prints all that followed from one cause, as a tree."""
    from queries.traces import trace

    lines = with_read_models(data, trace, correlation)
    if not lines:
        raise Failed(f"there is no event with the correlation id {correlation}")
    if json:
        say_json(lines)
        return
    first = lines[0]
    say(f"{first.occurred_at:%Y-%m-%d %H:%M:%S}Z, by {first.actor} through {first.source}", style="dim")
    for line, branch in zip(lines, _branches(lines), strict=True):
        say(_traced(line, branch))


def _branches(lines: Sequence["TraceLine"]) -> Iterator[str]:
    """What stands before each line of the tree."""
    for place, line in enumerate(lines):
        signs = ""
        for depth in range(1, line.depth + 1):
            later = next((each.depth for each in lines[place + 1 :] if each.depth <= depth), 0)
            goes_on = later == depth
            if depth == line.depth:
                signs += "├─ " if goes_on else "└─ "
            else:
                signs += "│  " if goes_on else "   "
        yield signs


def _traced(line: "TraceLine", branch: str) -> Text:
    text = Text(f"{line.position:>9}  ", style="dim").append(branch, style="dim").append(line.topic, style="bold")
    text.append("  ").append(in_short(line.fields))
    return text.append(f"  ({line.source})", style="dim") if line.source == "reaction" else text


# --- export, import --------------------------------------------------------------------------------------------------


@events.command()
def export(
    output: Annotated[Path | None, typer.Argument(help="File to write; standard output if left out.")] = None,
    data: Data = None,
    after: Annotated[int, typer.Option(help="Begin after this position.", min=0)] = 0,
    json: Json = False,
) -> None:
    """Writes the log as CloudEvents, one JSON object a line. It holds user ids and no personal data."""
    output = None if output == Path("-") else output
    if output is not None and output.exists():
        raise Failed(f"{output} is there already; give the name of a new file")
    with progress(quiet=json or output is None) as report, _written(output) as target:
        count = with_process_log(data, lambda log: _export(log, target, after, report))
    if json and output is not None:
        say_json({"events": count, "file": str(output)})
    elif output is not None:
        say(f"{count:,} events written to {output}")
    elif not json:
        errors.print(f"{count:,} events written", markup=False)


@contextmanager
def _written(output: Path | None) -> Iterator[BinaryIO]:
    """A file that has its name when it is complete, and is gone otherwise."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    aside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with aside.open("xb") as target:
            yield target
        aside.replace(output)
    except OSError as error:
        if error.filename not in (None, str(aside)):
            raise
        raise OSError(error.errno, error.strerror, str(output)) from error  # nobody knows the name aside
    finally:
        aside.unlink(missing_ok=True)


async def _export(log: AsyncEventLog, target: BinaryIO, after: int, report: Report) -> int:
    count = 0
    head = await log.head()
    while after < head:
        documents = await log.read_raw(after, min(BATCH, head - after))
        for document in documents:
            after += 1
            if document["_id"] != after:
                raise Failed(f"position {after} is missing from the log; `yabot doctor` tells more")
            target.write(orjson.dumps(to_cloud_event(document, log.epoch)) + b"\n")
            count += 1
        report("exporting", after, head)
    return count


@events.command("import")
def import_command(
    file: Annotated[
        Path | None, typer.Argument(help="What `events export` wrote.", exists=True, dir_okay=False)
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Clear away what a broken-off import has left.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Makes an export the log of a new, empty store: all of it, or nothing.

    Names (the vault), content and API keys are not in an export. The store keeps an epoch of its own, so cursors of the
    old log are refused. One that was broken off is run again, or undone.
    """
    if undo == (file is not None):
        raise typer.BadParameter("name the file to import, or --undo, one of the two")
    settings = settings_of(data)
    place = place_of(settings)
    topic_modules()
    place.check_migrated()
    names = LogNames(place.database)
    with connect_blocking(place.uri) as client:
        if file is not None:
            count = _import(client, names, file, json)
        else:
            undo_import(client, names)
    if file is None:
        _say_undone(json)
    elif json:
        say_json({"events": count})
    else:
        say(f"{count:,} events imported; the read models follow as soon as `yabot serve` or `yabot dev` runs")


def _import(client: Client, names: LogNames, file: Path, json: bool) -> int:
    with file.open("rb") as lines:
        total = sum(1 for _ in lines)
    with progress(quiet=json) as report, file.open("rb") as lines:
        documents = checked(lines, ImportCheck())
        return import_log(client, names, documents, lambda count: report("importing", count, total))


def _say_undone(json: bool) -> None:
    if json:
        say_json({"undone": True})
    else:
        say("undone: the log is empty, and takes what happens")
