"""What an admin gives and takes over HTTP besides besitos; missions taken on and stories begun again."""

from datetime import datetime
from typing import Any

import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def post(running: Running, user: str, path: str, body: Any = None, key: str = "", **query: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return await running.client.post(f"/v1/users/{user}/{path}", json=body, headers=headers, params=query)


async def get(running: Running, path: str) -> Any:
    answer = await running.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:yabot:problem:")


async def test_an_admin_puts_things_into_a_mochila_and_takes_them_out(running):
    user, body = await running.register(), {"quantity": 3, "reason": "raffle"}
    given = await running.seen(await post(running, user, "inventory/farolillo/grant", body, "raffle-1"))
    assert given.json()["result"] == {"item": "farolillo", "quantity": 3, "owned": 3, "reason": "raffle"}
    again = await post(running, user, "inventory/farolillo/grant", body, "raffle-1")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (given.json(), "true")
    taken = await running.seen(await post(running, user, "inventory/farolillo/remove", body | {"quantity": 2}))
    assert taken.json()["result"] == {"item": "farolillo", "quantity": 2, "owned": 1, "reason": "raffle"}
    (owned,) = (await get(running, f"/v1/users/{user}/inventory"))["items"]
    assert (owned["item"], owned["quantity"]) == ("farolillo", 1)
    assert refusal(await post(running, user, "inventory/farolillo/remove", body)) == (409, "not-enough-items")
    assert refusal(await post(running, user, "inventory/nada/grant", body)) == (404, "not-found")
    assert refusal(await post(running, "f" * 16, "inventory/farolillo/grant", body)) == (404, "not-found")
    assert (await post(running, user, "inventory/farolillo/grant", {"quantity": 1})).status_code == 422


async def test_an_admin_gives_experience_and_the_levels_that_it_reaches(running):
    user = await running.register()
    given = await running.seen(await post(running, user, "experience", {"amount": 500, "reason": "helped at the fair"}))
    assert given.json()["result"]["total"] == 500
    shown = await get(running, f"/v1/users/{user}")
    assert shown["experience"] == 500 and shown["level"] == given.json()["result"]["level"] > 1
    assert (await post(running, user, "experience", {"amount": -5, "reason": "x"})).status_code == 422
    assert refusal(await post(running, "f" * 16, "experience", {"amount": 5, "reason": "x"})) == (404, "not-found")


async def test_an_admin_gives_an_achievement_once(running):
    user = await running.register()
    achievement = running.application.bus.content.achievements[0]
    given = await running.seen(await post(running, user, "achievements", {"achievement": achievement.id}))
    assert {"achievement": achievement.id, "level": achievement.levels[0].level} in given.json()["result"]["unlocked"]
    again = await post(running, user, "achievements", {"achievement": achievement.id})
    assert again.json() == {"positions": [], "result": {}}
    checked = await post(running, user, "achievements/check")
    assert checked.json() == {"positions": [], "result": {}}
    shown = (await get(running, f"/v1/users/{user}/achievements"))["items"]
    assert next(each for each in shown if each["id"] == achievement.id)["unlocked"]
    assert refusal(await post(running, user, "achievements", {"achievement": "nada"})) == (404, "not-found")


async def test_what_an_admin_gives_is_on_record_with_whose_key_it_was(running):
    user = await running.register()
    answer = await running.seen(await post(running, user, "experience", {"amount": 5, "reason": "test"}))
    (event,) = (await get(running, f"/v1/users/{user}/history?type=level.experience_gained"))["items"]
    assert event["position"] == answer.json()["positions"][0] and event["actor"].startswith("key:")


async def test_a_mission_is_taken_on_once_it_is_open(running):
    user = await running.register()
    dare = next(each for each in running.application.bus.content.missions if each.taken_on)
    assert refusal(await post(running, user, f"missions/{dare.id}/progress", {"progress": 1}))[0] == 409
    assert refusal(await post(running, user, f"missions/{dare.id}/start")) == (409, "mission-needs-missions")
    for first in dare.requires:
        await post(running, user, f"missions/{first}/progress", {"progress": 1_000})
    refused = await post(running, user, f"missions/{dare.id}/progress", {"progress": 1})
    assert refusal(refused) == (409, "mission-not-taken-on")
    begun = await running.seen(await post(running, user, f"missions/{dare.id}/start"))
    assert begun.json()["result"]["mission"] == dare.id
    assert (await post(running, user, f"missions/{dare.id}/start")).json()["result"] == {}
    moved = await running.seen(await post(running, user, f"missions/{dare.id}/progress", {"progress": 1}))
    assert moved.json()["result"]["progress"] == 1
    shown = (await get(running, f"/v1/users/{user}/missions"))["items"]
    mission = next(each for each in shown if each["id"] == dare.id)
    until = datetime.fromisoformat(begun.json()["result"]["expires_at"])
    assert mission["taken_on"] and datetime.fromisoformat(mission["expires_at"]) == until
    assert refusal(await post(running, user, "missions/nada/start")) == (404, "not-found")


async def test_a_story_is_begun_again_once_for_each_place_that_was_left(running):
    user = await running.register()
    choice = {"story": "correo", "choice": 0}
    chosen = await running.seen(await post(running, user, "story/choices", choice))
    turn = chosen.json()["result"]["turn"]
    again = await running.seen(await post(running, user, "story/restart", turn=turn))
    assert (again.json()["result"]["story"], again.json()["result"]["turn"]) == ("correo", turn + 1)
    assert (await get(running, f"/v1/users/{user}/story"))["depth"] == 0
    assert refusal(await post(running, user, "story/restart", turn=turn)) == (409, "place-left")
    assert refusal(await post(running, user, "story/restart", story="nada")) == (404, "not-found")
