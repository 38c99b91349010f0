"""Telling people how they stand: who wants it, in the evening, once a day, and only where something has changed."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.ports import StoreUnavailable
from commands.users import UpdateUser
from commands.wallet import MoveBesitos
from tests.telegram_mock import Phone
from tests.telegram_world import World
from yabot.ranks import RankTeller

TUESDAY_EVENING = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
"""20:30 in Mexico City, where the world's community is."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


def head_of(world: World) -> Callable[[], Awaitable[int]]:
    async def head() -> int:
        return len(world.store.events)

    return head


@pytest.fixture
def teller(world: World) -> RankTeller:
    return RankTeller(world.bus, world.reads, world.effects, world.clock, head_of(world))


async def two_who_changed_places(world: World) -> tuple[Phone, Phone]:
    """Ana overtakes Bea on Tuesday; only Ana wants to know."""
    ana, bea = world.phone(), world.phone(4_002, "Bea")
    for phone, amount in ((ana, 10), (bea, 20)):
        await phone.writes("/start")
        await world.give(MoveBesitos(await world.user_id(phone), amount, "prize"), f"test:{amount}")
    await world.give(UpdateUser(await world.user_id(ana), preferences={"ranks": True}), "test:wants")
    world.clock.time = TUESDAY_EVENING
    await world.give(MoveBesitos(await world.user_id(ana), 15, "prize"), "test:15")
    world.reads.catch_up()
    return ana, bea


async def test_who_wants_it_is_told_once_where_they_stand_now(world: World, teller: RankTeller) -> None:
    ana, bea = await two_who_changed_places(world)
    assert await teller.tell() == 1
    assert await teller.tell() == 0
    await RankTeller(world.bus, world.reads, world.effects, world.clock, head_of(world)).tell()
    await world.settle()
    assert len([each for each in ana.messages if "Subes al puesto 1" in str(each["text"])]) == 1
    assert not [each for each in bea.messages if "puesto" in str(each["text"])]


async def test_nothing_is_told_before_the_evening_nor_where_nothing_changed(world: World, teller: RankTeller) -> None:
    await two_who_changed_places(world)
    world.clock.time = TUESDAY_EVENING.replace(hour=1)
    assert await teller.tell() == 0
    world.clock.time = TUESDAY_EVENING
    world.clock.pass_time(days=1)
    assert await teller.tell() == 0


async def test_ranks_wait_for_boards_that_are_behind(world: World, teller: RankTeller) -> None:
    await two_who_changed_places(world)
    world.reads.frozen = True
    with pytest.raises(TimeoutError):
        await teller.tell()
    world.reads.frozen = False
    assert await teller.tell() == 1


async def test_a_new_week_is_compared_with_nothing(world: World, teller: RankTeller) -> None:
    await two_who_changed_places(world)
    world.clock.pass_time(days=6)
    assert await teller.tell() == 0


async def test_what_could_not_be_planned_is_planned_later(
    world: World, teller: RankTeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_who_changed_places(world)

    async def away(effects: object) -> None:
        raise StoreUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(world.effects, "plan", away)
        with pytest.raises(StoreUnavailable):
            await teller.tell()
    assert await teller.tell() == 1
