"""`yabot events`: the log as it is."""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from domain.recorded import Damaged, Recorded
from queries.feed import json_safe, to_integration_event
from queries.history import find_event
from queries.traces import TraceLine, trace
from yabot.cli.opening import Data, opened_stores, settings_of, with_read_models, with_stores
from yabot.cli.output import Json, console, errors, say_json, say_json_line
from yabot.settings import Settings
from yabot.stores import Stores

events = typer.Typer(help="The log: everything that happened, in its one order.", no_args_is_help=True)

BATCH = 1_000


@events.command()
def tail(
    data: Data = None,
    json: Json = False,
    last: Annotated[int, typer.Option("-n", help="How many of the past to show first.", min=0)] = 10,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", help="Go on with what comes.")] = True,
    type: Annotated[str | None, typer.Option(help="Only this type, such as wallet.credited.")] = None,
) -> None:
    """Shows the newest events, and those that come, until Ctrl-C."""
    settings = settings_of(data)
    try:
        asyncio.run(_tail(settings, last, follow, (type,) if type else (), json))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _tail(settings: Settings, last: int, follow: bool, topics: tuple[str, ...], json: bool) -> None:
    async with opened_stores(settings) as stores:
        log = stores.process_log.async_log
        after = max(0, await log.head() - last)
        while True:
            found = await log.read(after, BATCH, topics)
            for event in found:
                after = event.position
                say_json_line(_as_json(event)) if json else _print(event)
            if not found:
                if not follow:
                    return
                await log.wait(await log.head() if topics else after, timeout=5)


def _as_json(event: Recorded | Damaged) -> dict[str, Any]:
    if isinstance(event, Damaged):
        return {"position": event.position, "damaged": event.reason, "stream": event.stream, "topic": event.topic}
    return to_integration_event(event).model_dump(mode="json")


def _print(event: Recorded | Damaged) -> None:
    if isinstance(event, Damaged):
        console.print(f"{event.position:>9}  DAMAGED  {event.reason}", style="red", markup=False)
        return
    told = " ".join(f"{name}={json_safe(value)}" for name, value in event.state.items() if not _long(value))
    console.print(
        f"{event.position:>9}  {event.timestamp:%Y-%m-%d %H:%M:%S}  {event.topic:<26} {event.stream:<32} {told}",
        markup=False,
    )


def _long(value: object) -> bool:
    return isinstance(value, str) and len(value) > 80


@events.command()
def show(
    event: Annotated[str, typer.Argument(help="A position or an event id.")], data: Data = None, json: Json = False
) -> None:
    """Shows one event whole."""
    if event.isdecimal():
        found: Any = with_stores(data, lambda stores, _: _at(stores, int(event)))
    else:
        entry = with_read_models(data, find_event, event)
        found = asdict(entry) if entry else None
    if found is None:
        errors.print(f"there is no event {event}", style="red", markup=False)
        raise typer.Exit(1)
    if json:
        say_json(found)
        return
    for name, value in found.items():
        console.print(f"{name:<16} {json_safe(value)}", markup=False)


async def _at(stores: Stores, position: int) -> dict[str, Any] | None:
    found = await stores.process_log.async_log.read(position - 1, 1)
    if not found or found[0].position != position:
        return None
    event = found[0]
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


@events.command("trace")
def trace_command(correlation: str, data: Data = None, json: Json = False) -> None:
    """Prints all that followed from one cause, as a tree."""
    lines = with_read_models(data, trace, correlation)
    if not lines:
        errors.print(f"there is no event with the correlation id {correlation}", style="red", markup=False)
        raise typer.Exit(1)
    if json:
        say_json(lines)
        return
    for line in lines:
        console.print(_traced(line), markup=False)


def _traced(line: TraceLine) -> str:
    told = " ".join(f"{name}={json_safe(value)}" for name, value in line.fields.items() if not _long(value))
    return f"{line.position:>9}  {'   ' * line.depth}{'└─ ' if line.depth else ''}{line.topic}  {told}  ({line.source})"


@events.command()
def export(
    output: Annotated[Path | None, typer.Argument(help="File to write; standard output if left out.")] = None,
    data: Data = None,
    after: Annotated[int, typer.Option(help="Begin after this position.", min=0)] = 0,
) -> None:
    """Writes the log as CloudEvents, one JSON object a line."""
    count = with_stores(data, lambda stores, _: _export(stores, output, after))
    errors.print(f"{count} events written", markup=False)


async def _export(stores: Stores, output: Path | None, after: int) -> int:
    log, count = stores.process_log.async_log, 0
    target = output.open("w", encoding="utf-8") if output else sys.stdout
    try:
        while found := await log.read(after, BATCH):
            for event in found:
                after, count = event.position, count + 1
                target.write(_cloud_event(event, log.epoch) + "\n")
    finally:
        if output:
            target.close()
    return count


def _cloud_event(event: Recorded | Damaged, epoch: str) -> str:
    if isinstance(event, Damaged):
        raise typer.BadParameter(f"position {event.position} is damaged: {event.reason}")
    told = to_integration_event(event)
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": told.event_id,
            "source": f"urn:yabot:{epoch}",
            "type": told.event_type,
            "subject": event.stream,
            "time": told.model_dump()["timestamp"],
            "datacontenttype": "application/json",
            "yabotposition": event.position,
            "yabotversion": event.version,
            "correlationid": event.correlation_id,
            "causationid": event.causation_id,
            "data": told.payload,
        }
    ).decode()
