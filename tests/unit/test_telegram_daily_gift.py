"""The streak in Telegram: what it is, buying a freeze once, and what a freeze did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.callbacks import BuyFreeze, owner_mark
from commands.daily_gift import RepairStreak
from commands.wallet import MoveBesitos
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


async def rich(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    await world.give(MoveBesitos(await world.user_id(phone), 500, "prize"), "test:prize")
    return phone


async def test_without_a_streak_there_is_nothing_to_protect(world: World) -> None:
    phone = await rich(world)
    await phone.writes("/racha")
    assert "Ahora no llevas racha" in phone.screen and "empieza otra racha" in phone.screen
    assert not any("protector por" in label for label in phone.labels)
    await phone.taps_data(BuyFreeze(owner=owner_mark(await world.user_id(phone)), asked="1").pack())
    assert "sigue viva" in (phone.pop_up or "")


async def test_a_freeze_is_bought_once_for_each_offer_and_keeps_the_streak(world: World) -> None:
    phone = await rich(world)
    await phone.writes("/regalo")
    await phone.taps("Racha")
    assert "Llevas 1 día de racha" in phone.screen
    (buy,) = [button for row in phone.keyboard for button in row if "protector por 40" in button["text"]]
    await phone.taps_data(buy["callback_data"])
    await phone.taps_data(buy["callback_data"])
    assert world.topics().count("gift.freeze_bought") == 1
    assert "Tienes 1" in phone.screen and "<b>1</b>" not in phone.screen
    world.clock.pass_time(days=2)
    await phone.writes("/racha")
    assert "Llevas 1 día de racha" in phone.screen
    await phone.writes("/regalo")
    assert "un protector guardó tu racha" in phone.screen and "2 días de racha" in phone.screen
    world.clock.pass_time(days=2)
    await phone.writes("/menu")
    assert "de racha" not in phone.screen


@pytest.mark.parametrize("asked", ["", "Á", "x" * 13])
async def test_a_forged_offer_buys_nothing(world: World, asked: str) -> None:
    phone = await rich(world)
    await phone.writes("/regalo")
    await phone.taps_data(f"fz:{owner_mark(await world.user_id(phone))}:{asked}")
    assert "gift.freeze_bought" not in world.topics()


async def test_a_repaired_streak_is_told_and_shown(world: World) -> None:
    phone = await rich(world)
    await phone.writes("/regalo")
    await world.give(RepairStreak(await world.user_id(phone), "outage", 12), "test:repair")
    await world.settle()
    assert any("Tu racha ha vuelto: 12 días" in str(each["text"]) for each in phone.messages)
    await phone.writes("/racha")
    assert "Llevas 12 días de racha" in phone.screen and "La más larga: 12" in phone.screen
