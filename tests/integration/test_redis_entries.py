"""What an integrator finds in an entry."""

import json
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from adapters.redis.client import connect
from adapters.redis.entries import Entries
from adapters.redis.parked import ParkedStream
from adapters.redis.stream import PARKED
from commands.subscriptions import ParkedReaction
from domain.recorded import Damaged
from queries.feed import IntegrationEvent
from tests.memory_log import NOON, recorded


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = connect(redis_url)
    yield client
    await client.aclose()


def test_an_entry_is_the_integration_event_with_the_services_subscribed_to_it():
    encode = Entries({"gift.claimed": ["achievements", "missions"]}.__getitem__)
    event = json.loads(encode(recorded(7, "gift.claimed", "ana", amount=10)))
    assert event == {
        "event_id": "event-7",
        "event_type": "gift.claimed",
        "source_service": "test",
        "target_services": ["achievements", "missions"],
        "payload": {"amount": 10},
        "timestamp": "2026-03-01T12:00:00.000Z",
        "retry_count": 0,
        "correlation_id": "correlation-7",
        "position": 7,
        "causation_id": None,
        "user_id": "ana",
    }


def test_a_damaged_event_keeps_its_place_without_payload():
    event = json.loads(Entries(lambda topic: [])(Damaged(7, "gift:ana", "gift.claimed", "no metadata")))
    assert (event["position"], event["event_type"], event["payload"]) == (7, "yabot.damaged", {})
    assert event.keys() == IntegrationEvent.model_fields.keys()


def test_an_event_that_json_can_not_hold_keeps_its_place_too(caplog):
    event = json.loads(Entries(lambda topic: [])(recorded(7, "gift.claimed", "ana", text="\ud800")))
    assert (event["position"], event["event_type"]) == (7, "yabot.damaged")
    assert "position 7" in caplog.text


async def test_what_was_parked_is_told_in_its_own_stream(redis):
    await ParkedStream(redis).announce(ParkedReaction("missions", "ana", 7, "gift.claimed", "broken", 3, NOON))
    [(_, fields)] = await redis.xrange(PARKED)
    assert {name.decode(): value.decode() for name, value in fields.items()} == {
        "service": "missions",
        "position": "7",
        "partition": "ana",
        "event_type": "gift.claimed",
        "reason": "broken",
        "retry_count": "3",
    }
