"""`yabot dev`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from yabot.cli.output import Json, progress, say, say_json_line
from yabot.dev import USERS, DevOptions, run_dev
from yabot.logs import configure_logging
from yabot.loop import run
from yabot.running import DEV_FILE
from yabot.settings import load_settings


def dev(
    data: Annotated[
        Path | None,
        typer.Option(
            help="Keep the data in this folder, or YABOT_DATA_DIR; else it is removed at the end.", file_okay=False
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port of pages and API, or YABOT_HTTP_PORT, or 8000; 0 takes a free one.", min=0, max=65535),
    ] = None,
    no_demo: Annotated[bool, typer.Option("--no-demo", help="Begin with an empty community.")] = False,
    demo_users: Annotated[int, typer.Option(help="Members of the demo community.", min=1, max=100_000)] = USERS,
    json: Json = False,
) -> None:
    """A whole community on this machine: servers, bot, simulator, console, API, with a month of history."""
    settings = load_settings()
    configure_logging(settings.log_format, level=settings.log_level or "WARNING")
    kept = data or (settings.data_dir if "data_dir" in settings.model_fields_set else None)
    options = DevOptions(kept, settings.http_port if port is None else port, 0 if no_demo else demo_users)
    with progress(quiet=json) as report:

        def day(done: int, total: int) -> None:
            report("living through a month", done, total)

        run(run_dev(settings, options, say_json_line if json else _welcome, day))


def _welcome(facts: dict[str, Any]) -> None:
    say(
        f"""
YABOT is ready, {facts["seconds"]} s after its start.

  Chat       {facts["simulator_url"]}
  Console    {facts["admin_link"]}
  API        {facts["docs_url"]}

Try next, in another terminal (what you do in the chat shows up at once):

  export YABOT_DATA_DIR={facts["data"]}
  .venv/bin/yabot events tail
  .venv/bin/yabot projections
  .venv/bin/yabot replay --verify

All this, and an API key for scripts, stands in {facts["data"]}/{DEV_FILE}.
Ctrl-C stops it all.
"""
    )
