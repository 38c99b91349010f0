"""The feed: every event once and in order, one by one, filtered; and what integrators tell."""

from typing import Any

import pytest
import pytest_asyncio

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(running: Running) -> Running:
    """A community in which something has happened."""
    for _ in range(5):
        user = await running.register()
        await running.client.post(f"/v1/users/{user}/daily-gift")
        await running.credit(user, 100)
    await running.settled()
    return running


async def pages(running: Running, limit: int, **filters: Any) -> list[dict[str, Any]]:
    """All events, page by page, until the head."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        params = {"limit": limit, **filters} | ({"after": cursor} if cursor else {})
        answer = await running.client.get("/v1/events", params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit and page["epoch"] == running.application.stores.process_log.async_log.epoch
        found += page["items"]
        assert page["next"] != cursor
        cursor = page["next"]
        if int(cursor.rpartition(":")[2]) >= page["head"]:
            return found


@pytest.mark.parametrize("limit", [1, 7, 1_000])
async def test_pages_hold_every_event_exactly_once_in_order(lived, limit):
    head = await lived.settled()
    assert [each["position"] for each in await pages(lived, limit)] == list(range(1, head + 1))


async def test_an_event_leaves_in_the_shape_of_the_integration_event(lived):
    event = next(each for each in await pages(lived, 100) if each["event_type"] == "gift.claimed")
    assert event.keys() == {
        "event_id", "event_type", "source_service", "target_services", "payload", "timestamp", "retry_count",
        "correlation_id", "position", "causation_id", "user_id",
    }  # fmt: skip
    assert event["payload"]["amount"] == 10 and event["timestamp"].endswith("Z")
    one = await lived.client.get(f"/v1/events/{event['event_id']}")
    assert (one.json()["position"], one.json()["type"]) == (event["position"], "gift.claimed")


@pytest.mark.parametrize("limit", [2, 100])
async def test_a_type_and_a_user_narrow_the_feed_and_nothing_is_lost(lived, limit):
    everything = await pages(lived, 1_000)
    gifts = await pages(lived, limit, type="gift.claimed")
    assert gifts == [each for each in everything if each["event_type"] == "gift.claimed"] and len(gifts) == 5
    user = gifts[0]["user_id"]
    assert await pages(lived, limit, user=user) == [each for each in everything if each["user_id"] == user]
    mine = await pages(lived, limit, user=user, type="gift.claimed")
    assert [each["position"] for each in mine] == [gifts[0]["position"]]
    assert await pages(lived, limit, type="external.no_such") == []


@pytest.mark.parametrize("url", ["/v1/events", "/v1/events/stream"])
async def test_a_type_that_there_is_not_is_said_to_be_none(lived, url):
    answer = await lived.client.get(url, params={"type": "gift.clamed"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:invalid-request")
    assert "there are no events of the type gift.clamed" in answer.text


async def test_the_cursor_of_an_empty_page_goes_on_where_the_log_was(lived):
    head = await lived.settled()
    page = (await lived.client.get("/v1/events", params={"after": head, "type": "wallet.debited"})).json()
    assert page["items"] == [] and page["next"].endswith(f":{head}")
    user = await lived.register()
    await lived.credit(user, 50)
    spent = {"amount": -5, "reason": "x"}
    await lived.client.post(f"/v1/users/{user}/wallet/transactions", json=spent)
    page = (await lived.client.get("/v1/events", params={"after": page["next"], "type": "wallet.debited"})).json()
    assert [each["user_id"] for each in page["items"]] == [user]


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "1:x", "9" * 30, ":", "٣", "x" * 101])
async def test_what_is_no_cursor_is_not_valid(lived, cursor):
    for url in ("/v1/events", "/v1/events/stream"):
        answer = await lived.client.get(url, params={"after": cursor})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:invalid-request")


async def test_a_position_that_the_log_has_not_reached_is_no_place_to_go_on_from(lived):
    head = await lived.settled()
    epoch = lived.application.stores.process_log.async_log.epoch
    for after in (f"{epoch}:{head + 1}", str(head + 1), "9" * 18):
        for answer in (
            await lived.client.get("/v1/events", params={"after": after}),
            await lived.client.get("/v1/events/stream", params={"after": after}),
            await lived.client.get("/v1/events/stream", headers={"Last-Event-ID": after}),
        ):
            assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:beyond-head")
            assert answer.json()["head"] >= head


async def test_a_cursor_of_another_epoch_is_gone(lived):
    user = await lived.register()
    other = "0b8f7e52-0000-4000-8000-000000000000:1"
    for url, name in (
        ("/v1/events", "after"),
        ("/v1/events/stream", "after"),
        (f"/v1/users/{user}/history", "cursor"),
        (f"/v1/users/{user}/wallet/transactions", "cursor"),
    ):
        answer = await lived.client.get(url, params={name: other})
        assert (answer.status_code, answer.json()["type"]) == (410, "urn:yabot:problem:other-epoch")
        assert answer.json()["epoch"]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 1_001}, {"limit": "x"}, {"type": "x" * 81}])
async def test_a_page_has_its_limits(lived, params):
    assert (await lived.client.get("/v1/events", params=params)).status_code == 422


async def test_a_damaged_document_keeps_its_place_and_the_feed_goes_on(lived, mongo_client):
    user = await lived.register()
    credited = await lived.client.post(f"/v1/users/{user}/wallet/transactions", json={"amount": 1, "reason": "x"})
    head = await lived.settled()
    position = int(credited.headers["X-Event-Position"])
    with lived.tampered(mongo_client, position, {"$unset": {"metadata": 1}}):
        everything = await pages(lived, 1_000)
        assert [each["position"] for each in everything] == list(range(1, head + 1))
        damaged = everything[position - 1]
        assert (damaged["event_type"], damaged["payload"], damaged["timestamp"]) == ("yabot.damaged", {}, None)
        state = await lived.client.get(f"/v1/users/{user}/state")
        assert (state.status_code, state.json()["type"]) == (500, "urn:yabot:problem:damaged-stream")
        assert state.json()["position"] == position


async def test_an_external_fact_is_recorded_and_moves_the_game(lived):
    user = await lived.register()
    fact = {"type": "external.stream_watched", "user": user, "payload": {"minutes": 30}}
    headers = {**await lived.key_for("events:write"), "Idempotency-Key": "stream-1"}
    first, again = [await lived.client.post("/v1/events", json=fact, headers=headers) for _ in range(2)]
    assert first.status_code == 200 and again.json() == first.json()
    await lived.settled()
    [event] = await pages(lived, 100, type="external.stream_watched")
    assert (event["user_id"], event["payload"]["payload"]) == (user, {"minutes": 30})


@pytest.mark.parametrize(
    ("fact", "type"),
    [
        ({"type": "external.unheard_of", "payload": {}}, "unknown-external-type"),
        ({"type": "external.stream_watched", "payload": {"minutes": 0}}, "invalid-value"),
        ({"type": "external.stream_watched", "payload": {"minutes": 2**70}}, "invalid-value"),
        ({"type": "external.stream_watched", "payload": {"minutes": "x"}}, "invalid-value"),
        ({"type": "external.stream_watched", "payload": {"minutes": 1.5}}, "invalid-request"),
        ({"type": "external.stream_watched", "payload": {"minutes": [1]}}, "invalid-request"),
        ({"type": "external.stream_watched", "payload": {"minutes": 5, "unknown": 1}}, "invalid-value"),
        ({"type": "external.stream_watched", "payload": {}}, "invalid-value"),
        ({"type": "external.stream_watched", "user": None, "payload": {"minutes": 5}}, "invalid-value"),
        ({"type": "wallet.credited", "payload": {}}, "invalid-request"),
        ({"type": "external.", "payload": {}}, "invalid-request"),
        ({"type": "external.stream_watched\n", "payload": {"minutes": 5}}, "invalid-request"),
        ({"type": "external.stream_watched", "payload": {f"f{n}": n for n in range(51)}}, "invalid-request"),
    ],
)
async def test_a_fact_that_is_not_as_registered_is_refused(lived, fact, type):
    user = await lived.register()
    answer = await lived.client.post("/v1/events", json={"user": user, **fact})
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:yabot:problem:{type}")


async def test_a_fact_about_nobody_known_is_not_found(lived):
    fact = {"type": "external.stream_watched", "user": "nobody", "payload": {"minutes": 5}}
    assert (await lived.client.post("/v1/events", json=fact)).status_code == 404
