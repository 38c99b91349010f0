"""The whole program in the test's own process and event loop, on the session's servers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
from bson.int64 import Int64
from fastapi import APIRouter, FastAPI
from pymongo import MongoClient

from adapters.http.scopes import SCOPES
from domain.ids import UserId
from tests.settings import settings_of
from yabot.application import Application
from yabot.bot import start_bots


@dataclass(frozen=True)
class Running:
    """A started application, its ASGI app, and a client which has a key with all scopes and reads its own writes."""

    application: Application
    app: FastAPI
    client: httpx.AsyncClient
    key: str

    async def key_for(self, *scopes: str, name: str = "test") -> dict[str, str]:
        """The header of a new key with these scopes, of the client of that name; `client` is "test" itself."""
        return bearer((await self.application.stores.keys.create(name, scopes)).presented)

    async def register(self, telegram_id: int | None = None, first_name: str = "Ana", **fields: Any) -> UserId:
        """A registered user, whom reads know too: somebody new, unless they are named."""
        body = {"telegram_id": telegram_id or next(_STRANGERS), "first_name": first_name, **fields}
        answer = await self.client.post("/v1/users", json=body)
        assert answer.status_code in (200, 201), answer.text
        await self.seen(answer)
        return UserId(answer.json()["result"]["id"])

    async def credit(self, user_id: str, amount: int) -> None:
        """Gives besitos."""
        body = {"amount": amount, "reason": "test"}
        await self.seen(await self.client.post(f"/v1/users/{user_id}/wallet/transactions", json=body))

    async def seen(self, answer: httpx.Response) -> httpx.Response:
        """`answer` itself, once the read models include what it recorded."""
        assert answer.is_success, answer.text
        if "X-Event-Position" in answer.headers:
            await self.application.reads.wait_for(int(answer.headers["X-Event-Position"]), 10)
        return answer

    @contextmanager
    def tampered(self, client: MongoClient[dict[str, Any]], position: int, change: dict[str, Any]) -> Iterator[None]:
        """The log with one stored document changed by this MongoDB update, behind everybody's back."""
        events = client[self.application.stores.place.database]["events"]
        whole = events.find_one({"_id": Int64(position)})
        assert whole is not None
        update = {"q": {"_id": Int64(position)}, "u": change}
        events.database.command("update", "events", updates=[update], bypassDocumentValidation=True)
        try:
            yield
        finally:
            events.replace_one({"_id": Int64(position)}, whole)

    async def settled(self) -> int:
        """Waits until reactions and rows have followed the log to its end; that position."""
        await self.application.subscriptions.settled(20)
        head = await self.application.stores.process_log.async_log.head()
        await self.application.reads.wait_for(head, 10)
        return head


_STRANGERS = count(5_000_000)


async def until(look: Callable[[], object], within: float = 20.0) -> None:
    """Returns when `look()` is true; fails after `within` seconds."""
    deadline = monotonic() + within
    while not (value := look()):
        assert monotonic() < deadline, f"still {value!r} after {within} s"
        await asyncio.sleep(0.01)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@asynccontextmanager
async def running_application(
    mongodb_uri: str,
    folder: Path,
    *,
    redis_url: str | None = None,
    with_simulator: bool = False,
    extra: Sequence[APIRouter] = (),
    scopes: Iterable[str] = tuple(SCOPES),
    **options: Any,
) -> AsyncIterator[Running]:
    """The program, started, with its API at the end of `client`; `options` are those of Application."""
    application = Application(settings_of(mongodb_uri, folder, redis_url=redis_url), **options)
    await application.start(migrating=True)
    try:
        application.start_publisher()
        routers = [*extra, *(start_bots(application, simulated=True) if with_simulator else [])]
        await application.start_notifications()
        app = application.http(routers)
        key = (await application.stores.keys.create("test", scopes)).presented
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://test", headers=bearer(key), timeout=30) as client,
        ):
            yield Running(application, app, client, key)
    finally:
        await application.stop()
