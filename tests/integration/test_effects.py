"""What leaves the system, in a real MongoDB: casual effects at most once, certain ones at least once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.errors import AutoReconnect

from adapters.mongodb.client import AsyncDatabase, connect
from adapters.mongodb.effects import CLAIM, MongoEffects
from commands.effects import QUIET_HOURS, EffectCounts, PlannedEffect, Tally
from commands.ports import StoreUnavailable
from domain.ids import UserId

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + CLAIM + timedelta(seconds=1)


def planned(position: int = 1, **changes: object) -> PlannedEffect:
    effect = PlannedEffect(
        effect_id=f"effect:{position}:notify:ana",
        channel="telegram",
        user_id=UserId("ana"),
        text="gift-claimed",
        params={"amount": 10},
        position=position,
        correlation_id="correlation",
        due=NOON,
    )
    return replace(effect, **changes)


@pytest.fixture
async def mongodb(mongod: str, database: str) -> AsyncIterator[AsyncDatabase]:
    client = connect(mongod)
    yield client[database]
    client.close()


@pytest.fixture
def effects(mongodb: AsyncDatabase) -> MongoEffects:
    return MongoEffects(mongodb)


async def test_what_is_planned_is_claimed_once_and_sent(effects):
    await effects.plan([planned()])
    [claimed] = await effects.claim(10, NOON, "telegram")
    assert (claimed.planned, claimed.attempts) == (planned(), 0)
    assert await effects.claim(10, NOON, "telegram") == []
    assert await effects.sent(planned().effect_id, "message 7", NOON)
    assert await effects.counts() == EffectCounts(sent=1)


async def test_planning_again_does_nothing_whatever_became_of_the_first(effects):
    await effects.plan([planned(1)])
    await effects.claim(10, NOON, "telegram")
    await effects.sent(planned(1).effect_id, "message 7", NOON)
    await effects.plan([planned(1), planned(2)])
    assert await effects.counts() == EffectCounts(sent=1, planned=1)


async def test_effects_are_claimed_when_they_are_due_the_oldest_first_and_by_channel(effects):
    later = planned(1, due=NOON + timedelta(hours=1))
    await effects.plan([later, planned(3), planned(2), planned(4, effect_id="other", channel="webhook")])
    assert [c.planned.position for c in await effects.claim(10, NOON, "telegram")] == [2, 3]
    assert [c.planned.position for c in await effects.claim(10, NOON, "webhook")] == [4]
    assert [c.planned.position for c in await effects.claim(10, NOON + timedelta(hours=1), "telegram")] == [1]


async def test_what_was_put_off_for_one_reason_is_looked_at_again_for_one_user(effects):
    await effects.plan([planned(1), planned(2), planned(3, user_id=UserId("bea"))])
    for each in await effects.claim(10, NOON, "telegram"):
        reason = "Telegram" if each.planned.position == 2 else QUIET_HOURS
        await effects.postponed(each.planned.effect_id, LATER, reason)
    await effects.look_again(UserId("ana"), "telegram", QUIET_HOURS, NOON)
    [again] = await effects.claim(10, NOON, "telegram")
    assert (again.planned.position, again.attempts) == (1, 0)


async def test_many_claimers_at_once_never_get_the_same_effect(mongodb):
    claimers = [MongoEffects(mongodb) for _ in range(8)]
    await claimers[0].plan([planned(n) for n in range(200)])
    taken: list[str] = []

    async def take(claimer: MongoEffects) -> None:
        while claimed := await claimer.claim(7, NOON, "telegram"):
            taken.extend(each.planned.effect_id for each in claimed)

    while len(taken) < 200:
        await asyncio.gather(*map(take, claimers))
    assert len(set(taken)) == len(taken) == 200


async def test_a_casual_effect_whose_sender_died_stays_unknown_and_is_never_sent_again(effects, mongodb):
    await effects.plan([planned()])
    await effects.claim(10, NOON, "telegram")
    survivor = MongoEffects(mongodb)
    assert await survivor.claim(10, NOON + CLAIM, "telegram") == []
    assert await survivor.claim(10, LATER, "telegram") == []
    assert await survivor.counts() == EffectCounts(unknown=1)


async def test_a_certain_effect_whose_sender_died_is_handed_out_again(effects, mongodb):
    await effects.plan([planned(kind="money")])
    await effects.claim(10, NOON, "telegram")
    [again] = await MongoEffects(mongodb).claim(10, LATER, "telegram")
    assert again.attempts == 1


async def test_a_claim_whose_answer_was_lost_is_made_again(effects, mongodb):
    class LosesOneAnswer:
        lost = False

        def __getattr__(self, name: str) -> object:
            return getattr(mongodb["effects"], name)

        async def update_many(self, which: object, change: object) -> object:
            done = await mongodb["effects"].update_many(which, change)
            if "claimed" in str(change) and not self.lost:
                self.lost = True
                raise AutoReconnect("connection closed")
            return done

    await effects.plan([planned()])
    effects._effects = LosesOneAnswer()
    with pytest.raises(StoreUnavailable):
        await effects.claim(10, NOON, "telegram")
    [claimed] = await effects.claim(10, NOON, "telegram")
    assert (claimed.planned, claimed.attempts) == (planned(), 0)


async def test_what_certainly_failed_is_tried_again_at_its_time(effects):
    await effects.plan([planned()])
    await effects.claim(10, NOON, "telegram")
    assert await effects.failed(planned().effect_id, NOON + timedelta(seconds=5), "slow down")
    assert await effects.claim(10, NOON, "telegram") == []
    [again] = await effects.claim(10, NOON + timedelta(seconds=5), "telegram")
    assert again.attempts == 1


@pytest.mark.parametrize(("certain", "handed_out"), [(False, 0), (True, 1)])
async def test_an_unanswered_effect_is_unknown_and_only_a_certain_one_is_tried_again(effects, certain, handed_out):
    await effects.plan([planned(kind="money" if certain else "game")])
    await effects.claim(10, NOON, "telegram")
    assert await effects.unknown(planned().effect_id, NOON + timedelta(seconds=5), "$no answer", NOON)
    assert await effects.counts() == EffectCounts(unknown=1)
    assert await effects.claim(10, NOON, "telegram") == []
    assert len(await effects.claim(10, NOON + timedelta(seconds=5), "telegram")) == handed_out


async def test_an_effect_that_was_given_up_is_never_sent(effects, mongodb):
    await effects.plan([planned(kind="money")])
    await effects.claim(10, NOON, "telegram")
    assert await effects.given_up(planned().effect_id, "blocked", NOON)
    assert await effects.claim(10, LATER, "telegram") == []
    kept = await mongodb["effects"].find_one({})
    assert kept is not None and (kept["state"], kept["reason"], kept["done_at"]) == ("given_up", "blocked", NOON)


async def test_a_late_answer_does_not_disturb_the_next_claimer_but_a_late_sent_is_believed(effects, mongodb):
    other = MongoEffects(mongodb)
    await effects.plan([planned(kind="money")])
    await effects.claim(10, NOON, "telegram")
    await other.claim(10, LATER, "telegram")
    assert not await effects.failed(planned().effect_id, NOON, "late")
    assert not await effects.given_up(planned().effect_id, "late", NOON)
    assert await effects.sent(planned().effect_id, "message 7", NOON)
    assert not await other.sent(planned().effect_id, "message 8", NOON)


async def test_what_is_urgent_is_claimed_first_and_what_goes_to_everybody_last(effects):
    kinds = ["news", "game", "money", "news", "social"]
    await effects.plan([planned(n, kind=kind, user_id=UserId(f"user {n}")) for n, kind in enumerate(kinds)])
    assert [c.planned.kind for c in await effects.claim(3, NOON, "telegram")] == ["money", "game", "social"]
    assert [c.planned.kind for c in await effects.claim(3, NOON, "telegram")] == ["news", "news"]


async def test_what_is_casual_and_for_the_same_user_is_claimed_together(effects):
    others = [planned(n, user_id=UserId(f"user {n}")) for n in range(1, 20)]
    far = [planned(n, due=NOON if n < 32 else LATER) for n in range(30, 33)]
    await effects.plan([planned(0), *others, *far, planned(40, kind="news")])
    assert [c.planned.position for c in await effects.claim(2, NOON, "telegram")] == [0, 1, 30, 31]


async def test_what_is_put_off_was_not_tried_and_remembers_when_it_was_due(effects):
    await effects.plan([planned()])
    await effects.claim(10, NOON, "telegram")
    assert await effects.postponed(planned().effect_id, LATER, "quiet hours")
    assert await effects.claim(10, NOON, "telegram") == []
    [again] = await effects.claim(10, LATER, "telegram")
    assert (again.attempts, again.since, again.planned.due) == (0, NOON, LATER)


async def test_whatever_was_unknown_once_can_be_seen_even_if_it_left_in_the_end(effects):
    await effects.plan([planned(1, kind="money"), planned(2)])
    await effects.claim(10, NOON, "telegram")
    await effects.unknown(planned(1).effect_id, NOON, "no answer", NOON)
    [again] = await MongoEffects(effects._effects.database).claim(10, LATER, "telegram")
    await effects.sent(again.planned.effect_id, "message 7", LATER)
    first, second = await effects.uncertain(10)
    assert (first.effect_id, first.kind, first.state, first.unknown_at) == (
        planned(2).effect_id,
        "casual",
        "unknown",
        LATER,
    )
    assert (second.effect_id, second.kind, second.state, second.unknown_at) == (
        planned(1).effect_id,
        "money",
        "sent",
        NOON,
    )
    assert len(await effects.uncertain(1)) == 1


async def test_what_came_to_an_end_is_tallied_by_kind_end_and_reason(effects):
    await effects.plan([planned(n, kind="money" if n == 1 else "game") for n in range(1, 7)])
    await effects.claim(10, NOON, "telegram")
    for n in (1, 2, 3):
        await effects.sent(planned(n).effect_id, "message", NOON)
    await effects.given_up(planned(4).effect_id, "blocked", NOON)
    await effects.unknown(planned(5).effect_id, NOON, "no answer", NOON)
    await effects.sent(planned(6).effect_id, "message", LATER)
    assert await effects.tally("telegram", NOON, LATER) == [
        Tally("game", "given_up", "blocked", 1),
        Tally("game", "sent", "", 2),
        Tally("game", "unknown", "no answer", 1),
        Tally("money", "sent", "", 1),
    ]
    assert await effects.tally("webhook", NOON, LATER) == []


async def test_planning_wakes_the_one_who_waits_for_that_channel(effects):
    await effects.plan([planned()])
    await asyncio.wait_for(effects.wait("telegram", timeout=60), timeout=5)
    waiting = asyncio.create_task(effects.wait("telegram", timeout=60))
    await effects.plan([planned(2, channel="webhook")])
    assert not waiting.done()
    await effects.plan([planned(3)])
    await asyncio.wait_for(waiting, timeout=5)
    await effects.wait("telegram", timeout=0.01)


async def test_a_store_that_is_away_is_said_so(database):
    client = connect("mongodb://127.0.0.1:1/?replicaSet=rs0", timeoutMS=200)
    with pytest.raises(StoreUnavailable):
        await MongoEffects(client[database]).plan([planned()])
    client.close()
