"""Durable subscriptions: a log in memory, checkpoints in a real MongoDB."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import AsyncDatabase, connect
from adapters.subscriptions import EventSubscriptionManager, Policy
from adapters.subscriptions_service import OutOfStep, falls_under
from commands.ports import OutcomeUnknown, StoreUnavailable
from commands.subscriptions import ParkedReaction
from domain.recorded import Damaged, Recorded
from tests.memory_log import MemoryLog, SettableClock, no_external, recorded, soon

QUICK = Policy(first_delay=0.001, longest_delay=0.01, attempts=3, deadline=1.0, grace=0.1)


@pytest.fixture
async def mongodb(mongod: str, database: str) -> AsyncIterator[AsyncDatabase]:
    client = connect(mongod)
    yield client[database]
    client.close()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


class Seen(list[int]):
    """A handler that notes the positions it was given."""

    async def __call__(self, event: Recorded) -> None:
        self.append(event.position)


@pytest.fixture
def manager(mongodb: AsyncDatabase, log: MemoryLog) -> Callable[..., EventSubscriptionManager]:
    def make(**options: Any) -> EventSubscriptionManager:
        options = {"policy": QUICK, "record_external": no_external} | options
        return EventSubscriptionManager(log, MongoReactionStore(mongodb), SettableClock(), **options)

    return make


@asynccontextmanager
async def running(manager: EventSubscriptionManager) -> AsyncIterator[EventSubscriptionManager]:
    await manager.start()
    try:
        yield manager
    finally:
        await manager.stop()


async def nothing_requested(store: MongoReactionStore) -> bool:
    return not await store.requested()


async def crash(manager: EventSubscriptionManager) -> None:
    """As after kill -9: no last checkpoint. (The lease is given back, so that the test need not wait for its end.)"""
    for task in [*manager._keepers, *manager._running.values()]:
        task.cancel()
    await asyncio.gather(*manager._keepers, *manager._running.values(), return_exceptions=True)
    await manager._reader.close()
    await manager._store.release(manager._owner)


# --- what is delivered -----------------------------------------------------------------------------------------------


async def test_a_new_subscription_begins_at_the_head_or_at_the_beginning_as_it_says(manager, log):
    log.record()
    log.record()
    late, all_of_it = Seen(), Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", late, "late")
    await subscriptions.subscribe("gift.claimed", all_of_it, "historian", begins="beginning")
    log.record()
    async with running(subscriptions):
        await subscriptions.wait_for(3, timeout=5)
    assert (late, all_of_it) == ([3], [1, 2, 3])


async def test_what_is_recorded_between_subscribing_and_starting_is_delivered(manager, log):
    seen = Seen()
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", seen, "missions")
    log.record()
    async with running(subscriptions):
        await subscriptions.wait_for(1, timeout=5)
    assert seen == [1]


async def test_only_events_of_the_type_are_delivered_and_a_prefix_means_all_below_it(manager, log):
    exact, below, everything = Seen(), Seen(), Seen()
    subscriptions = manager()
    await subscriptions.subscribe("mission.completed", exact, "achievements")
    await subscriptions.subscribe("mission.*", below, "statistics")
    await subscriptions.subscribe("*", everything, "audit")
    for topic in ("mission.started", "missionary.arrived", "mission.completed"):
        log.record(topic)
    async with running(subscriptions):
        await subscriptions.wait_for(3, timeout=5)
    assert (exact, below, everything) == ([3], [1, 3], [1, 2, 3])


@given(st.from_regex(r"[a-z]{1,4}(\.[a-z]{1,4}){0,2}", fullmatch=True), st.from_regex(r"[a-z]{1,4}", fullmatch=True))
def test_a_prefix_covers_exactly_the_topics_below_it(prefix, rest):
    assert falls_under(f"{prefix}.{rest}", f"{prefix}.*")
    assert not falls_under(prefix, f"{prefix}.*")
    assert not falls_under(f"{prefix}{rest}.x", f"{prefix}.*")


@pytest.mark.parametrize("event_type", ["", "Gift", "gift.", "gift*", "gift.*.claimed", ".claimed"])
async def test_what_is_no_event_type_is_refused(manager, event_type):
    with pytest.raises(ValueError, match="neither a topic"):
        await manager().subscribe(event_type, Seen(), "missions")


async def test_the_same_subscription_twice_is_refused(manager):
    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", Seen(), "missions")
    with pytest.raises(ValueError, match="already"):
        await subscriptions.subscribe("gift.claimed", Seen(), "missions")


async def test_users_go_in_parallel_and_each_user_in_order(manager, log):
    done: dict[str, list[int]] = defaultdict(list)
    busy = most_busy = 0

    async def handler(event: Recorded) -> None:
        nonlocal busy, most_busy
        busy += 1
        most_busy = max(most_busy, busy)
        for _ in range(event.position % 7):
            await asyncio.sleep(0)
        busy -= 1
        done[event.user_id].append(event.position)

    subscriptions = manager()
    await subscriptions.subscribe("*", handler, "missions")
    for n in range(400):
        log.record(user=f"user-{n % 13}")
    async with running(subscriptions):
        await subscriptions.wait_for(400, timeout=10)
    assert sum(map(len, done.values())) == 400
    assert all(positions == sorted(positions) for positions in done.values())
    assert 1 < most_busy <= 13


async def test_events_of_nobody_keep_the_order_of_their_stream(manager, log):
    running_now: set[str] = set()
    done = Seen()

    async def handler(event: Recorded) -> None:
        assert event.stream not in running_now
        running_now.add(event.stream)
        await asyncio.sleep(0)
        running_now.remove(event.stream)
        await done(event)

    subscriptions = manager()
    await subscriptions.subscribe("content.published", handler, "catalogue")
    for position in range(1, 21):
        log.add(recorded(position, "content.published", None, stream=f"content:{position % 2}"))
    async with running(subscriptions):
        await subscriptions.wait_for(20, timeout=5)
    assert sorted(done) == list(range(1, 21))


async def test_a_service_with_slow_handlers_does_not_hold_up_another(manager, log):
    gate, quick = asyncio.Event(), Seen()
    subscriptions = manager(policy=Policy(window=5, deadline=30, grace=0.1))

    async def slow(event: Recorded) -> None:
        await gate.wait()

    await subscriptions.subscribe("*", slow, "slow")
    await subscriptions.subscribe("*", quick, "quick")
    for n in range(50):
        log.record(user=f"user-{n}")
    async with running(subscriptions):
        await soon(lambda: len(quick) == 50)
        status = {each.service: each for each in subscriptions.status()}
        assert status["slow"].in_flight == 5, "never more in memory than the window"
        assert status["slow"].position == 0
        gate.set()
        await subscriptions.wait_for(50, timeout=5)


async def test_one_reading_of_the_log_serves_all_services(manager, log):
    subscriptions = manager()
    for n in range(10):
        await subscriptions.subscribe("*", Seen(), f"service-{n}", begins="beginning")
    for _ in range(2_000):
        log.record()
    async with running(subscriptions):
        await subscriptions.wait_for(2_000, timeout=10)
        assert log.reads <= 2_000 / 500 + 4


# --- across restarts -------------------------------------------------------------------------------------------------


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


# --- several processes -----------------------------------------------------------------------------------------------


async def test_one_process_is_active_and_another_takes_over(manager, log):
    one, other = Seen(), Seen()
    first, second = manager(), manager()
    await first.subscribe("gift.claimed", one, "missions")
    await second.subscribe("gift.claimed", other, "missions")
    await first.start()
    async with running(second):
        await first.wait_for(log.record(), timeout=5)
        assert [each.state for each in second.status()] == ["standby"]
        await first.stop()
        await second.wait_for(log.record(), timeout=5)
        assert [each.state for each in second.status()] == ["active"]
    assert (one, other) == ([1], [2])


async def test_a_standby_knows_how_far_the_active_one_is(manager, log):
    first, second = manager(), manager()
    for each in (first, second):
        await each.subscribe("gift.claimed", Seen(), "missions")
    async with running(first), running(second):
        await second.wait_for(log.record(), timeout=10)


async def test_of_many_processes_that_ask_at_once_one_gets_the_lease(mongodb):
    stores = [MongoReactionStore(mongodb) for _ in range(8)]
    for round_ in range(20):
        held = await asyncio.gather(*(s.hold([f"service-{round_}"], f"owner-{n}", 60) for n, s in enumerate(stores)))
        assert sum(map(len, held)) == 1


async def test_a_lease_ends_by_itself_and_can_be_given_back(mongodb):
    store = MongoReactionStore(mongodb)
    assert await store.hold(["a", "b"], "one", 0.05) == {"a", "b"}
    await soon(lambda: store.hold(["a"], "other", 60))
    assert await store.hold(["a", "b"], "one", 60) == {"b"}
    await store.release("other")
    assert await store.hold(["a", "b"], "one", 60) == {"a", "b"}


async def test_with_mongodb_away_it_waits_and_goes_on_when_it_is_back(log, database, start_mongod: Callable[..., Any]):
    server = start_mongod()
    client, seen = connect(server.uri, timeoutMS=500), Seen()
    store = MongoReactionStore(client[database])
    subscriptions = EventSubscriptionManager(log, store, SettableClock(), no_external, policy=QUICK)
    await subscriptions.subscribe("gift.claimed", seen, "missions")
    async with running(subscriptions):
        await subscriptions.wait_for(log.record(), timeout=5)
        await asyncio.to_thread(server.stop)
        with pytest.raises(StoreUnavailable):
            await subscriptions._keep_leases()
        await subscriptions.wait_for(log.record(), timeout=5)
        await asyncio.to_thread(server.start)
        await soon(lambda: checkpointed(store, 2), within=20)
    assert seen == [1, 2]
    client.close()


async def checkpointed(store: MongoReactionStore, position: int) -> bool:
    try:
        checkpoint = await store.checkpoint("missions")
    except StoreUnavailable:
        return False
    return checkpoint is not None and min(checkpoint.positions.values()) >= position


async def test_a_stale_process_finds_its_checkpoint_moved_and_starts_again_from_it(manager, log, mongodb):
    stale, seen = manager(), Seen()
    await stale.subscribe("gift.claimed", seen, "missions")
    async with running(stale):
        await stale.wait_for(log.record(), timeout=5)
        await stale._save(also_idle=True)
        store = MongoReactionStore(mongodb)
        mine = await store.checkpoint("missions")
        assert mine is not None
        await stale.wait_for(log.record(), timeout=5)
        theirs = replace(mine, revision=mine.revision + 1)
        assert await store.move([theirs], "somebody else") == frozenset()
        await stale._save(also_idle=True)
        assert await store.checkpoint("missions") == theirs, "the stale one has written over it"
        await stale.wait_for(log.record(), timeout=5)
        await stale._save(also_idle=True)
    assert (await store.checkpoint("missions")).positions == {"gift.claimed": 3}
    assert seen == [1, 2, 2, 3]


# --- failures --------------------------------------------------------------------------------------------------------


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


# --- what follows from what was done ---------------------------------------------------------------------------------


async def test_settled_waits_for_the_whole_chain(manager, log):
    async def give_mission(event: Recorded) -> None:
        log.record("mission.completed")

    async def give_achievement(event: Recorded) -> None:
        log.record("achievement.unlocked")

    subscriptions = manager()
    await subscriptions.subscribe("gift.claimed", give_mission, "missions")
    await subscriptions.subscribe("mission.completed", give_achievement, "achievements")
    async with running(subscriptions):
        log.record("gift.claimed")
        assert await subscriptions.settled(timeout=5) == 3


async def test_the_targets_of_a_topic_are_the_services_subscribed_to_it(manager):
    subscriptions = manager()
    await subscriptions.subscribe("gift.*", Seen(), "missions")
    await subscriptions.subscribe("gift.claimed", Seen(), "achievements")
    await subscriptions.subscribe("story.started", Seen(), "story")
    assert subscriptions.targets("gift.claimed") == ["achievements", "missions"]
    assert subscriptions.targets("wallet.credited") == []


async def test_publishing_with_retry_records_one_external_fact_under_one_id(manager):
    calls = []

    async def record(command_id: str, topic: str, payload: Any) -> str:
        calls.append((command_id, topic, payload))
        if len(calls) < 3:
            raise StoreUnavailable("away")
        return "receipt"

    assert await manager(record_external=record).publish_with_retry("shop.sold", {"n": 1}) == "receipt"
    assert len({command_id for command_id, _, _ in calls}) == 1
    assert {topic for _, topic, _ in calls} == {"external.shop.sold"}


async def test_publishing_gives_up_when_its_time_is_over(manager):
    async def record(command_id: str, topic: str, payload: Any) -> Any:
        raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        await manager(record_external=record).publish_with_retry("external.shop.sold", {}, timeout=0.3)


async def test_five_thousand_events_a_second_pass_through(manager, log):
    subscriptions = manager()
    matched = Seen()
    for n in range(20):
        await subscriptions.subscribe("mission.completed", matched, f"service-{n}")
    await subscriptions.subscribe("gift.claimed", matched, "gifts")
    for n in range(10_000):
        log.record("gift.claimed", user=f"user-{n % 50}")
    began = perf_counter()
    async with running(subscriptions):
        await subscriptions.wait_for(10_000, timeout=10)
        took = perf_counter() - began
    assert len(matched) == 10_000
    assert took < 2.0, f"{10_000 / took:.0f} events/s"
    print(f"{10_000 / took:.0f} events/s through 21 services")
