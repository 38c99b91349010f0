"""What stops a subscription, and how it goes on."""

import asyncio

import pytest

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.subscriptions import EventSubscriptionManager, Policy
from commands.ports import OutcomeUnknown, StoreUnavailable
from commands.subscriptions import ParkedReaction
from domain.recorded import Recorded
from tests.integration.subscriptions.helpers import QUICK, Seen, nothing_requested, running
from tests.memory_log import SettableClock, no_external, soon


async def test_an_unknown_topic_stops_the_service_right_there_and_the_status_says_so(manager, log):
    seen = Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", seen, "missions")
    log.record()
    log.record()
    log.record()
    log.unknown = 3
    async with running(subscriptions):
        await subscriptions.wait_for(2, timeout=5)
        with pytest.raises(TimeoutError, match=r"missions at 2 \(position 3: future.topic"):
            await subscriptions.wait_for(3, timeout=0.1)
        [status] = subscriptions.status()
        assert status.state == "stopped" and "future.topic" in (status.reason or "")
    assert seen == [1, 2]


async def test_an_outage_of_the_store_parks_nothing_and_ends_by_itself(manager, log, mongodb):
    tries, seen = 0, Seen()

    async def handler(event: Recorded) -> None:
        nonlocal tries
        tries += 1
        if tries < 20:
            raise StoreUnavailable("away") if tries % 2 else OutcomeUnknown("late")
        await seen(event)

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
    assert seen == [1] and await MongoReactionStore(mongodb).parked() == []


async def test_a_reader_that_failed_is_registered_again(manager, log):
    seen = Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", seen, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        log.away = True
        log.record()
        await soon(lambda: subscriptions.status()[0].state == "stopped")
        log.away = False
        await subscriptions.wait_for(2, timeout=5)
    assert seen == [1, 2]


async def test_a_store_that_refuses_to_keep_a_parked_event_is_asked_again(log, mongodb, caplog):
    class Refusing(MongoReactionStore):
        refusals = 3

        async def park(self, parked: ParkedReaction) -> None:
            self.refusals -= 1
            if self.refusals >= 0:
                raise RuntimeError("no room")
            await super().park(parked)

    async def broken(event: Recorded) -> None:
        raise RuntimeError("broken")

    store = Refusing(mongodb)
    subscriptions = EventSubscriptionManager(log, store, SettableClock(), no_external, policy=QUICK)
    await subscriptions.subscribe("gift.claimed", broken, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
    assert [each.position for each in await store.parked()] == [1]
    assert "no room" in caplog.text


async def test_a_parked_event_that_can_no_longer_be_read_stays_parked_and_says_so(manager, log, mongodb):
    store = MongoReactionStore(mongodb)

    async def broken(event: Recorded) -> None:
        raise RuntimeError("broken")

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", broken, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        log.unknown = 1
        await store.request_retry("missions", "ana")
        await subscriptions._see_to_requests()
        await soon(lambda: nothing_requested(store))
    [parked] = await store.parked()
    assert "future.topic" in parked.reason


async def test_a_handler_that_never_returns_is_given_up_at_its_deadline(manager, log, mongodb):
    async def handler(event: Recorded) -> None:
        await asyncio.Event().wait()

    subscriptions = manager(policy=Policy(first_delay=0.001, longest_delay=0.01, attempts=2, deadline=0.05))
    await subscriptions.subscribe("gift.claimed", handler, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
    [parked] = await MongoReactionStore(mongodb).parked()
    assert parked.reason.startswith("TimeoutError")
