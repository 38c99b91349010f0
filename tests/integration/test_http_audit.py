"""History, state as of any moment, and what followed from what."""

import pytest
import pytest_asyncio

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Past:
    """Somebody with three credits, and the positions of these."""

    def __init__(self, user: str, positions: list[int], times: list[str]) -> None:
        self.user, self.positions, self.times = user, positions, times


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def past(running: Running) -> Past:
    user = await running.register()
    positions = []
    for amount in (10, 20, 30):
        body = {"amount": amount, "reason": f"number {amount}"}
        headers = {"X-Correlation-ID": f"credit-{amount}"}
        answer = await running.client.post(f"/v1/users/{user}/wallet/transactions", json=body, headers=headers)
        positions.append(int((await running.seen(answer)).headers["X-Event-Position"]))
    await running.settled()
    history = (await running.client.get(f"/v1/users/{user}/history", params={"type": "wallet.*"})).json()["items"]
    times = {each["position"]: each["recorded_at"] for each in history}
    return Past(user, positions, [times[position] for position in positions])


async def test_the_state_can_be_seen_as_of_any_position(running, past):
    for position, available in zip(past.positions, (10, 30, 60), strict=True):
        answer = await running.client.get(f"/v1/users/{past.user}/state", params={"at": position})
        assert answer.json()["streams"]["wallet"]["state"]["available"] == available
        assert answer.json()["streams"]["wallet"]["position"] == position


async def test_the_state_can_be_seen_as_of_any_time(running, past):
    for time, available in zip(past.times, (10, 30, 60), strict=True):
        answer = await running.client.get(f"/v1/users/{past.user}/state", params={"at": time})
        assert answer.json()["streams"]["wallet"]["state"]["available"] == available


async def test_a_plus_that_was_not_encoded_is_understood(running, past):
    answer = await running.client.get(f"/v1/users/{past.user}/state?at=2999-01-01T00:00:00+02:00")
    assert answer.json()["streams"]["wallet"]["state"]["available"] >= 60


async def test_before_their_registration_there_was_nobody(running, past):
    for at in ("0", "2000-01-01T00:00:00Z"):
        answer = await running.client.get(f"/v1/users/{past.user}/state", params={"at": at})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "at", ["yesterday", "2026-03-01T12:00:00", "0001-01-01T00:00:00+14:00", "12:00", "-1", "1e9", "x" * 101]
)
async def test_what_is_no_moment_is_not_valid(running, past, at):
    answer = await running.client.get(f"/v1/users/{past.user}/state", params={"at": at})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:invalid-request")


async def test_the_history_is_there_page_by_page_without_gap(running, past):
    url = f"/v1/users/{past.user}/history"
    everything = (await running.client.get(url, params={"limit": 500})).json()["items"]
    found, cursor = [], None
    while True:
        page = (await running.client.get(url, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        found += page["items"]
        if (cursor := page["next"]) is None:
            break
    assert found == everything and len(found) >= 4
    assert [each["position"] for each in found] == sorted((each["position"] for each in found), reverse=True)


async def test_the_history_can_be_narrowed_by_type_time_and_actor(running, past):
    url = f"/v1/users/{past.user}/history"

    async def types(**params: str) -> list[str]:
        answer = await running.client.get(url, params=params)
        assert answer.status_code == 200, answer.text
        return [each["type"] for each in answer.json()["items"]]

    assert set(await types(type="user.registered")) == {"user.registered"}
    assert set(await types(type="wallet.*")) == {"wallet.credited"}
    assert await types(type="wallet.%") == []
    everything = (await running.client.get(url)).json()["items"]
    key = next(each["actor"] for each in everything if each["type"] == "user.registered")
    assert key.startswith("key:yb_")
    assert set(await types(actor=key)) <= {"user.registered", "wallet.credited"}
    assert await types(actor="nobody") == []
    begins = next(each["occurred_at"] for each in everything if each["position"] == past.positions[1])
    later = [each for each in everything if each["occurred_at"] >= begins]
    assert len(await types(**{"from": begins})) == len(later) < len(everything)
    assert len(await types(to=begins)) == len(everything) - len(later)


@pytest.mark.parametrize("time", ["yesterday", "2026-03-01T12:00:00", "0001-01-01T00:00:00+14:00"])
async def test_a_history_begins_and_ends_at_real_times(running, past, time):
    for name in ("from", "to"):
        answer = await running.client.get(f"/v1/users/{past.user}/history", params={name: time})
        assert answer.status_code == 422


async def test_a_trace_is_the_tree_of_what_followed(running):
    user = await running.register()
    headers = {"X-Correlation-ID": f"gift-of-{user}"}
    await running.seen(await running.client.post(f"/v1/users/{user}/daily-gift", headers=headers))
    await running.settled()
    lines = (await running.client.get(f"/v1/traces/gift-of-{user}")).json()["items"]
    assert (lines[0]["depth"], lines[0]["topic"]) == (0, "gift.claimed")
    ids = {each["event_id"]: each["depth"] for each in lines}
    for line in lines:
        assert line["depth"] == (ids[line["causation_id"]] + 1 if line["causation_id"] else 0)
    done = [each for each in lines if each["topic"] == "mission.completed"]
    assert done and done[0]["fields"]["mission"] == "buenos_dias"


async def test_no_answer_of_the_audit_names_anybody(running):
    user = await running.register(telegram_id=987_654_321, first_name="Nombreunico", username="apodo_unico")
    await running.client.post(f"/v1/users/{user}/daily-gift")
    await running.settled()
    for url in (f"/v1/users/{user}", f"/v1/users/{user}/history", f"/v1/users/{user}/state", "/v1/events?limit=1000"):
        text = (await running.client.get(url)).text
        assert not any(secret in text for secret in ("Nombreunico", "apodo_unico", "987654321"))
