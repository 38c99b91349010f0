"""Several processes that run the same services."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import connect
from adapters.subscriptions import EventSubscriptionManager
from commands.ports import StoreUnavailable
from commands.subscriptions import Checkpoint
from tests.integration.subscriptions.helpers import QUICK, Seen, checkpointed, running
from tests.memory_log import SettableClock, no_external, soon


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


async def test_who_subscribes_while_leases_are_asked_for_is_no_standby(mongodb, log, caplog):
    class Asked(MongoReactionStore):
        async def hold(self, *asked: Any) -> Any:
            held = await super().hold(*asked)
            if not seen:
                seen.append(0)
                await late.subscribe("gift.claimed", seen, "buttons")
            return held

    seen = Seen()
    late = EventSubscriptionManager(log, Asked(mongodb), SettableClock(), policy=QUICK, record_external=no_external)
    await late.subscribe("gift.claimed", Seen(), "missions")
    async with running(late):
        assert {each.state for each in late.status()}.isdisjoint({"standby"})
        await late.wait_for(log.record(), timeout=5)
    assert seen == [0, 1]
    assert [each.getMessage() for each in caplog.records if each.levelname == "WARNING"] == []


async def test_a_standby_knows_how_far_the_active_one_is(manager, log):
    first, second = manager(), manager()
    for each in (first, second):
        await each.subscribe("gift.claimed", Seen(), "missions")
    async with running(first), running(second):
        await second.wait_for(log.record(), timeout=10)


async def test_a_checkpoint_whose_answer_was_lost_is_written_again_by_its_owner_only(mongodb):
    store = MongoReactionStore(mongodb)
    first = Checkpoint("missions", {"*": 1}, "epoch", 1)
    await store.move([first], "one")
    lost_answer = replace(first, positions={"*": 2}, revision=2)
    assert await store.move([lost_answer], "one") == frozenset()
    again = replace(lost_answer, positions={"*": 3})
    assert await store.move([again], "other") == {"missions"}
    assert await store.move([again], "one") == frozenset()
    assert await store.checkpoint("missions") == again


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
