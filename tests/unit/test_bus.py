"""The bus over a log in memory; two buses over one log are two processes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from commands.bus import Bus
from commands.daily_gift import ClaimDailyGift
from commands.external import RecordExternalFact
from commands.ports import CommandIdReused, Outcome
from commands.users import BanUser, RegisterUser
from commands.wallet import MoveBesitos
from domain.daily_gift import GiftAlreadyClaimed
from domain.errors import NotFound
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos
from tests.unit import questions
from tests.unit.given import DEFAULT_NOW, Scene, ana, bea, gift, given, nothing, wallet


def context(bus: Bus, command_id: str, **circumstances):
    return bus.context(command_id, actor=ana, source="test", **circumstances)


def topics(scene: Scene) -> list[str]:
    return [event.topic for event in scene.store.events]


def test_a_commit_carries_who_when_why_and_from_which_content():
    scene = given(nothing)
    bus = scene.bus()
    asyncio.run(
        bus.execute(ClaimDailyGift(ana), context(bus, "telegram:7:1:0", correlation_id="walk", causation_id="tap"))
    )

    claimed, credited = scene.store.events[-2:]
    for event in (claimed, credited):
        assert (event.commit_id, event.correlation_id, event.causation_id) == ("telegram:7:1:0", "walk", "tap")
        assert (event.actor, event.source, event.user_id) == (ana, "test", ana)
        assert event.timestamp == DEFAULT_NOW
        assert event.content == bus.content.hash
    assert (claimed.commit_index, credited.commit_index) == (0, 1)
    assert claimed.event_id != credited.event_id


def test_the_same_command_id_again_answers_the_first_receipt():
    scene = given(nothing)
    first, second = scene.bus(), scene.bus()
    receipt = asyncio.run(first.execute(ClaimDailyGift(ana), context(first, "telegram:7:1:0")))
    again = asyncio.run(second.execute(ClaimDailyGift(ana), context(second, "telegram:7:1:0")))

    assert again.repeated
    assert not receipt.repeated
    assert (again.positions, again.result) == (receipt.positions, receipt.result)
    assert topics(scene).count("gift.claimed") == 1


def test_a_repeat_is_recognised_even_where_it_would_be_decided_otherwise_by_now():
    scene = given(wallet.credited(50, balance=50))
    bus = scene.bus()
    receipt = asyncio.run(bus.execute(MoveBesitos(ana, -20, "a"), context(bus, "http:k:1")))
    again = asyncio.run(bus.execute(MoveBesitos(ana, -20, "a"), context(bus, "http:k:1")))

    assert again.repeated
    assert again.positions == receipt.positions
    assert again.result["balance"] == 30


def test_the_same_command_id_with_another_payload_is_refused():
    scene = given(wallet.credited(50, balance=50))
    bus = scene.bus()
    asyncio.run(bus.execute(MoveBesitos(ana, -20, "a"), context(bus, "http:k:1")))

    for other in (MoveBesitos(ana, -10, "a"), MoveBesitos(ana, -1000, "a")):
        with pytest.raises(CommandIdReused):
            asyncio.run(bus.execute(other, context(bus, "http:k:1")))


def test_a_refused_command_is_refused_again_though_it_could_succeed_by_now():
    scene = given(nothing)
    bus = scene.bus()
    with pytest.raises(InsufficientBesitos) as first:
        asyncio.run(bus.execute(MoveBesitos(ana, -20, "a"), context(bus, "http:k:1")))
    asyncio.run(bus.execute(MoveBesitos(ana, 100, "gift"), context(bus, "http:k:2")))
    with pytest.raises(InsufficientBesitos) as again:
        asyncio.run(bus.execute(MoveBesitos(ana, -20, "a"), context(bus, "http:k:1")))

    assert again.value == first.value
    with pytest.raises(CommandIdReused):
        asyncio.run(bus.execute(MoveBesitos(ana, -21, "a"), context(bus, "http:k:1")))


def test_what_one_process_did_while_another_refused_it_is_done():
    scene, command = given(nothing), MoveBesitos(ana, 20, "a")
    bus = scene.bus()
    receipt = asyncio.run(bus.execute(command, context(bus, "http:k:1")))
    refused = NotFound("user", ana)
    asyncio.run(
        scene.store.record_outcome("http:k:1", Outcome(command.payload_hash, refused.type, dict(refused.details)))
    )

    again = asyncio.run(bus.execute(command, context(bus, "http:k:1")))
    assert (again.positions, again.result, again.repeated) == (receipt.positions, receipt.result, True)


def test_a_refusal_kept_by_a_release_that_told_it_otherwise_is_decided_anew():
    scene, command = given(nothing), MoveBesitos(ana, -20, "a")
    kept = Outcome(command.payload_hash, "insufficient-besitos", {"wanted": 20})
    asyncio.run(scene.store.record_outcome("http:k:1", kept))
    bus = scene.bus()
    with pytest.raises(InsufficientBesitos) as refused:
        asyncio.run(bus.execute(command, context(bus, "http:k:1")))
    assert refused.value == InsufficientBesitos(needed=20, available=0)


def test_a_ban_in_one_process_stops_the_next_command_in_another():
    scene = given(nothing)
    here, there = scene.bus(), scene.bus()
    asyncio.run(there.execute(MoveBesitos(ana, 1, "warms the cache"), context(there, "a")))
    asyncio.run(there.execute(ClaimDailyGift(ana), context(there, "b")))
    asyncio.run(here.execute(BanUser(ana, reason="spam"), context(here, "c")))

    with pytest.raises(UserBanned):
        asyncio.run(there.execute(ClaimDailyGift(ana), context(there, "d", now=DEFAULT_NOW + timedelta(days=1))))


def test_a_refusal_on_old_knowledge_is_not_believed():
    scene = given(wallet.credited(10, balance=10))
    here, there = scene.bus(), scene.bus()
    asyncio.run(there.execute(MoveBesitos(ana, -10, "spends all"), context(there, "a")))
    asyncio.run(here.execute(MoveBesitos(ana, 100, "prize"), context(here, "b")))

    receipt = asyncio.run(there.execute(MoveBesitos(ana, -60, "can be paid by now"), context(there, "c")))

    assert receipt.result["balance"] == 40


def test_a_question_is_not_refused_on_old_knowledge():
    scene = replace(given(nothing), modules=[questions])
    here, there = scene.bus(), scene.bus()
    with pytest.raises(NotFound):
        asyncio.run(there.execute(ClaimDailyGift(bea), context(there, "a")))
    asyncio.run(here.execute(RegisterUser(bea, "es"), context(here, "b")))

    assert asyncio.run(there.ask(questions.AskBalance(bea), context(there, "c"))) == 0


def test_a_rehearsal_says_what_a_command_would_answer_and_records_nothing():
    scene = given(wallet.credited(10, balance=10))
    here, there = scene.bus(), scene.bus()
    spend, before = MoveBesitos(ana, -10, "spends all"), list(scene.store.events)
    assert asyncio.run(there.rehearse(spend, context(there, "a"))) is False
    assert asyncio.run(there.rehearse(spend, context(there, "a"))) is False
    with pytest.raises(InsufficientBesitos):
        asyncio.run(there.rehearse(MoveBesitos(ana, -11, "too much"), context(there, "b")))
    assert (scene.store.events, scene.store.outcomes) == (before, {})

    asyncio.run(here.execute(spend, context(here, "a")))
    assert asyncio.run(there.rehearse(spend, context(there, "a"))) is True
    with pytest.raises(InsufficientBesitos):
        asyncio.run(there.rehearse(spend, context(there, "c")))


def test_a_rehearsal_is_not_refused_on_old_knowledge_and_meets_the_kept_refusal():
    scene = given(nothing)
    here, there = scene.bus(), scene.bus()
    with pytest.raises(InsufficientBesitos):
        asyncio.run(there.execute(MoveBesitos(ana, -20, "a"), context(there, "a")))
    asyncio.run(here.execute(MoveBesitos(ana, 100, "gift"), context(here, "b")))

    assert asyncio.run(there.rehearse(MoveBesitos(ana, -20, "a"), context(there, "c"))) is False
    with pytest.raises(InsufficientBesitos):
        asyncio.run(there.rehearse(MoveBesitos(ana, -20, "a"), context(there, "a")))


def test_the_order_of_keys_and_defaults_make_no_other_command():
    one = RecordExternalFact("stream_watched", ana, {"minutes": 5, "channel": "x"})
    same = RecordExternalFact("stream_watched", ana, {"channel": "x", "minutes": 5}, service="api")

    assert one.payload_hash == same.payload_hash
    assert one.payload_hash != RecordExternalFact("stream_watched", ana, {"minutes": 6, "channel": "x"}).payload_hash
    assert MoveBesitos(ana, 5, "a").payload_hash != MoveBesitos(bea, 5, "a").payload_hash


def test_a_decision_on_old_knowledge_is_made_again_on_fresh():
    scene = given(wallet.credited(100, balance=100))
    here, there = scene.bus(), scene.bus()
    asyncio.run(there.execute(MoveBesitos(ana, -10, "warms the cache"), context(there, "a")))
    asyncio.run(here.execute(MoveBesitos(ana, -80, "elsewhere"), context(here, "b")))

    with pytest.raises(InsufficientBesitos) as refused:
        asyncio.run(there.execute(MoveBesitos(ana, -60, "too much by now"), context(there, "c")))

    assert refused.value == InsufficientBesitos(60, 10)


def test_a_hundred_spends_at_once_take_no_more_than_there_is():
    scene = given(wallet.credited(300, balance=300))
    bus = scene.bus()

    async def spend() -> list:
        tries = [bus.execute(MoveBesitos(ana, -7, "spend"), context(bus, f"s{n}")) for n in range(100)]
        return await asyncio.gather(*tries, return_exceptions=True)

    outcomes = asyncio.run(spend())

    assert sum(not isinstance(each, Exception) for each in outcomes) == 42
    assert {type(each) for each in outcomes if isinstance(each, Exception)} == {InsufficientBesitos}
    assert scene.store.events[-1].balance == 300 - 42 * 7


def test_what_a_refused_decision_had_begun_is_forgotten():
    # The gift's event is made before the wallet says that it is full.
    scene = given(wallet.credited(1, balance=2**31 - 1))
    bus = scene.bus()
    for command_id in ("a", "b"):
        with pytest.raises(Exception, match="wallet-full"):
            asyncio.run(bus.execute(ClaimDailyGift(ana), context(bus, command_id)))
    asyncio.run(bus.execute(MoveBesitos(ana, -1000, "room"), context(bus, "c")))

    asyncio.run(bus.execute(ClaimDailyGift(ana), context(bus, "d")))

    assert topics(scene)[-2:] == ["gift.claimed", "wallet.credited"]


def test_fifty_gifts_at_once_are_one():
    scene = given(nothing)
    bus = scene.bus()

    async def claim() -> list:
        tries = [bus.execute(ClaimDailyGift(ana), context(bus, f"g{n}")) for n in range(50)]
        return await asyncio.gather(*tries, return_exceptions=True)

    outcomes = asyncio.run(claim())

    assert sum(isinstance(each, GiftAlreadyClaimed) for each in outcomes) == 49
    assert topics(scene).count("gift.claimed") == 1


def test_the_locks_are_gone_when_nobody_holds_them():
    scene = given(gift.claimed())
    bus = scene.bus()
    with pytest.raises(GiftAlreadyClaimed):
        asyncio.run(bus.execute(ClaimDailyGift(ana), context(bus, "a")))

    assert not bus._locks._locks
