"""Auctions in the whole program: over HTTP, closed by their timer, and by two programs on one log."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from commands.mochila import GrantItem
from domain.ids import UserId
from tests.application import Running, running_application, until
from tests.unit.test_auctions import check_the_books

ITEM = "galleta_suerte"


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def bidder(running: Running, besitos: int) -> UserId:
    user = await running.register()
    await running.seen(await post(running, f"/v1/users/{user}/wallet/transactions", amount=besitos, reason="test"))
    return user


async def seller(running: Running, pieces: int = 1) -> UserId:
    user = await running.register()
    bus = running.application.bus
    context = bus.context(f"http:stock:{user}", actor="test", source="test")
    await bus.execute(GrantItem(user, ITEM, pieces, "test"), context)
    return user


async def post(running: Running, path: str, **body: Any) -> httpx.Response:
    return await running.client.post(path, json=body)


def at_any_length(running: Running) -> None:
    """Lets auctions be as short as a test is."""
    bus = running.application.bus
    rules = bus.content.auctions.model_copy(update={"shortest": 1})
    bus.content = bus.content.model_copy(update={"auctions": rules})


async def opened(running: Running, by: UserId, ends_in: int = 3_600, **more: Any) -> str:
    answer = await post(running, "/v1/auctions", seller=by, item=ITEM, minimum=10, ends_in=ends_in, **more)
    await running.seen(answer)
    return str(answer.json()["result"]["id"])


async def read(running: Running, path: str) -> Any:
    await running.settled()
    answer = await running.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def purse(running: Running, user: UserId) -> tuple[int, int]:
    """What can be spent, and what is held."""
    wallet = await read(running, f"/v1/users/{user}/wallet")
    return wallet["available"], wallet["held"]


async def test_an_auction_from_its_opening_to_the_sale_by_its_timer(running: Running) -> None:
    ana, bea, carla = await seller(running), await bidder(running, 500), await bidder(running, 500)
    at_any_length(running)
    id = await opened(running, ana, ends_in=3)
    assert (await read(running, f"/v1/users/{ana}/inventory"))["items"] == []

    first = await post(running, f"/v1/auctions/{id}/bids", user=bea, amount=100)
    assert first.json()["result"] | {"ends_at": None} == {
        "bidder": bea, "amount": 100, "bids": 1, "balance": 400, "ends_at": None, "sold": False,
    }  # fmt: skip
    low = await post(running, f"/v1/auctions/{id}/bids", user=carla, amount=104)
    assert (low.status_code, low.json()["type"].rpartition(":")[2], low.json()["least"]) == (409, "bid-too-low", 105)
    poor = await post(running, f"/v1/auctions/{id}/bids", user=carla, amount=501)
    assert poor.status_code == 402
    own = await post(running, f"/v1/auctions/{id}/bids", user=ana, amount=200)
    assert own.status_code == 409
    assert (await post(running, f"/v1/auctions/{id}/bids", user=carla, amount=105)).status_code == 200
    assert await purse(running, bea) == (500, 0)
    assert await purse(running, carla) == (395, 105)

    await until_closed(running, id)
    shown = await read(running, f"/v1/auctions/{id}")
    assert (shown["status"], shown["leader"], shown["price"], shown["fee"], shown["proceeds"]) == (
        "sold", carla, 105, 5, 100,
    )  # fmt: skip
    assert await purse(running, carla) == (395, 0)
    assert await purse(running, ana) == (100, 0)
    inventory = await read(running, f"/v1/users/{carla}/inventory")
    assert [(each["item"], each["quantity"]) for each in inventory["items"]] == [(ITEM, 1)]
    late = await post(running, f"/v1/auctions/{id}/bids", user=bea, amount=400)
    assert (late.status_code, late.json()["auction"]) == (409, id)
    bids = await read(running, f"/v1/auctions/{id}/bids")
    assert [(each["user_id"], each["amount"], each["outbid"]) for each in bids["items"]] == [
        (carla, 105, bea),
        (bea, 100, None),
    ]


async def until_closed(running: Running, id: str) -> None:
    stream = f"auction:{id}"
    log = running.application.stores.process_log.async_log
    events = await log.read_stream(stream)
    while events[-1].topic != "auction.closed":
        await log.wait(await log.head(), 5)
        events = await log.read_stream(stream)


async def test_cancelling_by_seller_by_a_stranger_and_by_the_community(running: Running) -> None:
    ana, bea = await seller(running, 2), await bidder(running, 100)
    mine, other = await opened(running, ana), await opened(running, ana)
    await post(running, f"/v1/auctions/{mine}/bids", user=bea, amount=60)
    assert (await post(running, f"/v1/auctions/{mine}/cancel", user=bea)).status_code == 403
    assert (await post(running, f"/v1/auctions/{mine}/cancel", user=ana)).status_code == 200
    assert (await running.client.post(f"/v1/auctions/{other}/cancel")).status_code == 200
    assert (await post(running, f"/v1/auctions/{other}/cancel", user=ana)).status_code == 409
    assert await purse(running, bea) == (100, 0)
    assert (await read(running, f"/v1/users/{ana}/inventory"))["items"][0]["quantity"] == 2
    listed = await read(running, f"/v1/auctions?seller={ana}&status=cancelled")
    assert {each["id"]: each["ended_by"] for each in listed["items"]} == {mine: "seller", other: "admin"}
    assert (await running.client.get("/v1/auctions/none")).status_code == 404
    assert (await running.client.get("/v1/auctions?seller=nobody")).status_code == 404


async def test_a_buyout_sells_at_once_and_a_repeat_answers_the_same(running: Running) -> None:
    ana, bea = await seller(running), await bidder(running, 300)
    id = await opened(running, ana, buyout=200)
    answers = [
        await running.client.post(
            f"/v1/auctions/{id}/bids", json={"user": bea, "amount": 250}, headers={"Idempotency-Key": f"buy-{id}"}
        )
        for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["result"]["sold"]
    assert await purse(running, bea) == (100, 0)


async def test_lists_page_and_a_bid_may_be_followed_from_position_to_position(running: Running) -> None:
    ana = await seller(running, 3)
    ids = [await opened(running, ana) for _ in range(3)]
    first = await read(running, f"/v1/auctions?seller={ana}&limit=2")
    rest = await read(running, f"/v1/auctions?seller={ana}&limit=2&cursor={first['next']}")
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None


@pytest.mark.timeout(90)
async def test_fifty_bids_on_one_auction_from_two_programs_and_both_close_it(
    mongodb_uri: str, database: str, mongo_client: MongoClient[dict[str, Any]], tmp_path_factory: Any
) -> None:
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    async with running_application(mongodb_uri, folders[0]) as one:
        (folders[1] / "keys.json").write_bytes((folders[0] / "keys.json").read_bytes())
        (folders[1] / "keys.json").chmod(0o600)
        async with running_application(mongodb_uri, folders[1]) as two:
            ana = await seller(one)
            bidders = [await bidder(one, 1_000) for _ in range(5)]
            at_any_length(one)
            id = await opened(one, ana, ends_in=8)
            answers = await asyncio.gather(
                *(
                    post((one, two)[n % 2], f"/v1/auctions/{id}/bids", user=bidders[n % 5], amount=10 + 7 * n)
                    for n in range(50)
                )
            )
            await until(lambda: mongo_client[database]["events"].count_documents({"topic": "auction.closed"}))
            await two.settled()

            counts = Counter(answer.status_code for answer in answers)
            assert counts[200] + counts[409] == 50, counts
            log = one.application.stores.process_log.log
            events: list[Any] = log.read(0, 10_000)
            topics = Counter(event.topic for event in events)
            assert topics["auction.bid_placed"] == counts[200]
            assert topics["auction.closed"] == topics["wallet.captured"] == 1
            best = max(answer.json()["result"]["amount"] for answer in answers if answer.status_code == 200)
            assert next(event.price for event in events if event.topic == "auction.closed") == best
            check_the_books(events)
