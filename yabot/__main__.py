"""The command line: `yabot COMMAND`. Exit codes: 0 done, 1 failed, 2 asked for wrongly, 130 stopped by Ctrl-C."""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from yabot.cli.output import complain

COMMANDS = {
    "dev": "dev",
    "serve": "serve",
    "replay": "replay",
    "projections": "replay",
    "events": "events",
    "state": "state",
    "parked": "parked",
    "user": "people",
    "payments": "payments",
    "import": "moving_in",
    "keys": "doors",
    "admin": "doors",
    "story": "story",
    "content": "content",
    "migrate": "store",
    "doctor": "doctor",
}
"""Each command or group, and the file of `yabot/cli` that has it under its own name (`import_` for `import`)."""


class Commands(TyperGroup):
    """Imports only the file of the command that is run: everything together takes a second or more."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, name: str) -> Any:
        if name not in COMMANDS:
            return None
        found = getattr(import_module(f"yabot.cli.{COMMANDS[name]}"), f"{name}_" if iskeyword(name) else name)
        if isinstance(found, typer.Typer):
            group = found
        else:
            group = typer.Typer()
            group.command(name)(found)
        group._add_completion = False  # the whole program would offer it, not each group
        command = get_command(group)
        command.name = name
        return command


cli = typer.Typer(
    name="yabot",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@cli.callback(epilog="New here? `yabot dev` starts everything; it needs nothing else on this machine.")
def yabot() -> None:
    """The backend of a Telegram community: every besito, mission step and choice is an event that can be replayed."""


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        code = cli(prog_name="yabot", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along, such as `head`, has seen enough. Nothing is left to be said, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        code = _told(error)
        if code is None:
            raise
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: Exception) -> int | None:
    """Says an error that whoever runs us can do something about, and returns the exit code; None for our own faults."""
    from yabot.cli.errors import explain

    explained = explain(error)
    if explained is None:
        return None
    message, code = explained
    if message:
        complain(message)
    return code


if __name__ == "__main__":
    main()
