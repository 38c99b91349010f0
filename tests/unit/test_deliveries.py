"""What became of messages, put on record hour by hour."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.deliveries import SummariseDeliveries
from commands.effects import Tally
from domain.errors import InvalidValue
from tests.telegram_world import World
from tests.unit.given import Topic, given, nothing
from yabot.deliveries import DeliveryTeller

messages = Topic("messages")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COUNTS = (("casual", "sent", "", 3),)


def summary(begins: datetime = NOON, ends: datetime = NOON + HOUR) -> SummariseDeliveries:
    return SummariseDeliveries("telegram", begins, ends, COUNTS)


def test_a_summary_tells_how_many_of_each_kind_came_to_which_end():
    given(nothing).when(summary()).records(
        messages.delivered(
            channel="telegram", begins=NOON, counts=[{"kind": "casual", "end": "sent", "reason": "", "count": 3}]
        )
    )


def test_a_time_that_was_summed_up_is_not_summed_up_again():
    history = messages.delivered(of="telegram", ends=NOON + HOUR)
    given(history).when(summary()).records_nothing()
    given(history).when(summary(NOON + HOUR, NOON + 2 * HOUR)).records(messages.delivered(begins=NOON + HOUR))


def test_a_time_ends_after_it_begins():
    given(nothing).when(summary(NOON, NOON)).refuses(InvalidValue)


# -- the hourly look --------------------------------------------------------------------------------------------------


class Counted:
    """Effects that came to an end in some hours."""

    def __init__(self, *hours: datetime) -> None:
        self.hours, self.asked = hours, 0

    async def tally(self, channel: str, begins: datetime, ends: datetime) -> list[Tally]:
        self.asked += 1
        return [Tally("casual", "sent", "", 2) for hour in self.hours if begins <= hour < ends]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.clock.time = NOON
    yield world
    world.close()


def told(world: World) -> list[datetime]:
    return [each["begins"] for each in world.told_of("messages.delivered")]


async def test_each_full_hour_with_messages_is_told_once_whoever_looks(world: World) -> None:
    counted = Counted(NOON - 3 * HOUR, NOON - HOUR, NOON)
    for _ in range(2):  # two processes, or one that starts again
        teller = DeliveryTeller(world.bus, counted, world.clock)  # type: ignore[arg-type]
        await teller.sum_up()
    assert told(world) == [NOON - 3 * HOUR]
    world.clock.pass_time(minutes=2)
    await teller.sum_up()
    assert told(world) == [NOON - 3 * HOUR, NOON - HOUR]


async def test_an_hour_waits_a_little_for_its_last_answers(world: World) -> None:
    teller = DeliveryTeller(world.bus, Counted(NOON), world.clock)  # type: ignore[arg-type]
    world.clock.pass_time(minutes=61)
    assert await teller.sum_up() == 0
    world.clock.pass_time(minutes=1)
    assert await teller.sum_up() == 1


async def test_what_was_looked_at_is_not_looked_at_again(world: World) -> None:
    counted = Counted()
    teller = DeliveryTeller(world.bus, counted, world.clock)  # type: ignore[arg-type]
    await teller.sum_up()
    asked = counted.asked
    await teller.sum_up()
    assert counted.asked == asked == 7 * 24
