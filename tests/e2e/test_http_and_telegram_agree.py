"""Each action once over HTTP and once in Telegram: the same events, and the same that follows from them."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.telegram.handlers.auction_selling import mark_of
from commands.payments import RecordPayment
from domain.ids import UserId
from domain.referrals import referral_code
from tests.application import Running, running_application
from tests.e2e.both_doors import Api, Telegram, person, what_followed

pytestmark = pytest.mark.asyncio(loop_scope="module")

LUCIA = person(7_000_001, "Lucía")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


def stand_still(running: Running) -> None:
    """All in one moment, so that what is due later is due at the same time; one that is on the same day everywhere that
    these people move to, else a visit there begins a day's missions."""
    clock = running.application.clock
    now = clock.now()
    clock.advance(now.replace(hour=17, minute=0) + timedelta(days=now.hour >= 17))


async def test_what_is_done_over_http_and_in_telegram_is_recorded_alike(running):
    stand_still(running)
    phone, api = Telegram(running, LUCIA), Api(running)

    async def alike(in_telegram: str, over_http: str) -> list[str]:
        """Compares; the topics of the command's own events."""
        own, reactions = await what_followed(running, in_telegram)
        same, same_reactions = await what_followed(running, over_http)
        assert own == same
        assert reactions == same_reactions
        return [topic for topic, _ in own]

    started = await phone.writes("/start")
    registered = await api.asks("POST", "", {"telegram_id": 7_000_002, "first_name": "Oliver", "language": "es"})
    await api.comes_by()
    assert await alike(started, registered) == ["user.registered"]

    gift = await phone.taps("g")
    assert await alike(gift, await api.asks("POST", "/daily-gift")) == ["gift.claimed", "wallet.credited"]

    user_id = await phone.user_id()
    for each in (user_id, api.user_id):
        await running.credit(each, 100)
    await running.settled()
    await phone.writes("/racha")
    frozen = await phone.taps("fz")
    bought = await api.asks("POST", "/daily-gift/freezes")
    assert await alike(frozen, bought) == ["gift.freeze_bought", "wallet.debited"]

    moved = await phone.writes("/hora Europe/Madrid")
    zone = await api.asks("PATCH", "", {"time_zone": "Europe/Madrid"})
    assert await alike(moved, zone) == ["user.time_zone_changed"]

    await phone.writes("/historia")
    for topics in (["story.started", "story.choice_made"], ["story.choice_made"]):
        chosen = await phone.taps("c", ":0")
        posted = await api.asks("POST", "/story/choices", {"story": "correo", "choice": 0})
        assert set(topics) <= set(await alike(chosen, posted))

    await phone.writes("/tienda")
    for shown in (":store:consumable", ":offer:galleta_suerte", ":order:galleta_suerte-1"):
        await phone.taps("o", shown)
    bought = await phone.taps("k")
    ordered = await api.asks("POST", "/purchases", {"item": "galleta_suerte", "quantity": 1, "price": 12})
    assert await alike(bought, ordered) == ["item.purchased", "wallet.debited", "item.received"]

    await phone.taps("o", ":thing:galleta_suerte")
    eaten = await phone.taps("m")
    used = await api.asks("POST", "/inventory/galleta_suerte/use")
    assert (await alike(eaten, used))[:3] == ["item.used", "item.removed", "level.experience_gained"]

    await phone.writes("/idioma")
    spoken = await phone.taps("l", ":en")
    assert await alike(spoken, await api.asks("PATCH", "", {"language": "en"})) == ["user.language_changed"]

    rewarded = await running.client.get("/v1/events", params={"type": "mission.completed", "limit": 1_000})
    assert {each["user_id"] for each in rewarded.json()["items"]} == {user_id, api.user_id}
    mine = (await running.client.get(f"/v1/users/{user_id}/wallet")).json()
    assert mine == (await running.client.get(f"/v1/users/{api.user_id}/wallet")).json() and mine["available"] > 0


class Pair:
    """Two who deal with each other: Ana sells and gives, Bea comes by her link and bids. Once for each door."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.phones = Telegram(running, person(7_100_001, "Ana")), Telegram(running, person(7_100_002, "Bea"))
        self.apis = Api(running), Api(running)
        self.alias: dict[str, str] = {}

    async def knows(self) -> None:
        """Whoever has come is told by their name from now on."""
        for phone, api, name in zip(self.phones, self.apis, ("ana", "bea"), strict=True):
            if api.user_id:
                self.alias |= {await phone.user_id(): name, api.user_id: name}

    async def alike(self, in_telegram: str, *over_http: str, but: frozenset[str] = frozenset()) -> list[str]:
        """Compares; the topics of the commands' own events."""
        await self.knows()
        own, reactions = await what_followed(self.running, in_telegram, self.alias, but)
        same = [await what_followed(self.running, each, self.alias, but) for each in over_http]
        assert own == [fact for facts, _ in same for fact in facts]
        assert reactions == sum((each for _, each in same), type(reactions)())
        return [topic for topic, _ in own]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(running: Running) -> Pair:
    """Both have come: Ana first, Bea by her link, and they have the same at both doors."""
    stand_still(running)
    pair = Pair(running)
    (ana, bea), (anas, beas) = pair.phones, pair.apis
    first = await ana.writes("/start")
    registered = await anas.asks("POST", "", {"telegram_id": 7_100_003, "first_name": "Ana", "language": "es"})
    await anas.comes_by()
    assert await pair.alike(first, registered) == ["user.registered"]
    came = await bea.writes(f"/start ref_{referral_code(await ana.user_id())}")
    registered = await beas.asks("POST", "", {"telegram_id": 7_100_004, "first_name": "Bea", "language": "es"})
    invited = await beas.asks("POST", "/referrals", {"code": referral_code(UserId(anas.user_id))})
    await beas.comes_by()
    assert await pair.alike(came, registered, invited) == ["user.registered", "referral.made"]
    for user in pair.alias:
        await running.credit(user, 500)
        body = {"quantity": 3, "reason": "test"}
        answer = await running.client.post(f"/v1/users/{user}/inventory/galleta_suerte/grant", json=body)
        await running.seen(answer)
    await running.settled()
    return pair


async def test_besitos_from_one_to_another_are_recorded_alike(pair: Pair):
    (ana, bea), (anas, beas) = pair.phones, pair.apis
    await ana.writes(f"/regalar {referral_code(await bea.user_id())} 40")
    given = await ana.taps("gv")
    sent = await anas.asks("POST", "/transfers", {"to": beas.user_id, "amount": 40})
    topics = await pair.alike(given, sent)
    assert topics[0] == "transfer.sent" and {"wallet.debited", "wallet.credited"} <= set(topics)


async def put_up(pair: Pair, minimum: int, buyout: int | None) -> tuple[str, str]:
    """Ana puts a cookie up for a quarter of an hour; the auction in Telegram, and over HTTP."""
    ana, anas = pair.phones[0], pair.apis[0]
    mark = mark_of(pair.running.application.bus.content.item("galleta_suerte"))
    await ana.writes("/subastar")
    for shown in (mark, f"{mark}-{minimum}", f"{mark}-{minimum}-{buyout or 0}"):
        await ana.taps("o", f":sell:{shown}")
    opened = await ana.taps("as", label="15 min")
    body = {"seller": anas.user_id, "item": "galleta_suerte", "minimum": minimum, "ends_in": 900, "buyout": buyout}
    posted = await anas.asks("POST", "/v1/auctions", body)
    assert await pair.alike(opened, posted) == ["auction.opened", "item.removed"]
    answer = await pair.running.client.get("/v1/auctions", params={"status": "open", "seller": await ana.user_id()})
    return answer.json()["items"][0]["id"], anas.result["id"]


async def test_auctions_are_opened_bid_on_raised_and_taken_back_alike(pair: Pair):
    (ana, bea), (anas, beas) = pair.phones, pair.apis
    lot, posted = await put_up(pair, 50, None)
    for amount in (50, 60):  # the second is her own raise
        bid = await bea.writes(f"/pujar {lot} {amount}")
        body = {"user": beas.user_id, "amount": amount}
        same = await beas.asks("POST", f"/v1/auctions/{posted}/bids", body)
        assert set(await pair.alike(bid, same)) >= {"auction.bid_placed", "wallet.held"}
    await ana.writes("/subastas")
    await ana.taps("o", f":auction:{lot}")
    await ana.taps("o", label="Retirar")
    taken = await ana.taps("ac")
    cancelled = await anas.asks("POST", f"/v1/auctions/{posted}/cancel", {"user": anas.user_id})
    topics = await pair.alike(taken, cancelled)
    assert {"auction.cancelled", "wallet.released", "item.received"} <= set(topics)


async def test_what_is_bought_at_once_is_settled_alike(pair: Pair):
    bea, beas = pair.phones[1], pair.apis[1]
    lot, posted = await put_up(pair, 50, 150)
    await bea.writes(f"/pujar {lot} 150")  # asks first
    bought = await bea.taps("ab", label="Sí, por 150")
    same = await beas.asks("POST", f"/v1/auctions/{posted}/bids", {"user": beas.user_id, "amount": 150})
    topics = await pair.alike(bought, same)
    assert {"auction.bid_placed", "auction.closed", "item.received"} <= set(topics)


async def test_a_question_is_answered_alike_and_one_is_asked_for_alike(pair: Pair):
    bea, beas = pair.phones[1], pair.apis[1]
    await beas.asks("POST", "/v1/trivia", {"language": "es", "question": "quijote", "seconds": 600})
    trivia = beas.result["trivia"]
    await bea.writes(f"/start quiz_{trivia}")
    right = bea.poll["correct_option_ids"][0]
    voted = await bea.votes(right)
    answered = await beas.asks("POST", f"/v1/trivia/{trivia}/answers", {"user": beas.user_id, "option": right})
    assert (await pair.alike(voted, answered, but=frozenset({"place"})))[0] == "trivia.answered"

    asked = await bea.writes("/trivia")
    posted = await beas.asks("POST", "/trivia")
    random = frozenset({"question", "difficulty", "order"})  # each is put a question of their own
    assert await pair.alike(asked, posted, but=random) == ["trivia.opened", "trivia.asked"]


async def test_invoices_cancellations_and_refunds_are_recorded_alike(pair: Pair):
    (ana, _), (anas, _) = pair.phones, pair.apis
    await ana.writes("/vip")
    ordered = await ana.taps("v", ":vip_suscripcion")
    offered = await anas.asks("POST", "/invoices", {"plan": "vip_suscripcion"})
    assert await pair.alike(ordered, offered) == ["invoice.issued"]

    running, bus = pair.running, pair.running.application.bus
    feed = await running.client.get("/v1/events", params={"type": "invoice.issued", "limit": 1_000})
    for each in feed.json()["items"]:
        user, invoice = each["payload"]["buyer"], each["payload"]["invoice"]
        context = bus.context(f"test:paid:{invoice}", actor="test", source="test")
        command = RecordPayment(user, f"charge-{user}", invoice, each["payload"]["stars"], recurring=True)
        await bus.execute(command, context)  # who pays is told by Telegram alone
    await running.settled()

    await ana.writes("/vip")
    cancelled = await ana.taps("u")
    changed = await anas.asks("POST", "/subscriptions/changes", {"canceled": True})
    assert await pair.alike(cancelled, changed) == ["subscription.change_requested"]

    admin = Telegram(running, person(7_100_005, "Mar"))
    await admin.writes("/start")
    role = {"user": await admin.user_id(), "role": "admin"}
    await running.seen(await running.client.post("/v1/admin/roles", json=role))
    back = await admin.writes(f"/refund charge-{await ana.user_id()} sorry")
    refund = {"charge": f"charge-{anas.user_id}", "reason": "sorry"}
    assert await pair.alike(back, await anas.asks("POST", "/refunds", refund)) == ["payment.refund_requested"]
