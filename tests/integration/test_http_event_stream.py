"""Server-sent events over a real socket: in order, resumed, many at once, and in nobody's way at the end."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
from prometheus_client import REGISTRY

from adapters.http import event_stream
from tests.application import Running, bearer, until
from yabot.listening import listen
from yabot.server import HttpServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 20


@asynccontextmanager
async def serving(running: Running) -> AsyncIterator[tuple[HttpServer, httpx.AsyncClient]]:
    """The API on a port of its own, and a client of it."""
    server = HttpServer(running.application.http(), listen("127.0.0.1", 0))
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url, headers=bearer(running.key), timeout=SECONDS) as client:
            yield server, client
    finally:
        await server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(running) as (_, client):
        yield client


async def follow(client: httpx.AsyncClient, last: str | None = None, **params: Any) -> AsyncIterator[dict[str, Any]]:
    """The events of a stream, with their ids, as they come; ends when the server ends it."""
    headers = {"Last-Event-ID": last} if last else {}
    async with client.stream("GET", "/v1/events/stream", headers=headers, params=params) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        event: dict[str, Any] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name in ("id", "event", "data"):
                event[name] = json.loads(value) if name == "data" and value.startswith("{") else value
            elif not line:
                if "data" in event:
                    yield event
                event = {}


async def take(stream: AsyncIterator[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """The next events, which must come soon."""
    async with asyncio.timeout(SECONDS):
        return [await anext(stream) for _ in range(count)]


def followers() -> float:
    return REGISTRY.get_sample_value("yabot_http_event_streams") or 0.0


async def nobody_follows() -> None:
    await until(lambda: followers() == 0)


async def test_a_stream_gives_what_was_and_then_what_comes(running, served):
    user = await running.register()
    head = await running.settled()
    async with aclosing(follow(served, after="0")) as stream:
        past = await take(stream, head)
        assert [each["data"]["position"] for each in past] == list(range(1, head + 1))
        await running.credit(user, 10)
        [new, *_] = await take(stream, 1)
        assert (new["event"], new["data"]["position"]) == ("wallet.credited", head + 1)


async def test_without_a_beginning_it_begins_at_the_end_of_the_log(running, served):
    user = await running.register()
    await running.settled()
    async with aclosing(follow(served)) as stream:
        waiting = asyncio.ensure_future(anext(stream))
        await until(followers)
        await running.credit(user, 10)
        event = await asyncio.wait_for(waiting, SECONDS)
        assert (event["event"], event["data"]["user_id"]) == ("wallet.credited", user)


async def test_who_comes_back_with_the_last_id_misses_nothing_and_sees_nothing_twice(running, served):
    user = await running.register()
    start = str(await running.settled())
    for _ in range(30):
        await running.client.post(f"/v1/users/{user}/wallet/transactions", json={"amount": 1, "reason": "drop by drop"})
    head = await running.settled()
    found: list[dict[str, Any]] = []
    while not found or found[-1]["data"]["position"] < head:
        async with aclosing(follow(served, last=found[-1]["id"] if found else start)) as stream:
            found += await take(stream, min(7, head - (found[-1]["data"]["position"] if found else int(start))))
    assert [each["data"]["position"] for each in found] == list(range(int(start) + 1, head + 1))


async def test_a_type_narrows_the_stream_and_a_rare_event_comes_at_once(running, served):
    user = await running.register()
    await running.settled()
    async with aclosing(follow(served, type="gift.claimed", after=str(await running.settled()))) as stream:
        waiting = asyncio.ensure_future(anext(stream))
        for _ in range(10):
            await running.credit(user, 1)
        began = time.monotonic()
        await running.client.post(f"/v1/users/{user}/daily-gift")
        event = await asyncio.wait_for(waiting, SECONDS)
        assert event["event"] == "gift.claimed"
        assert time.monotonic() - began < 5


async def test_a_damaged_document_comes_in_its_place_and_the_stream_goes_on(running, served, mongo_client):
    await running.register()
    head = await running.settled()
    with running.tampered(mongo_client, head - 1, {"$unset": {"metadata": 1}}):
        async with aclosing(follow(served, after=str(head - 2))) as stream:
            damaged, whole = await take(stream, 2)
    assert (damaged["event"], damaged["data"]["position"], damaged["data"]["payload"]) == (
        "yabot.damaged",
        head - 1,
        {},
    )
    assert whole["data"]["position"] == head


async def test_a_stream_stops_before_what_a_newer_release_wrote_and_says_so(running, served, mongo_client):
    await running.register()
    head = await running.settled()
    with running.tampered(mongo_client, head, {"$set": {"topic": "newer.thing"}}):
        async with aclosing(follow(served, after=str(head - 2))) as stream:
            known, stopped = await take(stream, 2)
            assert await anext(stream, None) is None
        page = await served.get("/v1/events", params={"after": head - 1})
        before = (await served.get("/v1/events", params={"after": head - 2})).json()
    assert [each["position"] for each in before["items"]] == [head - 1], "what stands before it is told first"
    assert before["next"].endswith(f":{head - 1}")
    assert known["data"]["position"] == head - 1
    assert stopped["event"] == "yabot.stopped" and "newer.thing" in stopped["data"]
    problem = page.json()
    assert (page.status_code, problem["type"]) == (500, "urn:yabot:problem:unknown-event")
    assert (problem["position"], problem["topic"], problem["version"]) == (head, "newer.thing", 1)
    assert "run the newer one" in problem["detail"] and "Retry-After" not in page.headers


async def test_many_follow_at_once_and_all_see_the_same(running, served):
    user = await running.register()
    start = await running.settled()
    streams = [follow(served, after=str(start)) for _ in range(20)]
    waiting = [asyncio.ensure_future(take(each, 10)) for each in streams]
    for _ in range(10):
        await running.credit(user, 1)
    seen = await asyncio.gather(*waiting)
    for stream in streams:
        await stream.aclose()
    assert all(each == seen[0] for each in seen)
    assert [each["data"]["position"] for each in seen[0]] == list(range(start + 1, start + 11))


async def test_who_goes_away_leaves_nothing_behind(running, served):
    await nobody_follows()
    tasks = len(asyncio.all_tasks())
    streams = [follow(served, after="0") for _ in range(10)]
    for stream in streams:
        await take(stream, 1)
    assert followers() == 10
    for stream in streams:
        await stream.aclose()
    await nobody_follows()
    await until(lambda: len(asyncio.all_tasks()) <= tasks + 5)


async def test_a_silent_stream_says_that_it_is_alive_and_where_it_is(running, served, monkeypatch):
    monkeypatch.setattr(event_stream, "PING_SECONDS", 0.2)
    head = await running.settled()
    async with served.stream("GET", "/v1/events/stream", params={"type": "referral.rewarded", "after": "0"}) as answer:
        async with asyncio.timeout(SECONDS):
            lines = answer.aiter_lines()
            while (line := await anext(lines)) != ": still here":
                last = line
    assert last.startswith("id: ") and int(last.rpartition(":")[2]) >= head


async def test_a_stream_ends_when_its_key_does(running, served, monkeypatch):
    monkeypatch.setattr(event_stream, "PING_SECONDS", 0.2)
    key = await running.application.stores.keys.create("short", ["events:read"])
    await running.settled()
    async with served.stream("GET", "/v1/events/stream", headers=bearer(key.presented)) as answer:
        await running.application.stores.keys.revoke(key.info.id)
        async with asyncio.timeout(SECONDS):
            assert "event:" not in (await answer.aread()).decode()


async def test_the_server_stops_at_once_though_somebody_follows(running):
    async with serving(running) as (server, client):
        streams = [follow(client, after="0") for _ in range(5)]
        for stream in streams:
            await take(stream, 1)
        began = time.monotonic()
        await server.stop()
        assert time.monotonic() - began < 1.5
        for stream in streams:
            await stream.aclose()
    await nobody_follows()
