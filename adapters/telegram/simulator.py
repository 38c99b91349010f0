"""The simulator: a chat page over the real dispatcher, for development only. It lets anybody be anybody.

`POST /sim/api/updates` takes a Telegram Update and answers with the Bot API calls that handling it made; calls made
later (notifications) are at `GET /sim/api/calls?after=<id>`. Both name the `session`: where it is another than
before, the program was started again: the ids of calls begin anew, those of messages go on far after the earlier ones.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from aiogram import Bot, Dispatcher
from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from pydantic import BaseModel

from adapters.telegram.door_session import NotLetIn
from adapters.telegram.file_session import MAX_FETCHED
from adapters.telegram.intake import Intake, MalformedUpdate, parse_update
from adapters.telegram.session import SimulatorSession
from adapters.telegram.star_session import Bill, NotPaid

HERE = Path(__file__).parent
LONGEST_POLL = 25.0
MAX_UPDATE = 256 * 1024
"""Bytes of an Update; Telegram's own stay far below."""
ASSETS = {
    "simulator.js": "text/javascript",
    "chat.js": "text/javascript",
    "poll.js": "text/javascript",
    "place.js": "text/javascript",
    "telegram.js": "text/javascript",
    "simulator.css": "text/css",
    "icon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

DEMO_USERS: tuple[Mapping[str, Any], ...] = (
    {"id": 7_000_001, "first_name": "Lucía", "username": "lucia_sim", "language_code": "es", "color": "rose"},
    {"id": 7_000_002, "first_name": "Oliver", "username": "oliver_sim", "language_code": "en", "color": "sky"},
    {"id": 7_000_003, "first_name": "Mateo", "username": "mateo_sim", "language_code": "es", "color": "amber"},
)
"""Who sits in front of the simulator's phones."""

DEMO_PLACES: tuple[Mapping[str, Any], ...] = (
    {"id": -1_007_000_001, "kind": "supergroup", "title": "La plaza", "color": "violet"},
    {"id": -1_007_000_002, "kind": "channel", "title": "El balcón", "color": "teal"},
)
"""The group and the channel that they meet in. The bot is in neither until somebody adds it."""


class Paying(BaseModel):
    """Somebody pays the invoice in a message of the bot's, or behind a link. `payer` is a Telegram User."""

    payer: dict[str, Any]
    message_id: int = 0
    link: str | None = None


class Changing(BaseModel):
    """What becomes of a subscription, named by its first charge."""

    charge: str
    does: Literal["renew", "canceled", "active"]


class Asking(BaseModel):
    """Somebody asks to join the chat that a link leads into. `asker` is a Telegram User."""

    asker: dict[str, Any]
    link: str


class Simulator:
    """What the page talks to."""

    def __init__(self, dispatcher: Dispatcher, bot: Bot, session: SimulatorSession) -> None:
        self.bot, self.session = bot, session
        self.intake = Intake(dispatcher, bot)
        self._last_update = 0
        self._telling: set[asyncio.Task[Any]] = set()
        session.stars.tell = self._tell

    async def handle(self, raw: Any) -> list[dict[str, Any]]:
        """Handles an update as Telegram would deliver it. Returns the calls that it made. Raises MalformedUpdate.

        One that can't be decided now answers with its notice at once, and is handled when the store is back.
        """
        update = parse_update(raw, self.bot)
        self.session.seen(raw)
        with self.session.calls.collecting() as calls:
            await self.intake.handle_or_hold(update)
        return [call.as_json() for call in calls]

    async def pay(self, payer: dict[str, Any], bill: Bill) -> dict[str, Any]:
        """Pays a bill as Telegram does it: the bot is asked, the Stars are taken, the bot is told.

        Returns the calls, and `message`, which tells of the payment. Raises NotPaid.
        """
        query_id, checkout = self.session.stars.checkout(payer, bill)
        calls = await self.handle(self._update(checkout))
        paid = self.session.stars.pay(query_id, payer, bill)
        return await self._told_of(payer, paid, calls)

    async def renew(self, charge: str) -> dict[str, Any]:
        """The next payment of a subscription. Raises NotPaid."""
        payer = self.session.stars.charges[charge].payer
        return await self._told_of(payer, self.session.stars.renew(charge), [])

    async def change_subscription(self, charge: str, state: str) -> dict[str, Any]:
        """Its subscriber cancels it in Telegram's settings (`canceled`), or takes that back (`active`)."""
        return {"calls": await self.handle(self._update(self.session.stars.change(charge, state)))}

    async def ask(self, asker: dict[str, Any], link: str) -> dict[str, Any]:
        """Somebody follows a link into a chat: the bot is told that they ask to join. Raises NotLetIn."""
        about = self.session.asks(asker["id"], link)
        request = {"from": asker, "user_chat_id": asker["id"], "date": int(self.session.clock.now().timestamp())}
        calls = await self.handle(self._update({"chat_join_request": about | request}))
        return {"calls": calls, "chat": about["chat"]}

    async def close(self) -> None:
        """Stops waiting for the store, and for what Telegram tells by itself."""
        await self.told()
        await self.intake.close()

    async def told(self) -> None:
        """Returns when the bot has been told all that Telegram tells by itself."""
        while self._telling:
            await asyncio.gather(*self._telling)

    async def _told_of(
        self, payer: dict[str, Any], paid: dict[str, Any], calls: list[dict[str, Any]]
    ) -> dict[str, Any]:
        message = self._message(payer, {"successful_payment": paid})
        return {"calls": [*calls, *await self.handle(self._update({"message": message}))], "message": message}

    def _tell(self, content: dict[str, Any]) -> None:
        """Brings a message that nobody wrote."""
        payer = content.pop("from")
        task = asyncio.create_task(self.handle(self._update({"message": self._message(payer, content)})))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def _message(self, payer: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """A service message in somebody's chat with the bot."""
        return {
            "message_id": self.session.last_message_in(payer["id"]) + 1,
            "date": int(self.session.clock.now().timestamp()),
            "chat": {"id": payer["id"], "type": "private", "first_name": payer["first_name"]},
            "from": payer,
            **content,
        }

    def _update(self, content: dict[str, Any]) -> dict[str, Any]:
        """An update with an id of our own: by the clock, so that no run of the simulator repeats another's."""
        self._last_update = max(self._last_update + 1, int(self.session.clock.now().timestamp() * 1_000_000))
        return {"update_id": self._last_update, **content}


def simulator_router(dispatcher: Dispatcher, bot: Bot, session: SimulatorSession) -> APIRouter:
    """The page `/sim`, its assets and its API."""
    simulator = Simulator(dispatcher, bot, session)

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        yield
        await simulator.close()

    router = APIRouter(prefix="/sim", include_in_schema=False, lifespan=lifespan)
    pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())

    @router.get("")
    async def page() -> HTMLResponse:
        html = pages.get_template("simulator.html").render(
            users=DEMO_USERS, places=DEMO_PLACES, bot=session.me, session=session.name, after=session.numbered_after
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
            return JSONResponse({"calls": await simulator.handle(raw), "session": session.name})
        except MalformedUpdate as error:
            return _wrong(400, str(error))

    @router.post("/api/files")
    async def files(request: Request, name: str = Query(min_length=1, max_length=200)) -> Response:
        body = await request.body()
        if len(body) > MAX_FETCHED:
            return _wrong(413, f"a file that bots can fetch has at most {MAX_FETCHED} bytes")
        return JSONResponse({"document": session.files.attach(body, name)})

    @router.post("/api/payments")
    async def payments(payment: Paying) -> Response:
        stars = session.stars
        try:
            if payment.link is not None:
                bill: Bill | None = stars.linked(payment.link)
            else:
                bill = stars.bill_in(payment.payer["id"], payment.message_id)
            if bill is None:
                return _wrong(404, "there is no invoice in that message")
            return JSONResponse(await simulator.pay(payment.payer, bill))
        except NotPaid as refused:
            return _wrong(402, str(refused))

    @router.post("/api/subscriptions")
    async def subscriptions(change: Changing) -> Response:
        if change.charge not in session.stars.charges:
            return _wrong(404, "there is no such charge")
        try:
            if change.does == "renew":
                return JSONResponse(await simulator.renew(change.charge))
            return JSONResponse(await simulator.change_subscription(change.charge, change.does))
        except NotPaid as refused:
            return _wrong(402, str(refused))

    @router.post("/api/requests")
    async def requests(asking: Asking) -> Response:
        try:
            return JSONResponse(await simulator.ask(asking.asker, asking.link))
        except NotLetIn as refused:
            return _wrong(403, str(refused))

    @router.get("/api/calls")
    async def calls(
        after: int = Query(0, ge=0), wait: float = Query(0.0, ge=0, le=LONGEST_POLL), chat: int | None = None
    ) -> dict[str, Any]:
        found = await session.calls.wait(after, wait)
        told = [call.as_json() for call in found if chat is None or call.chat_id == chat]
        return {"calls": told, "session": session.name}

    @router.get("/api/photos/{file_id}")
    async def photo(file_id: str) -> Response:
        if (found := session.photos.find(file_id)) is None:
            return _wrong(404, "no such photo")
        data, picture = found
        return Response(data, media_type=picture.media_type, headers={"Cache-Control": "private, max-age=3600"})

    @router.get("/static/{name}")
    async def asset(name: str) -> Response:
        if name not in ASSETS:
            return _wrong(404, "no such file")
        return FileResponse(HERE / "static" / name, media_type=ASSETS[name], headers={"Cache-Control": "no-cache"})

    return router


def _wrong(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, status_code=status)
