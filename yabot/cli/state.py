"""`yabot state`: an aggregate as it was at any moment."""

from datetime import datetime
from typing import Annotated

import typer

from queries.state import StateView, state_of
from yabot.cli.opening import Data, with_stores
from yabot.cli.output import Json, console, say_json
from yabot.settings import Settings
from yabot.stores import Stores


def state(
    stream: Annotated[str, typer.Argument(help="Such as wallet:4f0c8a1b2c3d4e5f.")],
    data: Data = None,
    json: Json = False,
    at: Annotated[str | None, typer.Option(help="A time (ISO 8601, with zone) or a position.")] = None,
    version: Annotated[int | None, typer.Option(help="A version of the stream.", min=0)] = None,
) -> None:
    """Folds a stream's events up to a moment, and shows what the aggregate then knew."""
    moment = moment_of(at) if at else None

    async def look(stores: Stores, _: Settings) -> StateView:
        return await state_of(stores.process_log.async_log, stream, at=moment, version=version)

    view = with_stores(data, look)
    if json:
        say_json(view)
        return
    console.print(f"{view.stream} at version {view.version} (position {view.position})", markup=False)
    for name, value in view.state.items():
        console.print(f"  {name:<20} {value}", markup=False)


def moment_of(text: str) -> datetime | int:
    """A position or a time with a zone. Raises typer.BadParameter."""
    if text.isdecimal():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is neither a position nor a time") from None
    if moment.tzinfo is None:
        raise typer.BadParameter("the time needs a zone, such as 2026-03-01T12:00:00Z")
    return moment
