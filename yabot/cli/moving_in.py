"""`yabot import`: members who come from another system."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from adapters.members_file import NAME, Fault, MembersFile, counted_faults, decoded, read_members
from adapters.moving_in import Moved, MovingVan, said_in
from adapters.spanish import in_spanish
from yabot.cli.failing import Failed
from yabot.cli.language import Language, spoken_here
from yabot.cli.opening import Data, with_stores
from yabot.cli.output import Json, Report, complain, progress, say, say_json
from yabot.clock import SystemClock
from yabot.community import bus_of
from yabot.settings import Settings
from yabot.stores import Stores

import_ = typer.Typer(help="Moving in from another system.", no_args_is_help=True)

SHOWN = 50
"""Faults that are told to people; JSON has all of them."""


@import_.callback()
def _group() -> None:
    """Moving in from another system."""


@import_.command()
def members(
    file: Annotated[Path, typer.Argument(help="A CSV file; see docs/moving-in.md.", exists=True, dir_okay=False)],
    name: Annotated[
        str | None,
        typer.Option("--name", help="What the import is called, in the reason of every amount; else as the file."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is wrong, and what would be done.")] = False,
    language: Language = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Brings in members with their points, levels and VIP. Safe to repeat: what was imported is not imported again.

    A file with faults is not imported at all. Names go to the vault only; every amount is recorded with its source.
    """
    called = name or _plain(file.stem)
    if not NAME.fullmatch(called):
        raise typer.BadParameter("--name: small letters, digits, - and _, at most 40")
    said = in_spanish if spoken_here(language) == "es" else str
    with progress(quiet=json) as report:
        text, encoding = decoded(file.read_bytes())
        moved = with_stores(data, lambda stores, settings: _run(stores, settings, text, called, dry_run, report))
    moved = said_in(said, moved)
    if json:
        say_json({"name": called, "encoding": encoding, "dry_run": dry_run, **_as_json(moved)})
    else:
        _tell(moved, called, encoding, dry_run, said)
    if moved.faults or moved.refused:
        raise Failed("")


async def _run(stores: Stores, settings: Settings, text: str, name: str, dry_run: bool, report: Report) -> Moved:
    clock = SystemClock()
    bus = await bus_of(settings, stores, clock)
    file: MembersFile = read_members(text, bus.content, clock.now())
    van = MovingVan(bus, stores.vault, stores.process_log.async_log, name, actor="admin:cli")
    return await (van.look(file) if dry_run else van.move(file, report))


def _plain(stem: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in stem.lower()).strip("-")[:40]


def _as_json(moved: Moved) -> dict[str, object]:
    return {name: getattr(moved, name) for name in Moved.__slots__}


def _tell(moved: Moved, name: str, encoding: str, dry_run: bool, said: Callable[[str], str]) -> None:
    """`moved` is in the language of `said` already."""
    for note in moved.notes[:SHOWN]:
        say(note, style="dim")
    for fault in [*moved.faults, *moved.refused][:SHOWN]:
        complain(f"{said(_place(fault))}: {fault.reason}")
    if (more := len(moved.faults) + len(moved.refused) - SHOWN) > 0:
        complain(said(f"… and {more} more; --json has all of them"))
    if moved.faults:
        by_column = Counter(fault.column or said("the line") for fault in moved.faults)
        worst = ", ".join(f"{column}: {count}" for column, count in by_column.most_common(5))
        faults = counted_faults(len(moved.faults))
        complain(said(f"{faults} ({worst}). Nothing is imported until the file has none."))
        return
    members = "1 member" if moved.members == 1 else f"{moved.members:,} members"
    say(said(f"{members} in {encoding}, {moved.besitos:,} besitos; the bot knew {moved.known:,} before"))
    if moved.refused:
        complain(said(_refused(len(moved.refused), dry_run)))
    for warning in moved.warnings:
        complain(warning)
    imported, repeated = f"{moved.imported:,}", f"{moved.repeated:,}"
    if dry_run:
        nothing = f"{repeated} would change nothing, since it has them"
        say(said(f"{imported} would be imported as import:{name}; {nothing}. This was a dry run."))
    else:
        say(said(f"{imported} imported as import:{name}, {repeated} had been before"))


def _refused(count: int, dry_run: bool) -> str:
    lines = "1 line" if count == 1 else f"{count:,} lines"
    if dry_run:
        return f"{lines} would be refused, and change nothing."
    return f"{lines} {'was' if count == 1 else 'were'} refused, and changed nothing."


def _place(fault: Fault) -> str:
    return f"line {fault.line}" + (f", {fault.column}" if fault.column else "")
