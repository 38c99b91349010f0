"""The feed of events: in pages, one by one, as a stream; and facts that integrators tell."""

import asyncio
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, Field

from adapters.http.cursors import cursor_at, within_log
from adapters.http.event_stream import Follower, event_stream
from adapters.http.requests import Body, Changed, Changes, Fresh, PlainFields, Services, Stored, presented_key, scope
from adapters.http.services import KeyInfo
from commands.external import RecordExternalFact
from domain.aggregate import EVENT_CLASSES, EXTERNAL_PREFIX
from domain.errors import NotFound
from domain.ids import UserId
from domain.recorded import Recorded, UnknownEvent
from queries.feed import IntegrationEvent, event_json
from queries.history import HistoryEntry, find_event

router = APIRouter(prefix="/v1/events", tags=["events"])

SCANNED_AT_ONCE = 1_000
MOST_SCANNED = 20_000
"""How much of the log one page looks through for a user; then it answers what it has, and where to go on."""


def _known(type: str | None) -> str | None:
    """The type, if there may be events of it; what `external.` events are called is up to integrators."""
    if type is not None and type not in EVENT_CLASSES and not type.startswith(EXTERNAL_PREFIX):
        raise ValueError(f"there are no events of the type {type}")
    return type


Type = Annotated[
    str | None,
    Query(max_length=80, description="only events of this type, such as `gift.claimed`; 422 for one that there is not"),
    AfterValidator(_known),
]


class ExternalFact(Body):
    """Something that happened elsewhere. The content registers the types and their fields."""

    type: Annotated[str, Field(pattern=r"^external\.[a-z][a-z0-9_]{0,39}$", examples=["external.stream_watched"])]
    user: Annotated[UserId, Field(max_length=64)] | None = None
    payload: Annotated[PlainFields, Field(examples=[{"minutes": 30}])] = {}


class FeedEvent(IntegrationEvent):
    """An event as it leaves the system. `yabot.damaged` stands for one that can't be read, without a time."""

    timestamp: str | None  # type: ignore[assignment]  # as text, and absent where there is none


class Feed(BaseModel):
    """Events in the order of the log. `next` goes into `after` of the next call, also when nothing is there yet."""

    epoch: str
    items: list[FeedEvent]
    next: str
    head: int


@router.get("", dependencies=[scope("events:read"), Stored], response_model=Feed)
async def list_events(
    app: Services,
    after: Annotated[str | None, Query(max_length=100, description="`next` of the page before, or a position")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    type: Type = None,
    user: Annotated[UserId | None, Query(max_length=64)] = None,
) -> Response:
    """Events in the order of the log, from the first on. `next` goes into `after` of the next call.

    A page may hold fewer than `limit`, or none, and there is more all the same: go on until `next` is at `head`.
    """
    begins, head = await within_log(app, after)  # the head before the reading: what comes later is after `next`
    position = begins or 0
    found: list[orjson.Fragment] = []
    scanned = 0
    while len(found) < limit and scanned < MOST_SCANNED and position < head:
        try:
            events = await app.log.read(
                position, SCANNED_AT_ONCE if user else limit - len(found), (type,) if type else ()
            )
        except UnknownEvent:
            if not scanned:
                raise
            break  # what stands before it is told first; the next page says what is wrong
        for event in events:
            position = event.position
            if user is None or (isinstance(event, Recorded) and event.user_id == user):
                targets = app.target_services(event.topic) if isinstance(event, Recorded) else ()
                found.append(orjson.Fragment(event_json(event, targets)))
                if len(found) == limit:
                    break
        scanned += len(events)
        if not events:
            position = max(position, head)
    page = {
        "epoch": app.log.epoch,
        "items": found,
        "next": cursor_at(app, position),
        "head": max(head, position),
    }
    return Response(orjson.dumps(page), media_type="application/json")


@router.post("")
async def record_external_fact(
    body: ExternalFact, change: Changes, key: Annotated[KeyInfo, scope("events:write")]
) -> Changed:
    """Records a fact in the log; from there it moves missions and reaches every integrator."""
    name = body.type.removeprefix(EXTERNAL_PREFIX)
    return await change.give(RecordExternalFact(name, body.user, body.payload), key)


@router.get(
    "/stream",
    dependencies=[scope("events:read"), Stored],
    response_class=StreamingResponse,
    responses={200: {"description": "Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_events(
    request: Request,
    app: Services,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=100)] = None,
    after: Annotated[str | None, Query(max_length=100, description="as Last-Event-ID, for the first call")] = None,
    type: Type = None,
) -> StreamingResponse:
    """Server-sent events: each event of the log as it is recorded, resumed by `Last-Event-ID`.

    Without either id it begins at the present end of the log. `event:` is the type, `data:` the event as in the feed.
    """
    begins, head = await within_log(app, last_event_id or after)
    closing: asyncio.Event = request.app.state.closing
    return event_stream(Follower(app, head if begins is None else begins, type, closing, presented_key(request)))


@router.get("/{event_id}", dependencies=[scope("events:read"), Fresh])
async def get_event(
    event_id: Annotated[str, Path(description="`event_id` of an event")], app: Services
) -> HistoryEntry:
    """One event by its id, as the audit shows it."""
    found = await app.reads.run(find_event, event_id)
    if found is None:
        raise NotFound("event", event_id)
    return found
