"""What a new topic gets without writing it: the toy of `pebbles.py` against the whole program on real servers."""

import json

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from domain.ids import UserId
from projections.rebuild import rebuild, verify
from projections.registry import all_projections
from queries.history import history
from queries.state import state_of
from queries.traces import trace
from tests.application import Running, running_application
from tests.e2e import pebbles
from tests.e2e.pebbles import HIGHEST, LayPebble, Piles, PileTooHigh, piles


@pytest.fixture
async def running(mongodb_uri, redis_url, tmp_path):
    async with running_application(
        mongodb_uri, tmp_path, redis_url=redis_url, modules=[pebbles], projections=[Piles()]
    ) as started:
        yield started


async def lay(running: Running, user_id: UserId, command_id: str, correlation_id: str | None = None):
    bus = running.application.bus
    context = bus.context(command_id, actor=user_id, source="test", correlation_id=correlation_id)
    return await bus.execute(LayPebble(user_id), context)


async def heights(running: Running) -> dict[str, int]:
    def query(read):
        return {row.user_id: row.height for row in read.execute(select(piles))}

    return await running.application.reads.run(query)


async def test_a_topic_of_one_aggregate_one_command_and_one_table_has_all_that_the_others_have(running):
    app = running.application
    ana = await running.register(1001)

    receipt = await lay(running, ana, "http:k:1", correlation_id="a-walk-by-the-sea")

    # Idempotency: the same id again is the same answer, and a refusal is remembered like any other.
    again = await lay(running, ana, "http:k:1")
    assert again.repeated
    assert (again.positions, again.result) == (receipt.positions, {"height": 1})
    await lay(running, ana, "http:k:2")
    await lay(running, ana, "http:k:3")
    for _ in range(2):
        with pytest.raises(PileTooHigh) as refused:
            await lay(running, ana, "http:k:4")
        assert refused.value == PileTooHigh(HIGHEST)

    # A row, at the position of the receipt.
    await running.settled()
    assert await heights(running) == {ana: HIGHEST}

    # The audit, the trace and time travel.
    page = await app.reads.run(history, ana, type="pebble.*")
    assert [(entry.fields["height"], entry.actor) for entry in page.items] == [(3, ana), (2, ana), (1, ana)]
    lines = await app.reads.run(trace, "a-walk-by-the-sea")
    assert [(line.topic, line.depth) for line in lines] == [("pebble.laid", 0)]
    log = app.stores.process_log.async_log
    assert (await state_of(log, f"pile:{ana}", at=receipt.position)).state == {"height": 1}
    assert (await state_of(log, f"pile:{ana}")).state == {"height": HIGHEST}

    # The feed over HTTP, with the person's other events in one order.
    feed = (await running.client.get("/v1/events", params={"type": "pebble.laid"})).json()
    assert [item["payload"] for item in feed["items"]] == [{"height": 1}, {"height": 2}, {"height": 3}]
    assert feed["items"][0]["correlation_id"] == "a-walk-by-the-sea"


async def test_its_events_reach_integrators_under_their_positions(running, redis_url):
    ana = await running.register(1001)
    receipt = await lay(running, ana, "http:k:1")
    assert running.application.publisher is not None
    await running.application.publisher.wait_for(receipt.position, 10)

    async with Redis.from_url(redis_url) as redis:
        [(entry_id, fields)] = await redis.xrange("yabot:events", receipt.position, receipt.position)

    assert entry_id == f"{receipt.position}-0".encode()
    assert json.loads(fields[b"event"])["event_type"] == "pebble.laid"
    assert fields[b"epoch"].decode() == running.application.stores.process_log.epoch


async def test_its_rows_are_made_again_from_the_log(running):
    app = running.application
    for number in range(3):
        user_id = await running.register(1001 + number)
        for pebble in range(number + 1):
            await lay(running, user_id, f"http:k:{number}:{pebble}")
    await running.settled()
    before = await heights(running)
    log, projections = app.stores.process_log.log, [*all_projections(), Piles()]

    assert {each.projection: each.differences for each in verify(app.read_models.rows, log, projections)} == {
        each.name: () for each in projections
    }
    rebuild(app.read_models.rows, log, [Piles()])

    assert sorted(before.values()) == [1, 2, 3]
    assert await heights(running) == before


async def test_a_ban_stops_it_like_everything_else(running):
    ana = await running.register(1001)
    answer = await running.client.post("/v1/admin/bans", json={"user": ana, "reason": "spam"})
    assert answer.status_code == 200

    with pytest.raises(Exception, match="user-banned"):
        await lay(running, ana, "http:k:1")
