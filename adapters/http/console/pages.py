"""The console's pages: how the system is, what happened last, what followed from what, who somebody is, and a section
for each topic that an administrator looks at daily."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Cookie, Form, HTTPException, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from adapters.http.console.sections.registry import SECTIONS
from adapters.http.console.tables import brief
from adapters.http.console.views import earlier, meant_by, overview, portrait, traced
from adapters.http.cursors import MAX_POSITION
from adapters.http.requests import services as api_services
from domain.ids import UserId

HERE = Path(__file__).parent
ASSETS = {"console.css": "text/css", "console.js": "text/javascript"}
COOKIE = "yabot_console"

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

    async def opens(self, link_token: str) -> bool: ...

    async def redeem(self, link_token: str) -> NewSession | None: ...

    async def find(self, token: str) -> Session | None: ...

    async def close(self, token: str) -> None: ...


def console_router(
    sessions: Sessions, csrf_token: Callable[[str], str], csrf_matches: Callable[[str, str], bool]
) -> APIRouter:
    """The pages under `/console`, for those who came by a one-time link.

    `csrf_token` makes of a session's token what its forms carry, `csrf_matches` recognises it in constant time.
    """
    router = APIRouter(prefix="/console", include_in_schema=False, default_response_class=HTMLResponse)
    templates = Jinja2Templates(directory=HERE / "templates")
    templates.env.filters["brief"] = brief

    async def session_of(token: str | None) -> Session | None:
        return await sessions.find(token) if token else None

    def enter(request: Request, status: int, token: str | None = None, refused: bool = False) -> Response:
        return templates.TemplateResponse(request, "enter.html", {"token": token, "refused": refused}, status)

    async def page(request: Request, token: str | None, template: str, show: Any) -> Response:
        """The page for those who are in, the door for all others. `show` is awaited only for the former."""
        session = await session_of(token)
        if session is None or token is None:
            return enter(request, 401)
        content: dict[str, Any] = await show()
        status = content.pop("status", 200)
        content |= {"actor": session.actor, "csrf": csrf_token(token), "sections": list(SECTIONS)}
        return templates.TemplateResponse(request, template, content, status)

    async def nothing(request: Request, token: str | None, what: str) -> Response:
        async def show() -> dict[str, Any]:
            return {"what": what, "status": 404}

        return await page(request, token, "nothing.html", show)

    @router.get("")
    async def dashboard(request: Request, token: SessionCookie = None) -> Response:
        async def show() -> dict[str, Any]:
            return await overview(api_services(request)) | {"name": "overview"}

        return await page(request, token, "dashboard.html", show)

    @router.get("/live")
    async def live(request: Request, token: SessionCookie = None) -> Response:
        if await session_of(token) is None:
            return Response(status_code=401)
        return templates.TemplateResponse(request, "live.html", await overview(api_services(request)))

    @router.get("/events")
    async def events(
        request: Request,
        before: Annotated[int, Query(ge=1, le=MAX_POSITION)] = MAX_POSITION,
        token: SessionCookie = None,
    ) -> Response:
        async def show() -> dict[str, Any]:
            return await earlier(api_services(request), before)

        return await page(request, token, "older.html", show)

    @router.post("/search")
    async def search(
        request: Request,
        q: Annotated[str, Form(max_length=100)] = "",
        csrf: Annotated[str, Form()] = "",
        token: SessionCookie = None,
    ) -> Response:
        # Not a GET: a Telegram id is nothing for the address bar, nor for a log of requests.
        if token is None or not csrf_matches(token, csrf) or await session_of(token) is None:
            return enter(request, 401)
        if found := await meant_by(api_services(request), q.strip()):
            return RedirectResponse(f"/console/users/{found}", 303)
        return await nothing(request, token, "Nobody is known by that: a user id, a referral code or a Telegram id.")

    @router.get("/traces/{correlation_id}")
    async def trace(request: Request, correlation_id: str, token: SessionCookie = None) -> Response:
        async def show() -> dict[str, Any]:
            lines = await traced(api_services(request), correlation_id)
            return {"correlation_id": correlation_id, "lines": lines, "status": 200 if lines else 404}

        return await page(request, token, "trace.html", show)

    @router.get("/users/{user_id}")
    async def user(
        request: Request,
        user_id: str,
        before: Annotated[int | None, Query(ge=1, le=MAX_POSITION)] = None,
        token: SessionCookie = None,
    ) -> Response:
        async def show() -> dict[str, Any]:
            found = await portrait(api_services(request), UserId(user_id), before)
            return {"user_id": user_id, "user": found, "status": 200 if found else 404}

        return await page(request, token, "user.html", show)

    @router.get("/sections/{name}")
    async def section(
        request: Request,
        name: str,
        before: Annotated[int | None, Query(ge=1, le=MAX_POSITION)] = None,
        token: SessionCookie = None,
    ) -> Response:
        async def show() -> dict[str, Any]:
            if name not in SECTIONS:
                return {"page": None, "name": name, "status": 404}
            return {"page": await SECTIONS[name](api_services(request), before), "name": name, "before": before}

        return await page(request, token, "tables.html", show)

    @router.get("/static/{name}")
    async def asset(name: str) -> Response:
        if name not in ASSETS:
            raise HTTPException(404, "no such file")
        return FileResponse(HERE / "static" / name, media_type=ASSETS[name], headers={"Cache-Control": "no-cache"})

    @router.get("/login")
    async def ask(request: Request, token: str = "") -> Response:
        # A GET uses nothing up: chat programs look at links before people do.
        if token and not await sessions.opens(token):
            return enter(request, 403, refused=True)
        return enter(request, 200, token=token)

    @router.post("/login")
    async def login(request: Request, token: Annotated[str, Form()] = "") -> Response:
        # A foreign page must not let anybody in as somebody else.
        ours = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        session = await sessions.redeem(token) if ours and token else None
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
    async def logout(request: Request, csrf: Annotated[str, Form()] = "", token: SessionCookie = None) -> Response:
        if token is None or not csrf_matches(token, csrf):
            return enter(request, 403)
        await sessions.close(token)
        response = RedirectResponse("/console/login", 303)
        response.delete_cookie(COOKIE, path="/console", httponly=True, samesite="strict")
        return response

    @router.get("/{rest:path}")
    async def elsewhere(request: Request, rest: str, token: SessionCookie = None) -> Response:
        if rest.startswith("static/"):
            raise HTTPException(404, "no such file")
        return await nothing(request, token, "The console has no such page.")

    return router
