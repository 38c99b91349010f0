"""The simulator: a chat page over the real dispatcher, for development only. It lets anybody be anybody.

`POST /sim/api/updates` takes a Telegram Update and answers with the Bot API calls that handling it made; calls made
later (notifications) are at `GET /sim/api/calls?after=<id>`.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape

from adapters.telegram.intake import Intake, MalformedUpdate, parse_update
from adapters.telegram.session import SimulatorSession

HERE = Path(__file__).parent
LONGEST_POLL = 25.0
MAX_UPDATE = 256 * 1024
"""Bytes of an Update; Telegram's own stay far below."""
ASSETS = {
    "simulator.js": "text/javascript",
    "chat.js": "text/javascript",
    "poll.js": "text/javascript",
    "place.js": "text/javascript",
    "simulator.css": "text/css",
    "icon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

DEMO_USERS: tuple[Mapping[str, Any], ...] = (
    {"id": 7_000_001, "first_name": "Lucía", "language_code": "es", "color": "rose"},
    {"id": 7_000_002, "first_name": "Oliver", "language_code": "en", "color": "sky"},
    {"id": 7_000_003, "first_name": "Mateo", "language_code": "es", "color": "amber"},
)
"""Who sits in front of the simulator's phones."""

DEMO_PLACES: tuple[Mapping[str, Any], ...] = (
    {"id": -1_007_000_001, "kind": "supergroup", "title": "La plaza", "color": "violet"},
    {"id": -1_007_000_002, "kind": "channel", "title": "El balcón", "color": "teal"},
)
"""The group and the channel that they meet in. The bot is in neither until somebody adds it."""


class Simulator:
    """What the page talks to."""

    def __init__(self, dispatcher: Dispatcher, bot: Bot, session: SimulatorSession) -> None:
        self.bot, self.session = bot, session
        self.intake = Intake(dispatcher, bot)

    async def handle(self, raw: Any) -> list[dict[str, Any]]:
        """Handles an update as Telegram would deliver it. Returns the calls that it made. Raises MalformedUpdate.

        One that can't be decided now answers with its notice at once, and is handled when the store is back.
        """
        update = parse_update(raw, self.bot)
        self.session.seen(raw)
        with self.session.collecting() as calls:
            await self.intake.handle_or_hold(update)
        return [call.as_json() for call in calls]


def simulator_router(dispatcher: Dispatcher, bot: Bot, session: SimulatorSession) -> APIRouter:
    """The page `/sim`, its assets and its API."""
    simulator = Simulator(dispatcher, bot, session)

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        yield
        await simulator.intake.close()

    router = APIRouter(prefix="/sim", include_in_schema=False, lifespan=lifespan)
    pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())

    @router.get("")
    async def page() -> HTMLResponse:
        html = pages.get_template("simulator.html").render(
            users=DEMO_USERS, places=DEMO_PLACES, bot=session.me, session=session.name
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})

    @router.post("/api/updates")
    async def updates(request: Request) -> Response:
        body = await request.body()
        if len(body) > MAX_UPDATE:
            return _wrong(413, f"an Update has at most {MAX_UPDATE} bytes")
        try:
            raw = await request.json()
        except (ValueError, RecursionError):  # the latter: nested too deeply
            return _wrong(400, "the body is not JSON")
        try:
            return JSONResponse({"calls": await simulator.handle(raw)})
        except MalformedUpdate as error:
            return _wrong(400, str(error))

    @router.get("/api/calls")
    async def calls(
        after: int = Query(0, ge=0), wait: float = Query(0.0, ge=0, le=LONGEST_POLL), chat: int | None = None
    ) -> dict[str, Any]:
        found = await session.wait_for_calls(after, wait)
        return {"calls": [call.as_json() for call in found if chat is None or call.chat_id == chat]}

    @router.get("/static/{name}")
    async def asset(name: str) -> Response:
        if name not in ASSETS:
            return _wrong(404, "no such file")
        return FileResponse(HERE / "static" / name, media_type=ASSETS[name], headers={"Cache-Control": "no-cache"})

    return router


def _wrong(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, status_code=status)
