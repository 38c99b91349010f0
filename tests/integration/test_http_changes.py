"""What holds for every change over HTTP: its answer, its repeats, and reading it back."""

import asyncio
import time
from uuid import uuid4

import httpx
import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


def named(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or uuid4().hex}


async def move(running: Running, user: str, amount: int, headers: dict[str, str]) -> httpx.Response:
    url = f"/v1/users/{user}/wallet/transactions"
    return await running.client.post(url, json={"amount": amount, "reason": "a prize"}, headers=headers)


async def test_a_change_tells_where_it_stands_and_what_came_of_it(running):
    user = await running.register()
    answer = await move(running, user, 30, named())
    assert answer.status_code == 200
    assert answer.json()["result"] == {"amount": 30, "reason": "a prize", "balance": 30}
    assert answer.json()["positions"][-1] == int(answer.headers["X-Event-Position"])
    assert "Idempotent-Replayed" not in answer.headers


async def test_a_read_that_sends_the_position_back_sees_the_change(running):
    user = await running.register()
    for total in range(10, 110, 10):
        answer = await move(running, user, 10, named())
        headers = {"X-Min-Position": answer.headers["X-Event-Position"]}
        wallet = await running.client.get(f"/v1/users/{user}/wallet", headers=headers)
        assert wallet.json() == {"available": total, "held": 0, "earned": total, "spent": 0}


async def test_a_position_that_does_not_come_is_answered_503_within_its_two_seconds(running):
    user = await running.register()
    began = time.monotonic()
    answer = await running.client.get(f"/v1/users/{user}/wallet", headers={"X-Min-Position": "999999999"})
    assert 1.9 < time.monotonic() - began < 3.5
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:yabot:problem:not-caught-up")
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize("position", ["-1", "x", "1.5", str(2**63), "9" * 400])
async def test_what_is_no_position_is_said_to_be_none(running, position):
    user = await running.register()
    answer = await running.client.get(f"/v1/users/{user}", headers={"X-Min-Position": position})
    assert answer.status_code == 422


async def test_a_repeat_gets_the_same_answer_and_nothing_happens_twice(running):
    user, headers = await running.register(), named()
    first, again = [await move(running, user, 30, headers) for _ in range(2)]
    assert again.json() == first.json()
    assert again.headers["X-Event-Position"] == first.headers["X-Event-Position"]
    assert again.headers["Idempotent-Replayed"] == "true"
    await running.seen(again)
    assert (await running.client.get(f"/v1/users/{user}/wallet")).json()["available"] == 30


async def test_a_repeated_registration_gets_the_same_answer(running):
    body, headers = {"telegram_id": 41, "first_name": "Ana", "language": "en"}, named()
    first, again = [await running.client.post("/v1/users", json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("earlier", ["recorded", "nothing to record", "refused"])
async def test_a_repeat_with_another_body_changes_nothing_in_the_vault(running, earlier):
    headers, vault = named(), running.application.stores.vault
    if earlier == "recorded":
        body = {"telegram_id": 43_001, "first_name": "Ana"}
        first = await running.client.post("/v1/users", json=body, headers=headers)
    elif earlier == "nothing to record":
        body = {"telegram_id": 43_002, "first_name": "Ana"}
        await running.register(**body)
        first = await running.client.post("/v1/users", json=body, headers=headers)
    else:
        body = {"telegram_id": 43_003, "first_name": "Ana"}
        await running.register(**body)
        await move(running, await running.register(), -5, headers)
        first = None
    for other in ({"telegram_id": 43_999, "first_name": "Eva"}, {**body, "first_name": "Eva", "language": "en"}):
        answer = await running.client.post("/v1/users", json=other, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:idempotency-key-reused")
    if first is not None:
        again = await running.client.post("/v1/users", json={**body, "first_name": "Eva"}, headers=headers)
        assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    ana = await vault.find(body["telegram_id"])
    assert ana is not None and (await vault.people([ana]))[ana].first_name == "Ana"
    assert await vault.find(43_999) is None


async def test_of_two_registrations_at_once_under_one_key_the_second_leaves_nobody_in_the_vault(running):
    headers, vault = named(), running.application.stores.vault
    bodies = [{"telegram_id": 44_000 + number, "first_name": "Ana"} for number in range(6)]
    answers = await asyncio.gather(*(running.client.post("/v1/users", json=body, headers=headers) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422, 422, 422]
    known = [await vault.find(body["telegram_id"]) is not None for body in bodies]
    assert known == [answer.status_code == 201 for answer in answers]


@pytest.mark.parametrize("amount", [-500, 0])
async def test_a_repeated_refusal_is_the_same_refusal_even_when_it_would_be_possible_by_now(running, amount):
    user, headers = await running.register(), named()
    first = await move(running, user, amount, headers)
    assert first.status_code in (402, 422)
    await running.credit(user, 1_000)
    again = await move(running, user, amount, headers)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (first.status_code, "true")
    one, other = first.json(), again.json()
    assert one.pop("correlation_id") != other.pop("correlation_id")
    assert one == other


async def test_a_second_gift_is_refused_with_the_time_of_the_next_and_so_is_its_repeat(running):
    user, headers = await running.register(), named()
    url = f"/v1/users/{user}/daily-gift"
    gift = await running.client.post(url)
    assert gift.json()["result"]["amount"] == 10
    first, again = [await running.client.post(url, headers=headers) for _ in range(2)]
    assert first.status_code == again.status_code == 409
    assert first.json()["again_at"] == again.json()["again_at"]
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_a_change_that_had_nothing_to_do_answers_empty_and_again_so(running):
    user, headers = await running.register(language="es"), named()
    answers = [
        await running.client.patch(f"/v1/users/{user}", json={"language": "es"}, headers=headers) for _ in range(2)
    ]
    assert [each.json() for each in answers] == [{"positions": [], "result": {}}] * 2
    assert "X-Event-Position" not in answers[0].headers
    assert [each.headers.get("Idempotent-Replayed") for each in answers] == [None, "true"]


async def test_the_same_key_with_another_body_is_refused(running):
    user, headers = await running.register(), named()
    await move(running, user, 30, headers)
    for answer in (
        await move(running, user, 31, headers),
        await running.client.post(f"/v1/users/{user}/daily-gift", headers=headers),
    ):
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:yabot:problem:idempotency-key-reused")


async def test_the_same_key_after_a_refusal_with_another_body_is_refused(running):
    user, headers = await running.register(), named()
    assert (await move(running, user, -5, headers)).status_code == 402
    assert (await move(running, user, 5, headers)).json()["type"] == "urn:yabot:problem:idempotency-key-reused"


async def test_two_clients_may_use_the_same_idempotency_key(running):
    user, headers = await running.register(), named()
    await move(running, user, 30, headers)
    other = await move(running, user, 40, {**headers, **await running.key_for("wallet", name="other")})
    assert other.json()["result"]["balance"] == 70


async def test_a_client_whose_key_was_replaced_is_answered_again(running):
    user, headers = await running.register(), named()
    first = await move(running, user, 30, headers)
    again = await move(running, user, 30, {**headers, **await running.key_for("wallet")})
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    await running.seen(again)
    assert (await running.client.get(f"/v1/users/{user}/wallet")).json()["available"] == 30


async def test_twenty_twins_at_once_have_one_effect_and_one_answer(running):
    user, headers = await running.register(), named()
    answers = await asyncio.gather(*(move(running, user, 30, headers) for _ in range(20)))
    assert {each.text for each in answers} == {answers[0].text}
    assert [each.headers.get("Idempotent-Replayed") for each in answers].count(None) == 1
    await running.settled()
    assert (await running.client.get(f"/v1/users/{user}/wallet")).json()["available"] == 30


async def test_twenty_registrations_at_once_make_one_user(running):
    body = {"telegram_id": 77, "first_name": "Ana"}
    answers = await asyncio.gather(*(running.client.post("/v1/users", json=body) for _ in range(20)))
    assert len({each.json()["result"]["id"] for each in answers}) == 1
    assert sorted(each.status_code for each in answers) == [200] * 19 + [201]


async def test_twenty_debits_at_once_never_overdraw(running):
    user = await running.register()
    await running.credit(user, 100)
    answers = await asyncio.gather(*(move(running, user, -30, named()) for _ in range(20)))
    assert [each.status_code for each in answers].count(200) == 3
    assert {each.status_code for each in answers} == {200, 402}


async def test_who_was_just_registered_is_known_without_waiting_for_a_position(running):
    for telegram_id in range(600, 620):
        answer = await running.client.post("/v1/users", json={"telegram_id": telegram_id, "first_name": "Ana"})
        user = answer.json()["result"]["id"]
        assert (await running.client.get(f"/v1/users/{user}")).json()["id"] == user
        found = await running.client.get("/v1/users", params={"telegram_id": telegram_id})
        assert found.json() == {"items": [{"id": user}]}


async def test_the_correlation_id_is_the_clients_and_stands_in_the_events(running):
    user = await running.register()
    headers = {**named(), "X-Correlation-ID": "order-17:a.b_c"}
    answer = await running.seen(await move(running, user, 30, headers))
    assert answer.headers["X-Correlation-ID"] == "order-17:a.b_c"
    trace = (await running.client.get("/v1/traces/order-17:a.b_c")).json()
    assert trace["items"][0]["topic"] == "wallet.credited"


@pytest.mark.parametrize("given", [None, "", "a b", "x" * 129, "ñ", "<script>"])
async def test_a_correlation_id_that_is_none_is_replaced(running, given):
    headers = {} if given is None else {"X-Correlation-ID": given.encode()}
    answers = [await running.client.get("/v1/nothing", headers=headers) for _ in range(2)]
    made = {each.headers["X-Correlation-ID"] for each in answers}
    assert len(made) == 2 and all(len(each) == 32 for each in made)
    assert {each.json()["correlation_id"] for each in answers} == made
