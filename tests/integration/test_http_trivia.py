"""Trivia over HTTP."""

import httpx
import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def put(running: Running, **body: object) -> httpx.Response:
    return await running.client.post("/v1/trivia", json={"language": "es", "seconds": 600, **body})


async def answer(running: Running, trivia: str, user: str, option: int) -> httpx.Response:
    return await running.client.post(f"/v1/trivia/{trivia}/answers", json={"user": user, "option": option})


async def test_a_question_is_put_listed_and_answered_once(running):
    user = await running.register()
    opened = await put(running, question="quijote")
    trivia = opened.json()["result"]["trivia"]
    await running.seen(opened)
    listed = (await running.client.get("/v1/trivia")).json()["items"]
    told = next(each for each in listed if each["id"] == trivia)
    assert told["text"] == "¿Quién escribió el «Quijote»?"
    assert (told["right"], told["explanation"]) == (None, None)
    right = told["options"].index("Miguel de Cervantes")

    answered = await answer(running, trivia, user, right)
    assert (
        answered.json()["result"] | {"correct": True, "paid": True, "besitos": 3, "right": right}
        == answered.json()["result"]
    )
    again = await answer(running, trivia, user, right)
    assert (again.status_code, again.json()["type"]) == (409, "urn:yabot:problem:trivia-already-answered")

    await running.seen(answered)
    score = (await running.client.get(f"/v1/users/{user}/trivia")).json()
    assert score == {"answers": 1, "right": 1, "streak": 1, "best": 1, "besitos": 3}
    assert (await running.client.get(f"/v1/trivia/{trivia}")).json()["answers"] == 1


async def test_a_user_asks_for_a_question_and_is_not_told_what_is_right(running):
    user = await running.register()
    asked = await running.client.post(f"/v1/users/{user}/trivia")
    assert asked.status_code == 200
    assert "order" not in asked.json()["result"]
    waiting = await running.client.post(f"/v1/users/{user}/trivia")
    assert (waiting.status_code, waiting.json()["type"]) == (409, "urn:yabot:problem:trivia-waiting")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "nothing"}, 404),
        ({"seconds": 4}, 422),
        ({"seconds": 2_628_001}, 422),
        ({"language": "fr"}, 422),
        ({"colour": "red"}, 422),
    ],
)
async def test_what_can_not_be_put_is_refused(running, body, status):
    assert (await put(running, **body)).status_code == status


async def test_a_question_that_is_none_is_not_found(running):
    user = await running.register()
    assert (await running.client.get("/v1/trivia/nothing")).status_code == 404
    assert (await answer(running, "nothing", user, 0)).status_code == 404
    assert (await answer(running, "nothing", user, 12)).status_code == 422
