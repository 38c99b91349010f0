"""The shape in which events leave, and time travel."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.daily_gift import GiftRules, GiftStreak
from domain.errors import NotFound
from domain.wallet import Wallet
from queries.feed import json_safe, to_integration_event
from queries.state import DamagedStream, state_of
from tests.unit.domain_log import DomainLog
from tests.unit.projection_log import MORNING

ANA = "a" * 16


def test_an_event_leaves_in_the_shape_of_the_seed() -> None:
    log = DomainLog()
    (event,) = log.do(Wallet, (ANA,), lambda wallet: wallet.credit(10, "gift"), MORNING, correlation="tap")
    told = json.loads(to_integration_event(event, target_services=("mail",), retry_count=2).model_dump_json())
    assert told == {
        "event_id": event.event_id,
        "event_type": "wallet.credited",
        "source_service": "test",
        "target_services": ["mail"],
        "payload": {"amount": 10, "reason": "gift", "balance": 10},
        "timestamp": "2026-03-01T08:00:00.000Z",
        "retry_count": 2,
        "correlation_id": "tap",
        "position": 1,
        "causation_id": None,
        "user_id": ANA,
    }


def test_a_payload_holds_only_what_json_has() -> None:
    value = {
        "at": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        "day": date(2026, 3, 1),
        "both": (1, {"deep": {3, 2}}),
        5: None,
    }
    assert json_safe(value) == {
        "at": "2026-03-01T09:30:00.000Z",
        "day": "2026-03-01",
        "both": [1, {"deep": [2, 3]}],
        "5": None,
    }


class Streams:
    """The log, as queries read it."""

    def __init__(self, log: DomainLog) -> None:
        self.epoch = log.epoch
        self.read_stream = log.read_stream
        self._log = log

    async def position_at(self, time: datetime) -> int:
        return self._log.position_at(time)


async def test_a_wallet_can_be_seen_as_of_any_version_position_and_time() -> None:
    log = DomainLog()
    for hour, amount in enumerate((10, 20, 30)):
        log.do(
            Wallet, (ANA,), lambda wallet, amount=amount: wallet.credit(amount, "gift"), MORNING + timedelta(hours=hour)
        )
        log.do(Wallet, ("b" * 16,), lambda wallet: wallet.credit(1, "gift"), MORNING + timedelta(hours=hour))
    streams, stream = Streams(log), f"wallet:{ANA}"
    now = await state_of(streams, stream)  # type: ignore[arg-type]
    assert (now.version, now.position, now.state["available"]) == (3, 5, 60)
    second = await state_of(streams, stream, version=2)  # type: ignore[arg-type]
    assert (second.version, second.state["available"]) == (2, 30)
    then = await state_of(streams, stream, at=MORNING + timedelta(minutes=30))  # type: ignore[arg-type]
    assert (then.version, then.state, then.modified_at) == (1, {"available": 10, "holds": {}}, MORNING)
    at = await state_of(streams, stream, at=4)  # type: ignore[arg-type]
    assert at.version == 2
    blank = await state_of(streams, "wallet:nobody")  # type: ignore[arg-type]
    assert (blank.version, blank.position, blank.state["available"]) == (0, None, 0)


async def test_state_is_json_safe_whatever_the_aggregate_knows() -> None:
    from zoneinfo import ZoneInfo

    log = DomainLog()
    log.do(GiftStreak, (ANA,), lambda gift: gift.claim(MORNING, ZoneInfo("UTC"), GiftRules()), MORNING)
    view = await state_of(Streams(log), f"gift:{ANA}")  # type: ignore[arg-type]
    assert view.state == {"last_day": "2026-03-01", "zone": "UTC", "streak": 1, "freezes": 0, "lost": 0}


async def test_what_can_not_be_told_is_said() -> None:
    log = DomainLog()
    with pytest.raises(NotFound):
        await state_of(Streams(log), "nonsense:1")  # type: ignore[arg-type]
    log.damage(f"wallet:{ANA}")
    with pytest.raises(DamagedStream, match="position 1"):
        await state_of(Streams(log), f"wallet:{ANA}")  # type: ignore[arg-type]
