"""A reaction once over HTTP and once in Telegram: the same events; and posts with a worth of their own."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.application import Running, running_application
from tests.telegram_places import BOT, WHEN, member

pytestmark = pytest.mark.asyncio(loop_scope="module")

LUCIA = {"id": 7_000_001, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
PLAZA = {"id": -1_001_700_000_001, "type": "supergroup", "title": "La plaza"}
BALCON = {"id": -1_001_700_000_002, "type": "channel", "title": "El balcón"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        for number, place in enumerate((PLAZA, BALCON)):
            change = {"chat": place, "from": LUCIA, "date": WHEN, "old_chat_member": {"user": BOT, "status": "left"}}
            change["new_chat_member"] = member("administrator", "can_edit_messages")
            await update(started, 1 + number, "my_chat_member", change)
        yield started


async def update(running: Running, number: int, kind: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await running.client.post("/sim/api/updates", json={"update_id": number, kind: content})
    assert answer.status_code == 200, answer.text
    await running.settled()
    return answer.json()["calls"]


async def chat(running: Running, kind: str) -> str:
    listed = (await running.client.get("/v1/chats")).json()["items"]
    return next(each["id"] for each in listed if each["kind"] == kind)


async def of_user(running: Running, user: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of the user's reactions and what they gave, but not what followed."""
    items = (await running.client.get("/v1/events", params={"user": user, "limit": 1000})).json()["items"]
    mine = ("reaction.rewarded", "wallet.credited", "level.experience_gained")
    return [(each["event_type"], each["payload"]) for each in items if each["event_type"] in mine]


async def test_a_reaction_is_rewarded_alike_over_http_and_in_telegram(running: Running) -> None:
    oliver, plaza = await running.register(7_000_002, "Oliver"), await chat(running, "supergroup")
    heart = [{"type": "emoji", "emoji": "❤"}]
    seen = {"chat": PLAZA, "message_id": 7, "user": LUCIA, "date": WHEN, "old_reaction": [], "new_reaction": heart}
    await update(running, 10, "message_reaction", seen)
    body = {"chat": plaza, "message_id": 7, "emoji": "❤"}
    posted = await running.client.post(f"/v1/users/{oliver}/reactions", json=body)
    assert posted.json()["result"] == {"besitos": 1, "experience": 1, "total": 1, "hints": [], "balance": 1}
    await running.settled()

    lucia = await running.application.stores.vault.find(LUCIA["id"])
    assert lucia is not None
    first = (await of_user(running, lucia))[:3]
    assert [topic for topic, _ in first] == ["reaction.rewarded", "wallet.credited", "level.experience_gained"]
    assert (await of_user(running, oliver))[:3] == first

    listed = (await running.client.get(f"/v1/users/{oliver}/reactions")).json()["items"]
    assert [(each["chat_id"], each["message_id"], each["emoji"]) for each in listed] == [(plaza, 7, "❤")]
    again = await running.client.post(f"/v1/users/{oliver}/reactions", json=body)
    assert (again.status_code, again.json()["type"]) == (409, "urn:yabot:problem:reaction-rewarded")


async def test_what_one_wrote_oneself_is_not_rewarded(running: Running) -> None:
    message = {"message_id": 9, "date": WHEN, "chat": PLAZA, "from": LUCIA, "text": "Buenas noches, barrio"}
    await update(running, 12, "message", message)
    heart = [{"type": "emoji", "emoji": "❤"}]
    seen = {"chat": PLAZA, "message_id": 9, "user": LUCIA, "date": WHEN, "old_reaction": [], "new_reaction": heart}
    await update(running, 13, "message_reaction", seen)
    lucia = await running.application.stores.vault.find(LUCIA["id"])
    listed = (await running.client.get(f"/v1/users/{lucia}/reactions")).json()["items"]
    assert 9 not in [each["message_id"] for each in listed]


async def test_a_post_that_is_marked_over_http_gets_its_button_from_the_bot(running: Running) -> None:
    balcon = await chat(running, "channel")
    post = {"message_id": 30, "date": WHEN, "chat": BALCON, "sender_chat": BALCON, "text": "Hoy hay verbena"}
    await update(running, 20, "channel_post", post)

    marked = await running.client.post(f"/v1/chats/{balcon}/posts", json={"message_id": 30, "besitos": 5})
    assert marked.is_success, marked.text
    await running.settled()

    calls = (await running.client.get("/sim/api/calls", params={"chat": BALCON["id"]})).json()["calls"]
    (put,) = [call for call in calls if call["method"] == "editMessageReplyMarkup"]
    button = put["result"]["reply_markup"]["inline_keyboard"][0][0]
    tap = {"id": "t1", "from": LUCIA, "chat_instance": "1", "message": put["result"], "data": button["callback_data"]}
    answers = [call for call in await update(running, 21, "callback_query", tap) if call["params"].get("text")]
    assert "+5" in answers[0]["params"]["text"]
    listed = (await running.client.get(f"/v1/chats/{balcon}/posts")).json()["items"]
    assert [(each["besitos"], each["rewarded"]) for each in listed] == [(5, 1)]


async def test_a_post_leads_to_a_question_that_was_opened_over_http(running: Running) -> None:
    balcon = await chat(running, "channel")
    post = {"message_id": 40, "date": WHEN, "chat": BALCON, "sender_chat": BALCON, "text": "¿Quién sabe?"}
    await update(running, 40, "channel_post", post)
    trivia = (await running.client.post("/v1/trivia", json={"language": "es"})).json()["result"]["trivia"]

    linked = await running.client.post(f"/v1/chats/{balcon}/quizzes", json={"message_id": 40, "trivia": trivia})
    assert linked.is_success, linked.text
    await running.settled()

    calls = (await running.client.get("/sim/api/calls", params={"chat": BALCON["id"]})).json()["calls"]
    put = [call["result"] for call in calls if call["method"] == "editMessageReplyMarkup"][-1]
    assert put["message_id"] == 40
    assert put["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"?start=quiz_{trivia}")
    listed = (await running.client.get(f"/v1/chats/{balcon}/posts")).json()["items"]
    assert [each["trivia"] for each in listed if each["message_id"] == 40] == [trivia]


async def test_what_can_not_be_rewarded_is_told(running: Running) -> None:
    user, plaza = await running.register(), await chat(running, "supergroup")
    balcon = await chat(running, "channel")
    for path, body, status in (
        (f"/v1/users/{user}/reactions", {"chat": "c0ffee0000000000", "message_id": 1, "emoji": "❤"}, 404),
        (f"/v1/users/{user}/reactions", {"chat": plaza, "message_id": 0, "emoji": "❤"}, 422),
        (f"/v1/users/{user}/reactions", {"chat": plaza, "message_id": 1, "emoji": "❤", "author": user}, 409),
        (f"/v1/chats/{plaza}/posts", {"message_id": 1, "besitos": 5_000}, 422),
        (f"/v1/chats/{plaza}/posts", {"message_id": 1, "besitos": 5, "hint": "none"}, 404),
        (f"/v1/chats/{plaza}/quizzes", {"message_id": 1, "trivia": "none"}, 422),
        (f"/v1/chats/{balcon}/quizzes", {"message_id": 1, "trivia": "none"}, 404),
    ):
        answer = await running.client.post(path, json=body)
        assert (path, answer.status_code) == (path, status), answer.text
    assert (await running.client.get("/v1/chats/c0ffee0000000000/posts")).status_code == 404
    reader = await running.key_for("read", "write")
    refused = await running.client.post(
        f"/v1/chats/{plaza}/posts", json={"message_id": 1, "besitos": 5}, headers=reader
    )
    assert refused.status_code == 403


async def test_an_administrator_gives_a_role_and_takes_it(running: Running) -> None:
    user = await running.register()
    given = await running.client.post("/v1/admin/roles", json={"user": user, "role": "moderator"})
    await running.seen(given)
    assert (await running.client.get(f"/v1/users/{user}")).json()["roles"] == ["moderator"]
    await running.seen(await running.client.delete(f"/v1/admin/roles/{user}/moderator"))
    assert (await running.client.get(f"/v1/users/{user}")).json()["roles"] == []
    assert (await running.client.post("/v1/admin/roles", json={"user": user, "role": "king"})).status_code == 422
