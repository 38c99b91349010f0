"""The audit: a user's history, their state as of any moment, and what followed from what."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.problems import Problem
from adapters.http.requests import Fresh, Moment, Services, Stored, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import ApiServices
from domain.achievements import Achievements
from domain.daily_gift import GiftStreak
from domain.errors import NotFound
from domain.levels import Level
from domain.membership import Membership
from domain.mochila import Mochila
from domain.users import User
from domain.wallet import Wallet
from queries.history import HistoryEntry, history
from queries.state import StateView, state_of
from queries.traces import TraceLine, trace

router = APIRouter(prefix="/v1", tags=["audit"])

auditing = [scope("events:read"), Fresh]

SHOWN = (User, Wallet, GiftStreak, Level, Membership, Mochila, Achievements)
"""What makes up a user's state: the streams that there is one of for each."""


class History(BaseModel):
    """Events, the newest first; `next` goes into `cursor`, None at the end. `epoch` names the log."""

    epoch: str
    items: list[HistoryEntry]
    next: str | None


class State(BaseModel):
    """A user's aggregates by name, each as it was at the moment asked for."""

    at: str | None
    streams: dict[str, StateView]


class Trace(BaseModel):
    """All events of one correlation: each, then what it caused. `depth` counts the causes above one."""

    correlation_id: str
    items: list[TraceLine]


@router.get("/users/{user_id}/history", dependencies=auditing)
async def get_history(
    user_id: UserInPath,
    app: Services,
    type: Annotated[str | None, Query(max_length=80, description="a topic, or `wallet.*`")] = None,
    since: Annotated[Moment | None, Query(alias="from", description="included")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="not included")] = None,
    actor: Annotated[str | None, Query(max_length=80)] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> History:
    """Everything that happened to a user, the newest first."""
    await known_user(app, user_id)
    before = position_of(app, cursor)
    page = await app.reads.run(
        history, user_id, type=type, since=since, until=until, actor=actor, before=before, limit=limit
    )
    return History(epoch=app.log.epoch, items=list(page.items), next=next_cursor(app, page.next))


@router.get("/users/{user_id}/state", dependencies=[scope("events:read"), Stored])
async def get_state(
    user_id: UserInPath,
    app: Services,
    at: Annotated[
        str | None, Query(max_length=100, description="a time (ISO 8601 with zone) or a position of the log")
    ] = None,
) -> State:
    """The user's aggregates as of a moment, folded from the log itself. 404 before their registration."""
    moment = _moment(app, at)
    views = {kind.stream().split(":")[0]: await state_of(app.log, kind.stream(user_id), at=moment) for kind in SHOWN}
    if views["user"].version == 0:
        raise NotFound("user", user_id)
    return State(at=at, streams=views)


def _moment(app: ApiServices, at: str | None) -> datetime | int | None:
    if not at:
        return None
    if at.isdecimal() or at.startswith(f"{app.log.epoch}:"):
        return position_of(app, at)
    wanted = "at: a position, or a time with its zone, such as 2026-03-01T12:00:00Z"
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))  # a plus that was not encoded arrives as a blank
        if moment.tzinfo is None:
            raise Problem(422, "invalid-request", wanted)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Problem(422, "invalid-request", wanted) from None


@router.get("/traces/{correlation_id}", dependencies=auditing)
async def get_trace(
    correlation_id: Annotated[str, Path(description="`X-Correlation-ID` of an answer, or an event's")], app: Services
) -> Trace:
    """The tree of all that followed from one request, or one tap in Telegram."""
    lines = await app.reads.run(trace, correlation_id)
    if not lines:
        raise NotFound("trace", correlation_id)
    return Trace(correlation_id=correlation_id, items=lines)
