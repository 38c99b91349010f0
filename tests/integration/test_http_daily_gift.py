"""The streak over HTTP: freezes, and a repair by an admin only."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_freeze_is_bought_and_read(running):
    user = await running.register()
    url = f"/v1/users/{user}/daily-gift"
    assert (await running.client.post(f"{url}/freezes")).json()["type"] == "urn:yabot:problem:streak-not-running"
    await running.client.post(url)
    assert (await running.client.post(f"{url}/freezes")).status_code == 402
    await running.credit(user, 100)
    bought = await running.seen(await running.client.post(f"{url}/freezes"))
    assert (bought.json()["result"]["price"], bought.json()["result"]["freezes"]) == (40, 1)
    assert (await running.client.get(url)).json()["freezes"] == 1


async def test_a_repair_needs_an_admin_and_a_reason_and_is_in_the_history(running):
    user = await running.register()
    url = f"/v1/users/{user}/daily-gift"
    await running.client.post(url)
    body = {"reason": "outage on Monday", "streak": 12}
    for headers, status in ((await running.key_for("read", "write"), 403), (await running.key_for("admin"), 200)):
        answer = await running.client.post(f"{url}/repairs", json=body, headers=headers)
        assert answer.status_code == status
    await running.seen(answer)
    assert (await running.client.get(url)).json()["streak"] == 12
    history = (await running.client.get(f"/v1/users/{user}/history", params={"type": "gift.streak_repaired"})).json()
    (line,) = history["items"]
    assert line["actor"].startswith("key:")
    again = await running.client.post(f"{url}/repairs", json=body)
    assert (again.status_code, again.json()["type"]) == (409, "urn:yabot:problem:nothing-to-repair")
    assert (await running.client.post(f"{url}/repairs", json={"streak": 3})).status_code == 422
