"""The console's first pages: how the system is, what happened last, and what followed from what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Cookie, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.staticfiles import StaticFiles

from adapters.http.requests import services as api_services
from adapters.http.services import ApiServices
from domain.recorded import Damaged, Recorded
from queries.traces import trace

HERE = Path(__file__).parent
COOKIE = "yabot_console"
LATEST = 25
MAX_TOLD = 160

SessionCookie = Annotated[str | None, Cookie(alias=COOKIE)]


class Session(Protocol):
    """An open session: who acts."""

    @property
    def actor(self) -> str: ...


class NewSession(Session, Protocol):
    """A session just opened, with the token for its cookie."""

    @property
    def token(self) -> str: ...

    @property
    def expires_at(self) -> datetime: ...


class Sessions(Protocol):
    """The console's doors."""

    async def redeem(self, link_token: str) -> NewSession | None: ...

    async def find(self, token: str) -> Session | None: ...

    async def close(self, token: str) -> None: ...


@dataclass(frozen=True)
class TracedLine:
    """One event of a trace; `depth` counts the causes above it."""

    depth: int
    position: int
    topic: str
    what: str
    source: str
    when: datetime


def console_router(
    sessions: Sessions, csrf_token: Callable[[str], str], csrf_matches: Callable[[str, str], bool]
) -> APIRouter:
    """The pages under `/console`, for those who came by a one-time link.

    `csrf_token` makes of a session's token what its forms carry, `csrf_matches` recognises it in constant time.
    """
    router = APIRouter(prefix="/console", include_in_schema=False, default_response_class=HTMLResponse)
    templates = Jinja2Templates(directory=HERE / "templates")
    router.mount("/static", StaticFiles(directory=HERE / "static"), name="console-static")

    async def session_of(token: str | None) -> Session | None:
        return await sessions.find(token) if token else None

    def enter(request: Request, status: int, token: str | None = None, refused: bool = False) -> Response:
        return templates.TemplateResponse(request, "enter.html", {"token": token, "refused": refused}, status)

    @router.get("")
    async def overview(request: Request, token: SessionCookie = None) -> Response:
        session = await session_of(token)
        if session is None or token is None:
            return enter(request, 401)
        page = await _overview(api_services(request))
        page |= {"actor": session.actor, "csrf": csrf_token(token)}
        return templates.TemplateResponse(request, "dashboard.html", page)

    @router.get("/live")
    async def live(request: Request, token: SessionCookie = None) -> Response:
        if await session_of(token) is None:
            return Response(status_code=401)
        return templates.TemplateResponse(request, "live.html", await _overview(api_services(request)))

    @router.get("/traces/{correlation_id}")
    async def traced(request: Request, correlation_id: str, token: SessionCookie = None) -> Response:
        session = await session_of(token)
        if session is None or token is None:
            return enter(request, 401)
        page: dict[str, Any] = {
            "correlation_id": correlation_id,
            "lines": await _traced(api_services(request), correlation_id),
            "actor": session.actor,
            "csrf": csrf_token(token),
        }
        return templates.TemplateResponse(request, "trace.html", page, 200 if page["lines"] else 404)

    @router.get("/login")
    async def ask(request: Request, token: str) -> Response:
        # A GET uses nothing up: chat programs look at links before people do.
        return enter(request, 200, token=token)

    @router.post("/login")
    async def login(request: Request, token: Annotated[str, Form()]) -> Response:
        session = await sessions.redeem(token)
        if session is None:
            return enter(request, 403, refused=True)
        response = RedirectResponse("/console", 303)
        response.set_cookie(
            COOKIE,
            session.token,
            expires=session.expires_at,
            path="/console",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    @router.post("/logout")
    async def logout(request: Request, csrf: Annotated[str, Form()], token: SessionCookie = None) -> Response:
        if token is None or not csrf_matches(token, csrf):
            return enter(request, 403)
        await sessions.close(token)
        response = RedirectResponse("/console", 303)
        response.delete_cookie(COOKIE, path="/console")
        return response

    return router


async def _overview(app: ApiServices) -> dict[str, Any]:
    report = app.health.report()
    head = await app.log.head()
    events = await app.log.read(max(0, head - LATEST), LATEST)
    names = await app.vault.people([event.user_id for event in events if isinstance(event, Recorded) and event.user_id])
    projections = report["projections"]
    return {
        "head": head,
        "lag": max((each.lag for each in projections), default=0),
        "parked": report["parked"],
        "now": app.clock.now(),
        "services": report["services"],
        "projections": projections,
        "events": [_shown(event, names) for event in reversed(events)],
    }


def _shown(event: Recorded | Damaged, people: Mapping[Any, Any]) -> dict[str, Any]:
    if isinstance(event, Damaged):
        return {
            "position": event.position,
            "topic": event.topic or "damaged",
            "what": event.reason,
            "when": None,
            "user_id": None,
            "name": None,
            "correlation_id": "",
        }
    person = people.get(event.user_id)
    return {
        "position": event.position,
        "topic": event.topic,
        "what": _told(event.state),
        "when": event.timestamp,
        "user_id": event.user_id,
        "name": person.first_name if person else None,
        "correlation_id": event.correlation_id,
    }


def _told(fields: Mapping[str, Any]) -> str:
    """The fields in a line; long ones are cut."""
    told = " · ".join(
        f"{name} {value}" for name, value in fields.items() if isinstance(value, str | int | float) and value != ""
    )
    return told if len(told) <= MAX_TOLD else told[: MAX_TOLD - 1] + "…"


async def _traced(app: ApiServices, correlation_id: str) -> list[TracedLine]:
    return [
        TracedLine(line.depth, line.position, line.topic, "", line.source, line.occurred_at)
        for line in await app.reads.run(trace, correlation_id)
    ]
