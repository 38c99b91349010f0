"""What a handler could not take: tried again, parked, retried, discarded."""

import asyncio
from dataclasses import replace
from typing import Any

from adapters.mongodb.checkpoints import MongoReactionStore
from domain.recorded import Damaged, Recorded
from tests.integration.subscriptions.helpers import QUICK, Seen, nothing_requested, running
from tests.memory_log import SettableClock, soon


async def test_a_handler_that_fails_now_and_then_is_tried_again(manager, log):
    tries = Seen()

    async def handler(event: Recorded) -> None:
        await tries(event)
        if len(tries) < 3:
            raise RuntimeError("not yet")

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        assert subscriptions.status()[0].parked_partitions == 0
    assert tries == [1, 1, 1]


async def test_an_event_that_keeps_failing_is_parked_with_the_later_ones_of_its_user_and_others_go_on(
    manager, log, mongodb
):
    seen, told = Seen(), []

    async def handler(event: Recorded) -> None:
        if event.position == 1:
            raise RuntimeError("broken")
        await seen(event)

    async def tell(parked: Any) -> None:
        told.append((parked.position, parked.attempts))

    subscriptions = manager(on_parked=tell)
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    for user in ("ana", "ben", "ana", "ben"):
        log.record(user=user)
    async with running(subscriptions):
        await subscriptions.wait_for(4, timeout=5)
    parked = await MongoReactionStore(mongodb).parked("missions")
    assert seen == [2, 4]
    assert [(p.position, p.partition, p.attempts) for p in parked] == [(1, "ana", 3), (3, "ana", 0)]
    assert parked[0].reason == "RuntimeError: broken"
    assert told == [(1, 3), (3, 0)]


async def test_parked_events_are_retried_in_order_and_then_the_user_goes_on(manager, log, mongodb):
    broken, seen, store = True, Seen(), MongoReactionStore(mongodb)

    async def handler(event: Recorded) -> None:
        if broken:
            raise RuntimeError("broken")
        await seen(event)

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    log.record()
    log.record()
    async with running(subscriptions):
        await subscriptions.wait_for(2, timeout=5)
        broken = False
        await subscriptions.wait_for(log.record(), timeout=5)
        assert seen == [], "what is recorded later waits behind the parked one"
        assert await store.request_retry("missions", "ana") == 3
        await subscriptions._see_to_requests()
        log.record()
        await subscriptions.wait_for(4, timeout=5)
    assert seen == [1, 2, 3, 4]
    assert await store.parked() == []


async def test_a_retry_that_fails_again_says_why_and_stays_parked(manager, log, mongodb):
    store = MongoReactionStore(mongodb)
    reason = "first"

    async def handler(event: Recorded) -> None:
        raise RuntimeError(reason)

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        reason = "second"
        await store.request_retry("missions", "ana")
        await subscriptions._see_to_requests()
        await soon(lambda: nothing_requested(store))
    [parked] = await store.parked()
    assert (parked.reason, parked.attempts, parked.retry) == ("RuntimeError: second", 4, False)


async def test_discarding_the_last_parked_event_frees_its_user(manager, log, mongodb):
    seen, store = Seen(), MongoReactionStore(mongodb)

    async def handler(event: Recorded) -> None:
        if event.position == 1:
            raise RuntimeError("broken")
        await seen(event)

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        assert await store.discard("missions", 1, "never mind", SettableClock().now())
        assert not await store.discard("missions", 1, "again", SettableClock().now())
        await subscriptions._see_to_requests()
        await subscriptions.wait_for(log.record(), timeout=5)
    assert seen == [2]
    kept = await mongodb["parked_reactions"].find_one({})
    assert kept is not None and (kept["state"], kept["discarded_because"]) == ("discarded", "never mind")


async def test_what_was_parked_before_a_restart_still_holds_its_user_back(manager, log, mongodb):
    async def broken(event: Recorded) -> None:
        raise RuntimeError("broken")

    before = manager()
    await before.subscribe("gift.claimed", broken, "missions")
    async with running(before):
        await before.wait_for(log.record(), timeout=5)
    seen = Seen()
    after = manager()
    await after.subscribe("gift.claimed", seen, "missions")
    async with running(after):
        log.record(user="ana")
        await after.wait_for(log.record(user="ben"), timeout=5)
    assert seen == [3]
    assert [each.position for each in await MongoReactionStore(mongodb).parked()] == [1, 2]


async def test_a_damaged_event_is_parked_for_those_it_may_concern_and_the_rest_goes_on(manager, log, mongodb):
    gifts, missions = Seen(), Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", gifts, "gifts")
    await subscriptions.subscribe("mission.completed", missions, "missions")
    log.add(Damaged(1, "gift:ana", "gift.claimed", "no metadata"))
    log.add(Damaged(2, None, None, "not a document"))
    log.record("gift.claimed", user="ben")
    log.record("mission.completed", user="ben")
    async with running(subscriptions):
        await subscriptions.wait_for(4, timeout=5)
    parked = await MongoReactionStore(mongodb).parked()
    assert (gifts, missions) == ([3], [4])
    assert [(p.service, p.position) for p in parked] == [("gifts", 1), ("gifts", 2), ("missions", 2)]


async def test_discarding_the_first_parked_event_takes_those_that_waited_behind_it(manager, log, mongodb):
    seen, store = Seen(), MongoReactionStore(mongodb)

    async def handler(event: Recorded) -> None:
        if event.position == 1:
            raise RuntimeError("broken")
        await seen(event)

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        log.record()
        await subscriptions.wait_for(log.record(), timeout=5)
        assert [each.position for each in await store.parked()] == [1, 2]
        assert await store.discard("missions", 1, "never mind", SettableClock().now())
        await subscriptions._see_to_requests()
        await subscriptions.wait_for(log.record(), timeout=5)
    assert seen == [2, 3]
    assert await store.parked() == []


async def test_what_is_asked_for_while_a_retry_is_at_work_is_not_taken_back_with_it(manager, log, mongodb):
    store, tries, at_work, go_on = MongoReactionStore(mongodb), 0, asyncio.Event(), asyncio.Event()

    async def handler(event: Recorded) -> None:
        nonlocal tries
        tries += 1
        if tries > QUICK.attempts:  # those before have parked it
            at_work.set()
            await go_on.wait()
        if tries <= QUICK.attempts + 1:
            raise RuntimeError("broken")

    subscriptions = manager(policy=replace(QUICK, deadline=30))
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        await store.request_retry("missions", "ana")
        await subscriptions._see_to_requests()
        await asyncio.wait_for(at_work.wait(), 5)
        await store.request_retry("missions", "ana")  # mended meanwhile
        go_on.set()
        await soon(lambda: attempted(store, QUICK.attempts + 1))
        await subscriptions._see_to_requests()
        await soon(lambda: nothing_requested(store))
    assert await store.parked() == []


async def attempted(store: MongoReactionStore, attempts: int) -> bool:
    return all(each.attempts == attempts for each in await store.parked())
