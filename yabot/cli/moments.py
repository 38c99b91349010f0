"""A moment of the log, as it is typed."""

from datetime import datetime
from typing import Annotated

import typer

Moment = Annotated[
    str | None, typer.Option(help="A position, or a time with its zone, such as 2026-03-01T12:00Z.", metavar="MOMENT")
]


def moment_of(text: str) -> datetime | int:
    """A position or a time with a zone. Raises typer.BadParameter."""
    if text.isdecimal():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is neither a position nor a time such as 2026-03-01T12:00Z") from None
    if moment.tzinfo is None:
        told = moment.isoformat(timespec="auto" if moment.second or moment.microsecond else "minutes")
        raise typer.BadParameter(f"{text} needs a zone: {told}Z, or {told}-06:00")
    return moment
