"""The feed of events: in pages, one by one, as a stream; and facts that integrators tell."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from adapters.http.cursors import cursor_at, position_of
from adapters.http.problems import Problem
from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.services import ApiServices, KeyInfo
from commands.external import RecordExternalFact
from domain.aggregate import EXTERNAL_PREFIX
from domain.errors import NotFound
from domain.ids import UserId
from domain.recorded import Damaged, Recorded
from queries.feed import IntegrationEvent, to_integration_event
from queries.history import find_event

router = APIRouter(prefix="/v1/events", tags=["events"])

reading = [Depends(scope("events:read"))]

SCANNED_AT_ONCE = 1_000
MOST_SCANNED = 20_000
"""How much of the log one page looks through for a user; then it answers what it has, and where to go on."""

PING_SECONDS = 15


class ExternalFact(BaseModel):
    """Something that happened elsewhere. The content registers the types and their fields."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(pattern=r"^external\.[a-z][a-z0-9_]{0,39}$")]
    user: UserId | None = None
    payload: dict[str, Any] = {}


@router.get("", dependencies=reading)
async def page(
    app: Services,
    after: Annotated[str | None, Query(description="`next` of the page before, or a position")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    type: Annotated[str | None, Query(max_length=80)] = None,
    user: Annotated[UserId | None, Query(max_length=64)] = None,
) -> dict[str, Any]:
    """Events in the order of the log. `next` goes into `after` of the next call, also when nothing is there yet."""
    position = position_of(app, after) or 0
    found: list[dict[str, Any]] = []
    scanned = 0
    while len(found) < limit and scanned < MOST_SCANNED:
        wanted = SCANNED_AT_ONCE if user else limit - len(found)
        events = await app.log.read(position, wanted, (type,) if type else ())
        if not events:
            position = max(position, await app.log.head()) if type and not found else position
            break
        scanned += len(events)
        for event in events:
            position = event.position
            if user is None or (isinstance(event, Recorded) and event.user_id == user):
                found.append(_as_json(app, event))
                if len(found) == limit:
                    break
    return {
        "epoch": app.log.epoch,
        "items": found,
        "next": cursor_at(app, position),
        "head": await app.log.head(),
    }


@router.post("")
async def tell(
    body: ExternalFact, change: Changes, key: Annotated[KeyInfo, Depends(scope("events:write"))]
) -> dict[str, Any]:
    """Records a fact in the log; from there it moves missions and reaches every integrator."""
    name = body.type.removeprefix(EXTERNAL_PREFIX)
    return await change.give(RecordExternalFact(name, body.user, body.payload), key)


@router.get("/stream", dependencies=reading, response_class=EventSourceResponse)
async def stream(
    request: Request,
    app: Services,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
    after: str | None = None,
    type: Annotated[str | None, Query(max_length=80)] = None,
) -> EventSourceResponse:
    """Server-sent events: each event of the log as it is recorded, resumed by `Last-Event-ID`.

    Without either id it begins at the present end of the log.
    """
    begins = position_of(app, last_event_id or after)
    if begins is None:
        begins = await app.log.head()
    return EventSourceResponse(_follow(request, app, begins, type), ping=PING_SECONDS)


async def _follow(
    request: Request, app: ApiServices, position: int, type: str | None
) -> AsyncIterator[ServerSentEvent]:
    while not await request.is_disconnected():
        events = await app.log.read(position, SCANNED_AT_ONCE, (type,) if type else ())
        for event in events:
            position = event.position
            data = IntegrationEvent.model_validate(_as_json(app, event)).model_dump_json()
            kind = event.topic or "yabot.damaged"
            yield ServerSentEvent(data, event=kind, id=cursor_at(app, position))
        if not events:
            await asyncio.sleep(0)
            await app.log.wait(await app.log.head() if type else position, PING_SECONDS)


@router.get("/{event_id}", dependencies=[*reading, Fresh])
async def one(event_id: str, app: Services) -> dict[str, Any]:
    """One event by its id."""
    found = await app.reads.run(find_event, event_id)
    if found is None:
        raise NotFound("event", event_id)
    return asdict(found)


def _as_json(app: ApiServices, event: Recorded | Damaged) -> dict[str, Any]:
    if isinstance(event, Damaged):
        raise Problem(500, "internal", f"the event at position {event.position} is damaged: {event.reason}")
    return to_integration_event(event, app.target_services(event.topic)).model_dump(mode="json")
