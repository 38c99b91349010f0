"""`yabot state`: an aggregate as it was at any moment."""

from typing import Annotated

import typer

from adapters.mongodb.async_log import AsyncEventLog
from queries.state import StateView, state_of
from yabot.cli.failing import Failed
from yabot.cli.moments import Moment, moment_of
from yabot.cli.opening import Data, with_process_log
from yabot.cli.output import Json, facts, say, say_json, told


def state(
    stream: Annotated[str, typer.Argument(help="Such as wallet:4f0c8a1b2c3d4e5f.")],
    data: Data = None,
    json: Json = False,
    at: Moment = None,
    version: Annotated[int | None, typer.Option(help="A version of the stream.", min=0)] = None,
) -> None:
    """Folds a stream's events up to a moment, and shows what the aggregate then knew."""
    if at is not None and version is not None:
        raise typer.BadParameter("--at and --version exclude each other")
    moment = moment_of(at) if at else None

    async def look(log: AsyncEventLog) -> StateView:
        return await state_of(log, stream, at=moment, version=version)

    view = with_process_log(data, look)
    if version is not None and view.version < version:
        raise Failed(f"{view.stream} is at version {view.version}; it has no version {version}")
    if json:
        say_json(view)
        return
    if view.position is None:
        say(f"{view.stream}: nothing had happened yet", style="dim")
    else:
        say(f"{view.stream}: version {view.version}, position {view.position}, {told(view.modified_at)}", style="dim")
    facts(view.state, indent="  ")
