"""The simulator's API and its page, without a browser."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from adapters.telegram.bot_api import Refused
from adapters.telegram.dispatcher import COMMANDS, announce_commands, telegram_bot
from adapters.telegram.simulator import ASSETS, DEMO_USERS, HERE, simulator_router
from commands.wallet import MoveBesitos
from tests.telegram_world import World

USER = {"id": 7_000_001, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
CHAT = {"id": 7_000_001, "type": "private", "first_name": "Lucía"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def http(world: World) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.include_router(simulator_router(world.dispatcher, world.bot, world.telegram))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


def message(update_id: int, text: str) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": 1_772_000_000, "chat": CHAT, "from": USER, "text": text},
    }


async def test_an_update_is_answered_with_the_calls_it_made(http: AsyncClient) -> None:
    answer = await http.post("/sim/api/updates", json=message(1, "/start"))
    assert answer.status_code == 200
    (call,) = answer.json()["calls"]
    assert {"id", "method", "params", "result"} <= call.keys()
    assert (call["method"], call["result"]["chat"]["id"]) == ("sendMessage", CHAT["id"])
    assert "Lucía" in call["result"]["text"]


async def test_a_tap_edits_and_answers(http: AsyncClient) -> None:
    start = (await http.post("/sim/api/updates", json=message(1, "/start"))).json()["calls"][0]["result"]
    data = start["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    tap = {"id": "t1", "from": USER, "chat_instance": "1", "message": start, "data": data}
    calls = (await http.post("/sim/api/updates", json={"update_id": 2, "callback_query": tap})).json()["calls"]
    assert sorted(call["method"] for call in calls) == ["answerCallbackQuery", "editMessageText"]


async def test_later_calls_are_fetched_from_where_one_is(world: World, http: AsyncClient) -> None:
    seen = (await http.post("/sim/api/updates", json=message(1, "/start"))).json()["calls"][-1]["id"]
    user = await world.vault.find(USER["id"])
    assert user is not None
    await world.give(MoveBesitos(user, 5, "premio"), "http:x:1")
    await world.settle()
    later = (await http.get("/sim/api/calls", params={"after": seen, "wait": 1})).json()["calls"]
    assert ["premio" in call["params"]["text"] for call in later] == [True]
    for none in ({"after": later[-1]["id"]}, {"chat": 5}):
        assert (await http.get("/sim/api/calls", params=none)).json()["calls"] == []


async def test_each_answer_names_the_run_as_the_page_does(world: World, http: AsyncClient) -> None:
    assert f'data-session="{world.telegram.name}"' in (await http.get("/sim")).text
    said = await http.post("/sim/api/updates", json=message(1, "/start"))
    heard = await http.get("/sim/api/calls")
    assert said.json()["session"] == heard.json()["session"] == world.telegram.name


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"update_id": 1, "message": {"text": "x"}}', b"\xff\xfe", b"[" * 200_000]
)
async def test_what_is_no_update_is_a_clear_error(world: World, http: AsyncClient, body: bytes) -> None:
    answer = await http.post("/sim/api/updates", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert world.store.events == []


async def test_an_update_that_is_too_long_is_refused(http: AsyncClient) -> None:
    answer = await http.post("/sim/api/updates", json=message(1, "x" * 300_000))
    assert answer.status_code == 413


@pytest.mark.parametrize("query", [{"after": -1}, {"after": "x"}, {"wait": 999}])
async def test_wrong_questions_are_refused(http: AsyncClient, query: dict[str, Any]) -> None:
    assert (await http.get("/sim/api/calls", params=query)).status_code == 422


async def test_the_page_runs_under_a_strict_policy(http: AsyncClient) -> None:
    page = await http.get("/sim")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|javascript:", page.text)
    users = re.search(r"data-users=(['\"])(.*?)\1", page.text)
    assert users is not None
    assert json.loads(unescape(users[2])) == [dict(each) for each in DEMO_USERS]


async def test_the_page_loads_nothing_from_elsewhere(http: AsyncClient) -> None:
    texts = [(await http.get("/sim")).text]
    texts += [(await http.get(f"/sim/static/{name}")).text for name in ASSETS]
    for text in texts:
        assert set(re.findall(r"https?://[^\s\"'<>)]+", text)) <= {"http://www.w3.org/2000/svg"}


async def test_assets_are_served_and_nothing_else(http: AsyncClient) -> None:
    assert {file.name for file in (HERE / "static").iterdir()} == set(ASSETS)
    for name, kind in ASSETS.items():
        answer = await http.get(f"/sim/static/{name}")
        assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, kind)
    for name in ("nope.js", "..%2fsimulator.py", "%2e%2e%2ftexts.py"):
        assert (await http.get(f"/sim/static/{name}")).status_code == 404


async def test_telegram_offers_the_commands_in_both_languages(world: World) -> None:
    await announce_commands(world.bot, world.services.texts)
    told = {call.params.get("language_code"): call.params["commands"] for call in world.telegram.sent("setMyCommands")}
    assert told.keys() == {None, "es", "en"}
    assert [command["command"] for command in told["en"]] == list(COMMANDS)


async def test_the_commands_are_offered_once_telegram_is_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.retrying.backoff", lambda *_: 0.001)
    world.telegram.next_time("setMyCommands", Refused(502, "Bad Gateway"))
    await announce_commands(world.bot, world.services.texts)
    assert len(world.telegram.sent("setMyCommands")) == 3


async def test_the_real_bot_speaks_html_keeps_the_pace_and_can_have_another_server() -> None:
    bot = telegram_bot("42:TOKEN", "http://127.0.0.1:8081")
    assert (bot.id, bot.default.parse_mode) == (42, "HTML")
    assert bot.session.api.api_url("42:TOKEN", "getMe") == "http://127.0.0.1:8081/bot42:TOKEN/getMe"
    await bot.session.close()
