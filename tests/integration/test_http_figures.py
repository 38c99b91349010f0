"""What analysts and admins look at: who there is, besitos by source and sink, days, choices in the story."""

import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_everybody_is_listed_page_by_page(running: Running) -> None:
    wanted = {await running.register() for _ in range(5)}
    found, after = [], None
    while True:
        page = (
            await running.client.get("/v1/admin/users", params={"limit": 2, **({"after": after} if after else {})})
        ).json()
        found += [each["user_id"] for each in page["items"]]
        assert len(page["items"]) <= 2
        if (after := page["next"]) is None:
            break
    assert found == sorted(set(found)) and wanted <= set(found)


async def test_the_community_in_figures(running: Running) -> None:
    user = await running.register()
    before = (await running.client.get("/v1/admin/stats")).json()
    await running.credit(user, 70)
    url = f"/v1/users/{user}/wallet/transactions"
    await running.seen(await running.client.post(url, json={"amount": -20, "reason": "Two raffle tickets"}))
    await running.seen(await running.client.post(f"/v1/users/{user}/daily-gift"))
    await running.settled()
    after = (await running.client.get("/v1/admin/stats")).json()
    assert after["users"] == before["users"] >= 1
    assert after["content"]["hash"] == running.application.bus.content.hash
    wallet = (await running.client.get(f"/v1/users/{user}/wallet")).json()
    assert after["besitos"] - before["besitos"] == wallet["available"]
    flows = {each["reason"]: each for each in after["flows"]}
    earlier = {each["reason"]: each for each in before["flows"]}

    def grown(reason: str, side: str) -> int:
        return int(flows[reason][side] - earlier.get(reason, {side: 0})[side])

    assert (grown("test", "earned"), grown("other", "spent"), grown("daily_gift", "earned")) == (70, 20, 10)
    assert sum(each["earned"] - each["spent"] for each in after["flows"]) == after["besitos"]
    assert all(each["users"] > 0 for each in after["achievements"])


async def test_days_of_a_user_and_of_the_community(running: Running) -> None:
    user = await running.register()
    await running.seen(await running.client.post(f"/v1/users/{user}/daily-gift"))
    await running.settled()
    [day] = (await running.client.get(f"/v1/users/{user}/activity")).json()["items"]
    assert (day["besitos_earned"] >= 10, day["events"] > 0) == (True, True)
    days = (await running.client.get("/v1/activity", params={"from": day["day"], "to": day["day"]})).json()["items"]
    assert [each["day"] for each in days] == [day["day"]] and days[0]["active_users"] >= 1
    gone = {"from": "2001-01-01", "to": "2001-01-31"}
    assert (await running.client.get("/v1/activity", params=gone)).json() == {"items": []}
    assert (await running.client.get(f"/v1/users/{user}/activity", params=gone)).json() == {"items": []}


@pytest.mark.parametrize(
    "span",
    [
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2020-01-01", "to": "2026-01-01"},
        {"from": "yesterday"},
        {"from": "9999-12-31"},
        {"to": "2026-02-30"},
    ],
)
async def test_a_span_of_days_that_is_none_is_refused(running: Running, span: dict[str, str]) -> None:
    answer = await running.client.get("/v1/activity", params=span)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:invalid-request")


async def test_the_choices_of_a_reader_are_listed_with_the_newest_first(running: Running) -> None:
    user = await running.register()
    assert (await running.client.get(f"/v1/users/{user}/story/progress")).json() == {"items": []}
    for _ in range(3):
        body = {"story": "correo", "choice": 0}
        await running.seen(await running.client.post(f"/v1/users/{user}/story/choices", json=body))
    [progress] = (await running.client.get(f"/v1/users/{user}/story/progress")).json()["items"]
    assert (progress["story"], progress["choices"], progress["ended"]) == ("correo", 3, False)
    url = f"/v1/users/{user}/story/choices"
    first = (await running.client.get(url, params={"limit": 2, "story": "correo"})).json()
    rest = (await running.client.get(url, params={"cursor": first["next"]})).json()
    depths = [each["depth"] for each in [*first["items"], *rest["items"]]]
    assert (depths, rest["next"]) == ([3, 2, 1], None)
    assert "\ue000" not in str([first, rest])
