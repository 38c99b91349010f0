"""Cursors of lists: a position, and the log that it belongs to."""

from typing import Annotated

from fastapi import Query

from adapters.http.problems import Problem
from adapters.http.services import ApiServices

MAX_POSITION = 2**63 - 1

Cursor = Annotated[str | None, Query(max_length=100, description="`next` of the page before")]
PageSize = Annotated[int, Query(ge=1, le=500)]


def cursor_at(app: ApiServices, position: int) -> str:
    """The cursor for what lies beyond `position`."""
    return f"{app.log.epoch}:{position}"


def next_cursor(app: ApiServices, position: int | None) -> str | None:
    """The same, None at the end of a list."""
    return None if position is None else cursor_at(app, position)


def position_of(app: ApiServices, cursor: str | None) -> int | None:
    """The position of a cursor, or of a plain number; None for none.

    Raises Problem: 410 for a cursor of a log that was replaced by a restore, 422 for what is no cursor.
    """
    if cursor is None or cursor == "":
        return None
    epoch, _, number = cursor.rpartition(":")
    if not number.isdecimal() or not number.isascii() or len(number) > 19 or int(number) > MAX_POSITION:
        raise Problem(422, "invalid-request", f"{cursor[:80]!r} is no cursor; take one from `next` of an answer")
    if epoch and epoch != app.log.epoch:
        detail = "the log was restored since; positions have other events now: begin again, without a cursor"
        raise Problem(410, "other-epoch", detail, extra={"epoch": app.log.epoch})
    return int(number)


async def within_log(app: ApiServices, cursor: str | None) -> tuple[int | None, int]:
    """The position of a cursor of the feed, and the newest one of the log.

    Raises Problem, as position_of; and 422 for a position that the log has not reached: whoever went on from there
    would miss what is recorded until then.
    """
    position = position_of(app, cursor)
    head = await app.log.head()
    if position is not None and position > head:
        detail = f"the log ends at position {head}, before {position}; go on from `next` of the last answer"
        raise Problem(422, "beyond-head", detail, extra={"epoch": app.log.epoch, "head": head})
    return position, head
