"""What a subscription hands to its handlers, and in which order."""

import asyncio
from collections import defaultdict
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.subscriptions import Policy
from adapters.subscriptions_service import falls_under
from commands.ports import StoreUnavailable
from domain.recorded import Recorded
from tests.integration.subscriptions.helpers import Seen, running
from tests.memory_log import recorded, soon


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
    """Seconds of this process' own work, so that it does not depend on what else the machine does."""
    subscriptions = manager()
    matched = Seen()
    for n in range(20):
        await subscriptions.subscribe("mission.completed", matched, f"service-{n}")
    await subscriptions.subscribe("gift.claimed", matched, "gifts")
    for n in range(10_000):
        log.record("gift.claimed", user=f"user-{n % 50}")
    began = process_time()
    async with running(subscriptions):
        await subscriptions.wait_for(10_000, timeout=10)
        took = process_time() - began
    assert len(matched) == 10_000
    assert took < 2.0, f"{10_000 / took:.0f} events/s"
    print(f"{10_000 / took:.0f} events/s through 21 services")
