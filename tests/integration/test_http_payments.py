"""Payments over HTTP: plans, invoices, what was paid, refunds, subscriptions, and our list beside Telegram's.

Telegram is the simulator's: it sends the invoice, takes the Stars, gives them back, and keeps its own list.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from time import monotonic
from typing import Any, TypeVar

import httpx
import pytest
import pytest_asyncio

from commands.payments import RecordPayment
from domain.ids import UserId
from tests.application import Running, running_application

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = count(7_300_001)

T = TypeVar("T")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


class Buyer:
    """Somebody with a phone in the simulator, for whom an integrator acts as well."""

    def __init__(self, running: Running) -> None:
        self._running, self.telegram_id = running, next(PEOPLE)
        self.user_id = UserId("")
        self.user = {"id": self.telegram_id, "is_bot": False, "first_name": "Ana", "language_code": "es"}

    async def arrives(self) -> "Buyer":
        message = {
            "message_id": 1,
            "date": 1_772_366_400,
            "chat": {"id": self.telegram_id, "type": "private"},
            "from": self.user,
            "text": "/start",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        update = {"update_id": self.telegram_id, "message": message}
        assert (await self._running.client.post("/sim/api/updates", json=update)).status_code == 200
        await self._running.settled()
        found = await self._running.application.stores.vault.find(self.telegram_id)
        assert found is not None
        self.user_id = found
        return self

    async def call(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The newest call of the bot in their chat that is wanted, once it is made."""
        after, deadline = 0, monotonic() + 20
        while monotonic() < deadline:
            answer = await self._running.client.get("/sim/api/calls", params={"after": after, "wait": 5})
            calls = answer.json()["calls"]
            mine = [each for each in calls if each["params"].get("chat_id") == self.telegram_id]
            if found := [each for each in mine if wanted(each)]:
                return found[-1]
            after = max([after, *(each["id"] for each in calls)])
        raise AssertionError("the call did not come")

    async def buys(self, plan: str = "vip_mes") -> str:
        """Is sent an invoice for the plan over HTTP, and pays it; the charge."""
        offer = await post(self._running, self.user_id, "invoices", {"plan": plan})
        invoice = offer.json()["result"]["invoice"]
        paying: dict[str, Any] = {"payer": self.user}
        if offer.json()["result"]["subscription"]:
            key = await self.call(lambda each: bool(_links(each)))
            paying["link"] = _links(key)[-1]
        else:
            sent = await self.call(lambda each: each["params"].get("payload") == invoice)
            paying["message_id"] = sent["result"]["message_id"]
        paid = await self._running.client.post("/sim/api/payments", json=paying)
        assert paid.status_code == 200, paid.text
        await self._running.settled()
        return str(paid.json()["message"]["successful_payment"]["telegram_payment_charge_id"])


def _links(call: dict[str, Any]) -> list[str]:
    rows = (call["params"].get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["url"] for row in rows for button in row if "url" in button]


async def post(running: Running, user: str, path: str, body: Any, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await running.client.post(f"/v1/users/{user}/{path}", json=body, headers=headers)


async def get(running: Running, path: str, **params: Any) -> Any:
    answer = await running.client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def payment(running: Running, user: str, charge: str) -> dict[str, Any]:
    found = (await get(running, f"/v1/users/{user}/payments"))["items"]
    return next(each for each in found if each["charge"] == charge)


async def eventually(look: Callable[[], Awaitable[T | None]]) -> T:
    """What `look` finds, once there is something."""
    deadline = monotonic() + 20
    while (found := await look()) is None:
        assert monotonic() < deadline, "nothing was found within 20 s"
        await asyncio.sleep(0.02)
    return found


async def becomes(running: Running, user: str, charge: str, state: str) -> dict[str, Any]:
    """The payment, once Telegram has answered about it."""

    async def look() -> dict[str, Any] | None:
        found = await payment(running, user, charge)
        return found if found["state"] == state else None

    return await eventually(look)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:yabot:problem:")


@pytest_asyncio.fixture(loop_scope="module")
async def ana(running: Running) -> Buyer:
    return await Buyer(running).arrives()


async def test_the_plans_are_listed_as_they_are_sold(running):
    plans = {each["id"]: each for each in (await get(running, "/v1/plans"))["items"]}
    assert (plans["vip_mes"]["days"], plans["vip_mes"]["stars"], plans["vip_mes"]["subscription"]) == (30, 150, False)
    assert plans["vip_suscripcion"]["subscription"] and set(plans["vip_mes"]["title"]) == {"es", "en"}


async def test_an_invoice_is_offered_once_for_its_key_paid_and_listed(running, ana):
    offered = await post(running, ana.user_id, "invoices", {"plan": "vip_mes"}, "offer-1")
    again = await post(running, ana.user_id, "invoices", {"plan": "vip_mes"}, "offer-1")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (offered.json(), "true")
    charge = await ana.buys()
    paid = await payment(running, ana.user_id, charge)
    assert (paid["stars"], paid["days"], paid["plan"], paid["kind"]) == (150, 30, "vip_mes", "once")
    assert (paid["state"], paid["problem"], paid["found_by"]) == ("received", None, "update")
    assert (await get(running, f"/v1/users/{ana.user_id}/membership"))["active"]
    assert charge in [each["charge"] for each in (await get(running, "/v1/admin/payments"))["items"]]
    assert charge not in [each["charge"] for each in (await get(running, "/v1/admin/payments", problems=True))["items"]]


async def test_what_can_not_be_offered_is_refused(running, ana):
    assert refusal(await post(running, ana.user_id, "invoices", {"plan": "nada"})) == (404, "not-found")
    assert refusal(await post(running, "f" * 16, "invoices", {"plan": "vip_mes"})) == (404, "not-found")
    assert (await post(running, ana.user_id, "invoices", {})).status_code == 422
    assert (await running.client.get(f"/v1/users/{'f' * 16}/payments")).status_code == 404


async def test_payments_are_listed_page_by_page_the_newest_first(running, ana):
    charges = [await ana.buys("vip_semana") for _ in range(3)]
    url, seen, cursor = f"/v1/users/{ana.user_id}/payments", list[str](), None
    while True:
        page = await get(running, url, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [each["charge"] for each in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == charges[::-1]


async def test_a_payment_goes_back_once_with_the_days_that_were_left(running, ana):
    charge = await ana.buys()
    body = {"charge": charge, "reason": "sorry"}
    asked = await post(running, ana.user_id, "refunds", body, "refund-1")
    assert asked.json()["result"] == {"charge": charge, "reason": "sorry"}
    again = await post(running, ana.user_id, "refunds", body, "refund-1")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (asked.json(), "true")
    assert refusal(await post(running, ana.user_id, "refunds", body)) == (409, "already-refunded")
    back = await becomes(running, ana.user_id, charge, "refunded")
    assert back["refund_reason"] == "sorry" and back["refunded_at"] is not None
    assert refusal(await post(running, ana.user_id, "refunds", body)) == (409, "already-refunded")
    assert not (await get(running, f"/v1/users/{ana.user_id}/membership"))["active"]
    events = await get(running, "/v1/events", type="payment.refunded", limit=1_000)
    assert [each["payload"]["charge"] for each in events["items"]].count(charge) == 1


async def test_what_was_not_paid_or_not_by_them_does_not_go_back(running, ana):
    charge, bea = await ana.buys(), await Buyer(running).arrives()
    unknown = {"charge": "stx-nobody-has-this", "reason": "x"}
    assert refusal(await post(running, ana.user_id, "refunds", unknown)) == (404, "not-found")
    theirs = {"charge": charge, "reason": "x"}
    assert refusal(await post(running, bea.user_id, "refunds", theirs)) == (404, "not-found")
    assert (await post(running, ana.user_id, "refunds", {"charge": charge})).status_code == 422
    assert (await payment(running, ana.user_id, charge))["state"] == "received"


async def test_a_payment_for_nothing_is_a_problem_and_so_is_a_refund_that_telegram_refuses(running, ana):
    bus, charge = running.application.bus, f"elsewhere-{ana.telegram_id}"
    admin = await Buyer(running).arrives()
    await running.client.post("/v1/admin/roles", json={"user": admin.user_id, "role": "admin"})
    context = bus.context(f"test:{charge}", actor="test", source="test")
    await bus.execute(RecordPayment(ana.user_id, charge, "-", 70), context)
    await running.settled()
    found = await payment(running, ana.user_id, charge)
    assert (found["problem"], found["days"], found["stars"]) == ("unknown_invoice", 0, 70)
    assert charge in [each["charge"] for each in (await get(running, "/v1/admin/payments", problems=True))["items"]]
    told = await admin.call(lambda each: "70 ⭐" in str(each["params"].get("text")))
    assert charge in told["params"]["text"]
    await post(running, ana.user_id, "refunds", {"charge": charge, "reason": "not ours"})
    failed = await becomes(running, ana.user_id, charge, "refund_failed")
    assert "CHARGE_NOT_FOUND" in failed["refund_reason"]
    assert (await post(running, ana.user_id, "refunds", {"charge": charge, "reason": "again"})).status_code == 200


async def test_subscriptions_are_listed_cancelled_and_taken_up_again(running, ana):
    charge = await ana.buys("vip_suscripcion")
    url = f"/v1/users/{ana.user_id}/subscriptions"

    async def goes_on() -> list[bool]:
        await running.settled()
        return [each["goes_on"] for each in (await get(running, url))["items"]]

    (one,) = (await get(running, url))["items"]
    assert (one["plan"], one["stars"], one["payments"], one["runs"]) == ("vip_suscripcion", 130, 1, True)
    assert (await payment(running, ana.user_id, charge))["kind"] == "first"
    standing = await get(running, f"/v1/users/{ana.user_id}/membership")
    assert standing["ends"] > standing["until"]
    cancel = {"canceled": True, "subscriptions": [one["id"]]}
    changed = await post(running, ana.user_id, "subscriptions/changes", cancel)
    assert changed.json()["result"] == {"subscriptions": [one["id"]]}
    assert await goes_on() == [False]
    nothing = await post(running, ana.user_id, "subscriptions/changes", {"canceled": True})
    assert refusal(nothing) == (409, "no-subscription")
    await running.settled()
    await post(running, ana.user_id, "subscriptions/changes", {"canceled": False})
    assert await goes_on() == [True]


async def test_our_list_is_compared_with_telegrams(running, ana):
    await ana.buys()
    asked = await running.client.post("/v1/admin/reconciliations", json={"whole": True})
    assert asked.json()["result"] == {"book": "stars", "whole": True}

    async def look() -> dict[str, Any] | None:
        found = (await get(running, "/v1/admin/reconciliations"))["items"]
        return found[0] if found else None

    done = await eventually(look)
    assert done["seen"] >= 1 and done["credited"] == 0


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/plans", "read"),
        ("GET", "/v1/users/{user}/payments", "read"),
        ("GET", "/v1/users/{user}/subscriptions", "read"),
        ("POST", "/v1/users/{user}/invoices", "write"),
        ("POST", "/v1/users/{user}/subscriptions/changes", "write"),
        ("POST", "/v1/users/{user}/refunds", "admin"),
        ("GET", "/v1/admin/payments", "admin"),
        ("GET", "/v1/admin/reconciliations", "admin"),
        ("POST", "/v1/admin/reconciliations", "admin"),
    ],
)
async def test_each_takes_the_scope_that_it_should(running, ana, method, path, scope):
    url = path.format(user=ana.user_id)
    others = {"read", "write", "wallet", "events:read", "events:write", "admin"} - {scope}
    answer = await running.client.request(method, url, headers=await running.key_for(*others))
    assert (answer.status_code, answer.json()["scope"]) == (403, scope)
    answer = await running.client.request(method, url, headers=await running.key_for(scope))
    assert answer.status_code == (200 if method == "GET" else 422)
