"""The command line: `yabot COMMAND`. Exit codes: 0 done, 1 failed, 2 asked for wrongly."""

import sys

import typer

from adapters.content import ContentError
from adapters.embedded.errors import ServerUnavailable
from adapters.mongodb.migrations import MigrationBusy, MigrationChanged, StoreNewer, StoreNotMigrated
from adapters.mongodb.vault_crypto import VaultKeyWrong
from adapters.sqlite.migrate import NewerStore, Unmigrated
from commands.ports import StoreUnavailable
from domain.errors import DomainError
from domain.recorded import UnknownEvent
from yabot.cli.dev import dev
from yabot.cli.doors import admin, keys
from yabot.cli.events import events
from yabot.cli.output import errors
from yabot.cli.parked import parked
from yabot.cli.people import user
from yabot.cli.replay import projections, replay
from yabot.cli.serve import serve
from yabot.cli.state import state
from yabot.cli.store import doctor, migrate
from yabot.cli.writing import content
from yabot.server import PortTaken
from yabot.settings import WrongSetting

TOLD = (
    ContentError,
    DomainError,
    FileExistsError,
    MigrationBusy,
    MigrationChanged,
    NewerStore,
    PortTaken,
    ServerUnavailable,
    StoreNewer,
    StoreNotMigrated,
    StoreUnavailable,
    UnknownEvent,
    Unmigrated,
    VaultKeyWrong,
)
"""Errors whose message says what to do: one line, no traceback."""

cli = typer.Typer(
    name="yabot",
    help="The backend of a Telegram community: every besito, mission step and choice is an event that can be replayed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (dev, serve, replay, projections, state, migrate, doctor):
    cli.command()(command)
for name, group in {
    "events": events,
    "parked": parked,
    "user": user,
    "keys": keys,
    "admin": admin,
    "content": content,
}.items():
    cli.add_typer(group, name=name)


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        cli()
    except WrongSetting as wrong:
        errors.print(str(wrong), style="red", markup=False)
        sys.exit(2)
    except TOLD as error:
        errors.print(str(error), style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
