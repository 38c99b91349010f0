"""Whatever is sent, the answer is a problem document that says what is wrong, and nothing is half done."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from adapters.http.body_limit import MAX_BODY

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEEP = b'{"amount":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
ODD_IDS = [
    "nobody",
    "a:b",
    "wallet:a",
    "a%2Fb",
    "%00",
    "%F0%9F%A6%8A",
    "x" * 300,
    "%ED%A0%80",
    "%ff",
    "-",
    "$where",
    "{}",
    "'",
]


def problem(answer: httpx.Response, status: int, type: str) -> dict[str, Any]:
    """The problem document, which must be whole."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["type"] == f"urn:yabot:problem:{type}"
    assert document["status"] == status
    assert document["title"] and document["detail"]
    assert document["correlation_id"] == answer.headers["X-Correlation-ID"]
    return document


async def test_an_unknown_route_and_a_wrong_method_are_problems_too(running):
    problem(await running.client.get("/v1/nothing"), 404, "not-found")
    answer = await running.client.put("/v1/users")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", DEEP, b'{"amount": %s}' % (b"9" * 5_000), b'{"amount": NaN}'],
    ids=["empty", "half", "list", "text", "null", "not UTF-8", "deep", "huge", "NaN"],
)
async def test_a_body_that_is_not_what_it_should_be_is_refused(running, body):
    user = await running.register()
    headers = {"Content-Type": "application/json"}
    answer = await running.client.post(f"/v1/users/{user}/wallet/transactions", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code, "invalid-request")


@pytest.mark.parametrize("amount", [0, 10**9 + 1, -(10**9) - 1, 2**63, -(10**300), 1.5, "10", True, None, [1], 1e300])
async def test_an_amount_that_can_not_be_is_refused_and_nothing_moves(running, amount):
    user = await running.register()
    url = f"/v1/users/{user}/wallet/transactions"
    answer = await running.client.post(url, json={"amount": amount, "reason": "x"})
    assert answer.status_code == 422, answer.text
    await running.settled()
    assert (await running.client.get(url)).json()["items"] == []


async def test_what_does_not_fit_in_a_wallet_is_refused(running):
    user = await running.register()
    for _ in range(2):
        await running.credit(user, 10**9)
    answer = await running.client.post(
        f"/v1/users/{user}/wallet/transactions", json={"amount": 10**9, "reason": "too much"}
    )
    assert problem(answer, 409, "wallet-full")["available"] >= 2 * 10**9


async def test_who_is_too_poor_is_told_how_much_there_is(running):
    user = await running.register()
    await running.credit(user, 20)
    answer = await running.client.post(
        f"/v1/users/{user}/wallet/transactions",
        json={"amount": -50, "reason": "a debt"},
        headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"},
    )
    document = problem(answer, 402, "insufficient-besitos")
    assert (document["needed"], document["available"]) == (50, 20)
    assert document["title"] == "No alcanzan los besitos"
    assert document["detail"] == "Se necesitan 50 besitos y hay 20."
    assert answer.headers["Content-Language"] == "es"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en", "en"), ("es", "es"), ("en;q=0.2, es;q=0.8", "es"), ("fr, es;q=0.1", "es"), ("", "en"), ("es;q=x", "en")],
)
async def test_errors_speak_the_language_that_the_client_prefers(running, accepted, language):
    answer = await running.client.get("/v1/users/nobody", headers={"Accept-Language": accepted})
    assert answer.headers["Content-Language"] == language
    assert answer.json()["title"] == {"en": "Not found", "es": "No existe"}[language]


def requests_about(user: str) -> Iterator[tuple[str, str, Any]]:
    yield "GET", f"/v1/users/{user}", None
    for what in ("wallet", "wallet/transactions", "daily-gift", "missions", "achievements", "inventory", "membership"):
        yield "GET", f"/v1/users/{user}/{what}", None
    for what in ("story", "history", "state", "state?at=1"):
        yield "GET", f"/v1/users/{user}/{what}", None
    yield "POST", f"/v1/users/{user}/wallet/transactions", {"amount": 1, "reason": "x"}
    yield "POST", f"/v1/users/{user}/daily-gift", None
    yield "POST", f"/v1/users/{user}/missions/buenos_dias/progress", {"progress": 1}
    yield "POST", f"/v1/users/{user}/story/choices", {"story": "correo", "choice": 0}
    yield "POST", f"/v1/users/{user}/story/checkpoints/x", None
    yield "POST", f"/v1/users/{user}/membership", {"plan": "monthly", "reason": "x"}
    yield "PATCH", f"/v1/users/{user}", {"language": "en"}
    yield "DELETE", f"/v1/admin/bans/{user}", None


@pytest.mark.parametrize("user", ODD_IDS)
async def test_nobody_is_not_found_whatever_they_are_called(running, user):
    for method, url, body in requests_about(user):
        answer = await running.client.request(method, url, json=body)
        problem(answer, 404, "not-found")


@pytest.mark.parametrize("id", ODD_IDS)
async def test_what_does_not_exist_is_not_found_whatever_it_is_called(running, id):
    user = await running.register()
    for method, url, body in (
        ("POST", f"/v1/users/{user}/missions/{id}/progress", {"progress": 1}),
        ("GET", f"/v1/events/{id}", None),
        ("GET", f"/v1/traces/{id}", None),
    ):
        problem(await running.client.request(method, url, json=body), 404, "not-found")
    answer = await running.client.get(f"/v1/users/{user}/story", params={"story": "nothing"})
    problem(answer, 404, "not-found")
    answer = await running.client.post(f"/v1/users/{user}/story/choices", json={"story": "nothing", "choice": 0})
    problem(answer, 404, "not-found")
    answer = await running.client.post(f"/v1/users/{user}/membership", json={"plan": "nothing", "reason": "x"})
    problem(answer, 404, "not-found")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"telegram_id": 1},
        {"telegram_id": 0, "first_name": "A"},
        {"telegram_id": -5, "first_name": "A"},
        {"telegram_id": 2**52 + 1, "first_name": "A"},
        {"telegram_id": "5", "first_name": "A"},
        {"telegram_id": True, "first_name": "A"},
        {"telegram_id": 901, "first_name": ""},
        {"telegram_id": 901, "first_name": "A" * 65},
        {"telegram_id": 901, "first_name": "A", "username": "u" * 33},
        {"telegram_id": 901, "first_name": "A", "username": "x y z!"},
        {"telegram_id": 901, "first_name": "A", "time_zone": "Mars/Olympus"},
        {"telegram_id": 901, "first_name": "A", "unknown": 1},
        {"telegram_id": 901, "first_name": "A", "language": ["es"]},
    ],
)
async def test_who_can_not_be_registered_is_not_in_the_vault_either(running, body):
    answer = await running.client.post("/v1/users", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"] in ("urn:yabot:problem:invalid-request", "urn:yabot:problem:invalid-value")
    found = await running.client.get("/v1/users", params={"telegram_id": 901})
    assert found.json() == {"items": []}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"language": "fr"},
        {"language": 5},
        {"time_zone": "Nowhere/City"},
        {"time_zone": "localtime"},
        {"preferences": {"notifications": "sometimes"}},
        {"preferences": {"colour": "red"}},
        {"preferences": {"notifications": {"a": [1]}}},
        {"preferences": []},
        {"roles": ["owner"]},
        {"language": "en", "time_zone": "Nowhere/City"},
    ],
)
async def test_settings_that_can_not_be_change_nothing_not_even_in_part(running, settings):
    user = await running.register(language="es")
    answer = await running.client.patch(f"/v1/users/{user}", json=settings)
    assert answer.status_code == 422
    await running.settled()
    assert (await running.client.get(f"/v1/users/{user}")).json()["language"] == "es"


async def test_half_a_surrogate_pair_is_refused_and_can_be_said_in_the_answer(running):
    user = await running.register()
    for raw in (b'{"amount": 1, "reason": "\\ud800"}', b'{"amount": 1, "reason": "x", "\\ud800": 1}'):
        answer = await running.client.post(
            f"/v1/users/{user}/wallet/transactions", content=raw, headers={"Content-Type": "application/json"}
        )
        problem(answer, 422, "invalid-request")


async def test_a_body_that_is_not_said_to_be_json_is_refused_with_what_to_send(running):
    answer = await running.client.post("/v1/users", data={"telegram_id": "5", "first_name": "Ana"})
    assert "application/json" in problem(answer, 422, "invalid-request")["detail"]


async def test_many_faults_are_listed_up_to_a_point(running):
    answer = await running.client.post("/v1/users", json={f"field_{n}": n for n in range(500)})
    assert len(problem(answer, 422, "invalid-request")["errors"]) == 20


async def test_a_request_that_is_too_large_is_refused_whether_it_tells_its_length_or_not(running):
    large = json.dumps({"telegram_id": 902, "first_name": "A" * MAX_BODY}).encode()
    headers = {"Content-Type": "application/json"}
    problem(await running.client.post("/v1/users", content=large, headers=headers), 413, "too-large")

    async def pieces():
        for start in range(0, len(large), 10_000):
            yield large[start : start + 10_000]

    problem(await running.client.post("/v1/users", content=pieces(), headers=headers), 413, "too-large")


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_an_idempotency_key_is_neither_empty_nor_endless(running, key):
    user = await running.register()
    answer = await running.client.post(f"/v1/users/{user}/daily-gift", headers={"Idempotency-Key": key})
    problem(answer, 422, "invalid-request")


@pytest.mark.parametrize(
    "until", ["yesterday", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00", "9999-12-31T23:59:59-14:00"]
)
async def test_a_ban_ends_at_a_real_time_to_come(running, until):
    user = await running.register()
    answer = await running.client.post("/v1/admin/bans", json={"user": user, "reason": "spam", "until": until})
    assert answer.status_code == 422, answer.text


async def test_who_is_banned_may_do_nothing_until_the_ban_ends(running):
    user = await running.register()
    ban = {"user": user, "reason": "spam", "until": "2099-01-01T00:00:00.123456+01:00"}
    await running.seen(await running.client.post("/v1/admin/bans", json=ban))
    document = problem(await running.client.post(f"/v1/users/{user}/daily-gift"), 403, "user-banned")
    assert document["until"] == "2098-12-31T23:00:00.123Z"
    assert (await running.client.get(f"/v1/users/{user}")).json()["banned"] is True
    assert (await running.client.delete(f"/v1/admin/bans/{user}")).status_code == 200
    assert (await running.client.post(f"/v1/users/{user}/daily-gift")).status_code == 200


async def test_a_mission_that_is_not_possible_is_a_conflict(running):
    user = await running.register()
    answer = await running.client.post(f"/v1/users/{user}/missions/carta_perdida/progress", json={"progress": 1})
    problem(answer, 409, "mission-not-started")


async def test_a_mission_is_done_over_http_and_rewarded_once(running):
    user = await running.register()
    missions = {each["id"]: each for each in (await running.client.get(f"/v1/users/{user}/missions")).json()["items"]}
    wanted = missions["buenos_dias"]
    url = f"/v1/users/{user}/missions/buenos_dias/progress"
    for target in (wanted["target"], wanted["target"], wanted["target"] - 1):
        await running.seen(await running.client.post(url, json={"progress": target}))
    await running.settled()
    after = {each["id"]: each for each in (await running.client.get(f"/v1/users/{user}/missions")).json()["items"]}
    assert after["buenos_dias"]["completed_at"] and after["buenos_dias"]["progress"] == wanted["target"]
    statement = (await running.client.get(f"/v1/users/{user}/wallet/transactions")).json()["items"]
    assert [each["reason"] for each in statement].count("mission:buenos_dias") == 1


MOMENT = "debe ser un momento con su zona, como 2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("admin/bans", {"until": "yesterday"}, {"body.until": MOMENT}),
        ("admin/bans", {"until": "2026-13-01T10:00:00Z"}, {"body.until": MOMENT}),
        ("admin/bans", {"until": "2026-03-01T10:00:00"}, {"body.until": "debe llevar zona horaria"}),
        (
            "inventory/hints/combine",
            {"hints": ["a", "b", "c"]},
            {"body.hints": "debe tener como mucho 2 elementos, no 3"},
        ),
        ("inventory/hints/combine", {"hints": ["a"]}, {"body.hints": "debe tener al menos 2 elementos, no 1"}),
        ("inventory/hints/combine", {"hints": "ab"}, {"body.hints": "debe ser una lista"}),
    ],
)
async def test_a_bad_field_is_named_in_spanish_without_insides(running, path, body, said):
    user = await running.register()
    if path.startswith("admin"):
        url, body = f"/v1/{path}", {"user": user, "reason": "spam", **body}
    else:
        url = f"/v1/users/{user}/{path}"
    answer = await running.client.post(url, json=body, headers={"Accept-Language": "es"})
    document = problem(answer, 422, "invalid-request")
    assert {each["field"]: each["reason"] for each in document["errors"]} == said


async def test_a_list_that_is_none_is_called_a_list_in_english(running):
    user = await running.register()
    answer = await running.client.post(f"/v1/users/{user}/inventory/hints/combine", json={"hints": "ab"})
    assert problem(answer, 422, "invalid-request")["detail"] == "body.hints: Input should be a valid list"


async def test_the_reason_of_a_refusal_is_in_the_language_of_its_sentence(running):
    user = await running.register()
    for language, reason in (("es", "debe ser uno de: es, en"), ("en", "must be one of es, en")):
        headers = {"Accept-Language": language}
        answer = await running.client.patch(f"/v1/users/{user}", json={"language": "fr"}, headers=headers)
        document = problem(answer, 422, "invalid-value")
        assert (document["detail"], document["reason"]) == (f"language: {reason}", reason)
