"""What a subscription does across restarts, and when it is changed."""

import asyncio

import pytest

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.subscriptions import Policy
from adapters.subscriptions_service import OutOfStep
from commands.ports import StoreUnavailable
from domain.recorded import Recorded
from tests.integration.subscriptions.helpers import Seen, crash, running
from tests.memory_log import soon


async def test_a_restart_goes_on_from_the_checkpoint(manager, log):
    first, second = Seen(), Seen()
    before = manager()
    await before.subscribe("gift.claimed", first, "missions")
    log.record()
    async with running(before):
        await before.wait_for(1, timeout=5)
    log.record()
    after = manager()
    await after.subscribe("gift.claimed", second, "missions", begins="beginning")
    async with running(after):
        await after.wait_for(2, timeout=5)
    assert (first, second) == ([1], [2])


async def test_a_crash_between_handling_and_checkpoint_means_handling_again(manager, log):
    first, second = Seen(), Seen()
    before = manager()
    await before.subscribe("gift.claimed", first, "missions")
    log.record()
    log.record()
    await before.start()
    await before.wait_for(2, timeout=5)
    await crash(before)
    after = manager()
    await after.subscribe("gift.claimed", second, "missions")
    async with running(after):
        await after.wait_for(2, timeout=5)
    assert (first, second) == ([1, 2], [1, 2])


async def test_the_checkpoint_never_passes_an_event_that_is_still_being_handled(manager, log, mongodb):
    gate, done = asyncio.Event(), Seen()

    async def handler(event: Recorded) -> None:
        if event.user_id == "slow":
            await gate.wait()
        await done(event)

    before = manager(policy=Policy(deadline=30, grace=0.1))
    await before.subscribe("*", handler, "missions")
    log.record(user="quick")
    log.record(user="slow")
    log.record(user="quick")
    await before.start()
    await soon(lambda: done == [1, 3])
    await before._save(also_idle=True)
    kept = await MongoReactionStore(mongodb).checkpoint("missions")
    assert kept is not None and kept.positions == {"*": 1}
    await crash(before)
    again = Seen()
    after = manager()
    await after.subscribe("*", again, "missions")
    async with running(after):
        await after.wait_for(3, timeout=5)
    assert again == [2, 3]


async def test_a_type_added_to_a_service_begins_where_it_says_and_the_others_are_not_repeated(manager, log):
    first = Seen()
    before = manager()
    await before.subscribe("gift.claimed", first, "missions", begins="beginning")
    log.record("gift.claimed")
    log.record("story.choice_made")
    log.record("gift.claimed")
    async with running(before):
        await before.wait_for(3, timeout=5)
    gifts, choices = Seen(), Seen()
    after = manager()
    await after.subscribe("gift.claimed", gifts, "missions", begins="beginning")
    await after.subscribe("story.choice_made", choices, "missions", begins="beginning")
    log.record("gift.claimed")
    async with running(after):
        await after.wait_for(4, timeout=5)
    assert (first, gifts, choices) == ([1, 3], [4], [2])


async def test_subscribing_while_running_takes_part_at_once(manager, log):
    seen = Seen()
    subscriptions = manager()
    await subscriptions.subscribe("mission.completed", Seen(), "achievements")
    async with running(subscriptions):
        await subscriptions.subscribe("gift.claimed", seen, "missions")
        await subscriptions.subscribe("gift.claimed", seen, "achievements")
        await subscriptions.wait_for(log.record(), timeout=5)
    assert seen == [1, 1]


async def test_subscribing_while_checkpoints_are_being_written_loses_nothing(manager, log, caplog):
    gifts, stories = Seen(), Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", gifts, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record("gift.claimed"), timeout=5)
        service = subscriptions._services["missions"]
        being_written = service.unsaved(True)
        assert being_written is not None
        await subscriptions.subscribe("story.*", stories, "missions")
        await soon(lambda: service.unsaved(True) is None and service._lanes is not None)
        service.saved(being_written)
        log.record("story.started")
        await subscriptions.wait_for(log.record("gift.claimed"), timeout=5)
    assert (set(gifts), stories) == ({1, 3}, [2])
    assert "stopped" not in caplog.text


async def test_unsubscribing_ends_the_subscription_and_only_that(manager, log, mongodb):
    gone, kept = Seen(), Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", gone, "missions")
    await subscriptions.subscribe("story.*", kept, "missions")
    await subscriptions.subscribe("gift.claimed", gone, "alone")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record("gift.claimed"), timeout=5)
        await subscriptions.unsubscribe("gift.claimed", "missions")
        await subscriptions.unsubscribe("gift.claimed", "alone")
        log.record("gift.claimed")
        await subscriptions.wait_for(log.record("story.started"), timeout=5)
    assert (sorted(gone), kept) == ([1, 1], [3])
    assert subscriptions.targets("gift.claimed") == []
    assert await MongoReactionStore(mongodb).checkpoint("alone") is None


async def test_a_subscription_that_could_not_be_ended_is_there_and_can_be_ended_again(
    manager, log, mongodb, monkeypatch
):
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", Seen(), "missions")

    async def away(*_: object) -> None:
        raise StoreUnavailable("away")

    with monkeypatch.context() as outage:
        outage.setattr(MongoReactionStore, "forget", away)
        with pytest.raises(StoreUnavailable):
            await subscriptions.unsubscribe("gift.claimed", "missions")
    assert subscriptions.targets("gift.claimed") == ["missions"]
    await subscriptions.unsubscribe("gift.claimed", "missions")
    assert await MongoReactionStore(mongodb).checkpoint("missions") is None


async def test_a_checkpoint_ahead_of_the_log_or_of_another_epoch_is_refused_by_name(manager, log):
    before = manager()
    await before.subscribe("gift.claimed", Seen(), "missions")
    log.record()
    log.record()
    async with running(before):
        await before.wait_for(2, timeout=5)
    log.restore("first", keep=1)
    with pytest.raises(OutOfStep, match="missions is 2, the log ends at 1"):
        await manager().subscribe("gift.claimed", Seen(), "missions")
    log.restore("second", keep=1)
    log.record()
    with pytest.raises(OutOfStep, match="missions is of epoch first, the log of second"):
        await manager().subscribe("gift.claimed", Seen(), "missions")


async def test_a_type_added_while_the_checkpoint_is_saved_is_not_lost(manager, log, mongodb):
    first, second, store = Seen(), Seen(), MongoReactionStore(mongodb)
    saving, go_on = asyncio.Event(), asyncio.Event()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", first, "missions")
    move = subscriptions._store.move

    async def slow_at_first(*arguments):
        if not saving.is_set():
            saving.set()
            await go_on.wait()
        return await move(*arguments)

    subscriptions._store.move = slow_at_first
    async with running(subscriptions):
        await subscriptions.wait_for(log.record("gift.claimed"), timeout=5)
        await asyncio.wait_for(saving.wait(), 5)
        adding = asyncio.create_task(subscriptions.subscribe("story.choice_made", second, "missions"))
        await asyncio.wait({adding}, timeout=0.3)
        go_on.set()
        await adding
        await subscriptions.wait_for(log.record("story.choice_made"), timeout=5)
    kept = await store.checkpoint("missions")
    assert kept is not None and kept.positions == {"gift.claimed": 2, "story.choice_made": 2}
    assert (first[-1], second) == (1, [2])
