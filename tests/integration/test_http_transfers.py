"""Transfers over HTTP: the answer, what both sides read afterwards, and each refusal."""

from uuid import uuid4

import httpx
import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def send(running: Running, sender: str, to: str, amount: int, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return await running.client.post(
        f"/v1/users/{sender}/transfers", json={"to": to, "amount": amount}, headers=headers
    )


async def test_a_transfer_is_told_and_both_read_it(running):
    ana, bea = await running.register(), await running.register()
    await running.credit(ana, 100)
    key = uuid4().hex
    answer = await running.seen(await send(running, ana, bea, 40, key))
    assert answer.json()["result"] == {"to": bea, "amount": 40, "fee": 2, "received": 38, "balance": 60}
    again = await send(running, ana, bea, 40, key)
    assert (again.text, again.headers["Idempotent-Replayed"]) == (answer.text, "true")
    for user, balance in ((ana, 60), (bea, 38)):
        assert (await running.client.get(f"/v1/users/{user}/wallet")).json()["available"] == balance
        (line,) = (await running.client.get(f"/v1/users/{user}/transfers")).json()["items"]
        assert (line["sender"], line["receiver"], line["amount"], line["fee"]) == (ana, bea, 40, 2)


async def test_each_refusal_has_its_status_and_leaves_nothing(running):
    ana, bea = await running.register(), await running.register()
    await running.credit(ana, 50)
    said = {
        (bea, 60): (402, "insufficient-besitos"),
        (ana, 10): (409, "transfer-to-oneself"),
        ("f" * 16, 10): (404, "not-found"),
        (bea, 4): (409, "transfer-out-of-bounds"),
    }
    for (to, amount), (status, kind) in said.items():
        answer = await send(running, ana, to, amount)
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:yabot:problem:{kind}")
    assert (await send(running, ana, bea, 0)).status_code == 422
    assert (await running.client.get(f"/v1/users/{ana}/transfers")).json() == {"items": [], "next": None}


async def test_transfers_page_by_cursor(running):
    ana, bea = await running.register(), await running.register()
    await running.credit(ana, 100)
    for amount in (10, 20, 30):
        await running.seen(await send(running, ana, bea, amount))
    url = f"/v1/users/{bea}/transfers"
    first = (await running.client.get(url, params={"limit": 2})).json()
    rest = (await running.client.get(url, params={"limit": 2, "cursor": first["next"]})).json()
    assert [line["amount"] for line in first["items"] + rest["items"]] == [30, 20, 10]
    assert rest["next"] is None


async def test_a_key_that_may_only_read_gives_nothing(running):
    ana, bea = await running.register(), await running.register()
    headers = await running.key_for("read")
    answer = await running.client.post(f"/v1/users/{ana}/transfers", json={"to": bea, "amount": 10}, headers=headers)
    assert answer.status_code == 403
