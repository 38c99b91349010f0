"""The store and the mochila over HTTP, on the content that we ship."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

TICKETS = "entrada_verbena"


async def buy(running: Running, user: str, item: str, quantity: int = 1, **more: Any) -> httpx.Response:
    body = {"item": item, "quantity": quantity, **more}
    return await running.client.post(f"/v1/users/{user}/purchases", json=body)


async def do(running: Running, user: str, what: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return await running.client.post(f"/v1/users/{user}/inventory/{what}", json=body)


async def get(running: Running, path: str, **options: Any) -> Any:
    answer = await running.client.get(path, **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def buyer(running: Running, besitos: int) -> str:
    user = await running.register()
    await running.credit(user, besitos)
    return user


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:yabot:problem:")


async def test_the_cheapest_item_is_open_to_all_under_a_thousand_and_free_to_change_hands(running):
    items = (await get(running, "/v1/store/items"))["items"]
    cheapest = min(items, key=lambda item: item["price"])
    assert cheapest["price"] < 1_000 and cheapest["available"] and cheapest["limit"] is None is cheapest["stock"]
    assert (cheapest["vip_only"], cheapest["level"], cheapest["locked"]) == (False, 1, None)
    assert not running.application.bus.content.item(cheapest["id"]).bound
    assert len(items) >= 12
    assert {each["rarity"] for each in items} == {"common", "rare", "epic", "legendary"}


async def test_a_purchase_is_paid_and_in_the_mochila(running):
    user = await buyer(running, 100)
    bought = await running.seen(await buy(running, user, "chocolate_espeso", 2, price=25))
    assert bought.json()["result"] == {
        "item": "chocolate_espeso", "quantity": 2, "unit_price": 25, "total": 50,
        "owned": 2, "balance": 50, "left": None,
    }  # fmt: skip
    mochila = await get(running, f"/v1/users/{user}/inventory")
    assert [(each["item"], each["quantity"]) for each in mochila["items"]] == [("chocolate_espeso", 2)]
    (line,) = [e for e in (await get(running, f"/v1/users/{user}/wallet/transactions"))["items"] if e["amount"] == 50]
    assert (line["reason"], line["balance"]) == ("purchase:chocolate_espeso", 50)


async def test_each_rule_says_no_in_its_own_way_and_takes_nothing(running):
    user = await buyer(running, 400)
    refused = {
        "chapa_barrio": (409, "price-changed"),
        "antifaz_palco": (403, "vip-only"),
        "titulo_verbena": (403, "item-needs-level"),
        "llave_buzon": (409, "not-for-sale"),
        "nada": (404, "not-found"),
    }
    for item, expected in refused.items():
        assert refusal(await buy(running, user, item, price=1)) == expected
    assert refusal(await buy(running, user, "chocolate_espeso", 17)) == (402, "insufficient-besitos")
    assert refusal(await buy(running, user, "lupa_cartero", 2)) == (409, "purchase-limit-reached")
    assert (await buy(running, user, "galleta_suerte", 0)).status_code == 422
    assert (await get(running, f"/v1/users/{user}/wallet"))["available"] == 400
    assert (await get(running, f"/v1/users/{user}/inventory"))["items"] == []


async def test_the_store_tells_each_buyer_what_is_open_to_them(running):
    user = await buyer(running, 100)
    await running.seen(await buy(running, user, "lupa_cartero"))
    mine = {each["id"]: each for each in (await get(running, "/v1/store/items", params={"user": user}))["items"]}
    assert (mine["lupa_cartero"]["bought"], mine["lupa_cartero"]["locked"]) == (1, "purchase-limit-reached")
    assert (mine["antifaz_palco"]["locked"], mine["titulo_sereno"]["locked"]) == ("vip-only", "item-needs-level")
    assert mine["tinta_violeta"]["price"] == 70
    body = {"plan": "vip_semana", "reason": "test"}
    await running.seen(await running.client.post(f"/v1/users/{user}/membership", json=body))
    mine = {each["id"]: each for each in (await get(running, "/v1/store/items", params={"user": user}))["items"]}
    assert (mine["tinta_violeta"]["price"], mine["tinta_violeta"]["priced"]) == (55, "vip")
    assert mine["antifaz_palco"]["locked"] is None
    nobody = await running.client.get("/v1/store/items", params={"user": "f" * 16})
    assert refusal(nobody) == (404, "not-found")


async def test_a_hundred_buyers_of_ten_pieces(running):
    users = [await running.register() for _ in range(100)]
    await asyncio.gather(*(running.credit(user, 100) for user in users))
    answers = await asyncio.gather(*(buy(running, user, TICKETS) for user in users))
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [409] * 90
    assert {refusal(answer) for answer in answers if answer.status_code == 409} == {(409, "sold-out")}
    await running.settled()
    tickets = next(e for e in (await get(running, "/v1/store/items"))["items"] if e["id"] == TICKETS)
    assert (tickets["left"], tickets["available"]) == (0, False)
    sold = next(e for e in (await get(running, "/v1/store/sales"))["items"] if e["item"] == TICKETS)
    assert sold == {"item": TICKETS, "pieces": 10, "buyers": 10, "total": 1_000}
    for user, answer in zip(users, answers, strict=True):
        left = 0 if answer.status_code == 200 else 100
        assert (await get(running, f"/v1/users/{user}/wallet"))["spent"] == 100 - left


async def test_things_are_used_worn_combined_and_given(running):
    ana, bea = await buyer(running, 1_000), await running.register()
    for item, quantity in (("chocolate_espeso", 1), ("chapa_barrio", 1), ("farolillo", 3), ("galleta_suerte", 2)):
        await running.seen(await buy(running, ana, item, quantity))
    used = await running.seen(await do(running, ana, "chocolate_espeso/use"))
    assert used.json()["result"] == {
        "item": "chocolate_espeso", "besitos": 0, "experience": 15, "items": {},
        "hint": None, "vip_days": 0, "owned": 0,
    }  # fmt: skip
    worn = await running.seen(await do(running, ana, "chapa_barrio/equip"))
    assert worn.json()["result"] == {"item": "chapa_barrio", "slot": "badge"}
    made = await running.seen(await do(running, ana, "combine", {"items": ["farolillo"]}))
    assert made.json()["result"]["item"] == "guirnalda"
    given = await running.seen(await do(running, ana, "galleta_suerte/give", {"to": bea, "quantity": 2}))
    assert given.json()["result"] == {"item": "galleta_suerte", "quantity": 2, "to": bea, "owned": 0}
    mine = await get(running, f"/v1/users/{ana}/inventory")
    assert [(each["item"], each["quantity"]) for each in mine["items"]] == [("chapa_barrio", 1), ("guirnalda", 1)]
    assert mine["worn"] == {"badge": "chapa_barrio"}
    theirs = await get(running, f"/v1/users/{bea}/inventory")
    assert [(each["item"], each["quantity"]) for each in theirs["items"]] == [("galleta_suerte", 2)]
    await running.seen(await do(running, ana, "chapa_barrio/unequip"))
    assert (await get(running, f"/v1/users/{ana}/inventory"))["worn"] == {}


async def test_what_can_not_be_done_with_things_is_refused(running):
    ana, bea = await buyer(running, 100), await running.register()
    await running.seen(await buy(running, ana, "chapa_barrio"))
    for what, body, expected in (
        ("chapa_barrio/use", None, (409, "item-not-usable")),
        ("chapa_barrio/give", {"to": ana}, (422, "gift-to-oneself")),
        ("chapa_barrio/give", {"to": "f" * 16}, (404, "not-found")),
        ("chapa_barrio/give", {"to": bea, "quantity": 2}, (409, "not-enough-items")),
        ("chapa_barrio/unequip", None, (409, "item-not-worn")),
        ("farolillo/equip", None, (409, "item-not-wearable")),
        ("galleta_suerte/use", None, (409, "not-enough-items")),
        ("nada/use", None, (404, "not-found")),
        ("combine", {"items": ["chapa_barrio", "farolillo"]}, (409, "nothing-combines")),
        ("combine", {"items": ["chapa_barrio", "nada"]}, (404, "not-found")),
    ):
        assert refusal(await do(running, ana, what, body)) == expected, what
