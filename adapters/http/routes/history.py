"""The audit: a user's history, their state as of any moment, and what followed from what."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from adapters.http.cursors import cursor_at, position_of
from adapters.http.problems import Problem
from adapters.http.requests import Fresh, Services, scope
from adapters.http.routes.users import known_user
from domain.achievements import Achievements
from domain.daily_gift import GiftStreak
from domain.errors import NotFound
from domain.ids import UserId
from domain.levels import Level
from domain.membership import Membership
from domain.mochila import Mochila
from domain.users import User
from domain.wallet import Wallet
from queries.history import history
from queries.state import state_of
from queries.traces import trace

router = APIRouter(prefix="/v1", tags=["audit"])

auditing = [Depends(scope("events:read")), Fresh]

SHOWN = (User, Wallet, GiftStreak, Level, Membership, Mochila, Achievements)
"""What makes up a user's state: the streams that there is one of for each."""


@router.get("/users/{user_id}/history", dependencies=auditing)
async def user_history(
    user_id: UserId,
    app: Services,
    type: Annotated[str | None, Query(max_length=80, description="a topic, or `wallet.*`")] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    actor: Annotated[str | None, Query(max_length=80)] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """Everything that happened to a user, the newest first."""
    await known_user(app, user_id)
    before = position_of(app, cursor)
    page = await app.reads.run(
        history, user_id, type=type, since=since, until=until, actor=actor, before=before, limit=limit
    )
    return {
        "epoch": app.log.epoch,
        "items": [asdict(each) for each in page.items],
        "next": cursor_at(app, page.next) if page.next is not None else None,
    }


@router.get("/users/{user_id}/state", dependencies=[Depends(scope("events:read"))])
async def state(
    user_id: UserId,
    app: Services,
    at: Annotated[str | None, Query(description="a time (ISO 8601 with zone) or a position of the log")] = None,
) -> dict[str, Any]:
    """The user's aggregates as of a moment, folded from the log itself."""
    moment = _moment(app, at)
    views = {kind.stream().split(":")[0]: await state_of(app.log, kind.stream(user_id), at=moment) for kind in SHOWN}
    if views["user"].version == 0:
        raise NotFound("user", user_id)
    return {"at": at, "streams": {name: asdict(view) for name, view in views.items()}}


def _moment(app: Services, at: str | None) -> datetime | int | None:
    if at is None:
        return None
    if ":" not in at or at.startswith(app.log.epoch):
        return position_of(app, at)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Problem(422, "invalid-request", "at: a position, or a time such as 2026-03-01T12:00:00Z")
    return moment


@router.get("/traces/{correlation_id}", dependencies=auditing)
async def traced(correlation_id: str, app: Services) -> dict[str, Any]:
    """The tree of all events with this correlation id; `depth` counts the causes above one."""
    lines = await app.reads.run(trace, correlation_id)
    if not lines:
        raise NotFound("trace", correlation_id)
    return {"correlation_id": correlation_id, "items": [asdict(line) for line in lines]}
