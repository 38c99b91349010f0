"""Inviting in Telegram: the link, arriving by it, and the reward for both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.referrals import referral_code
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


async def link_of(world: World, phone: Phone) -> str:
    """What the phone's owner shares, as it stands on their screen: the payload of /start."""
    await phone.writes("/invitar")
    link = f"ref_{referral_code(await world.user_id(phone))}"
    assert f"?start={link}" in phone.screen
    return link


async def test_a_newcomer_comes_by_a_link_and_both_are_rewarded_after_a_deed(world: World) -> None:
    ana, bea = world.phone(), world.phone(4_002, "Bea")
    await ana.writes("/start")
    link = await link_of(world, ana)
    await bea.writes(f"/start {link}")
    assert "Hola, Bea" in bea.screen and "de parte de Ana" in bea.screen
    for _ in range(3):
        await bea.writes("/regalo")
        await world.settle()
        world.clock.pass_time(days=1)
    assert [event.topic for event in world.store.events].count("referral.rewarded") == 1
    assert any("la invitación de Ana" in str(message["text"]) for message in bea.messages)
    assert any("Bea con tu invitación" in str(message["text"]) for message in ana.messages)
    await ana.writes("/menu")
    await ana.taps("Invitar")
    assert "Ha venido 1 persona" in ana.screen


async def test_who_waits_is_counted(world: World) -> None:
    ana, bea = world.phone(), world.phone(4_002, "Bea")
    await ana.writes("/start")
    await bea.writes(f"/start {await link_of(world, ana)}")
    await ana.writes("/invitar")
    assert "dando sus primeros pasos" in ana.screen


async def test_ones_own_link_a_strangers_and_a_late_one_are_answered_kindly(world: World) -> None:
    ana, bea = world.phone(), world.phone(4_002, "Bea")
    await ana.writes("/start")
    await bea.writes("/regalo")
    link = await link_of(world, ana)
    await ana.writes(f"/start {link}")
    assert "tu propio enlace" in ana.screen
    await bea.writes(f"/start {link}")
    assert "Tú ya eres de casa" in bea.screen and "Bea" in bea.screen
    await bea.writes("/start ref_aaaaaaaaaaaa")
    assert "no es de nadie" in bea.screen
    assert "referral.made" not in world.topics()


async def test_the_same_update_again_makes_nothing_twice(world: World) -> None:
    ana, bea = world.phone(), world.phone(4_002, "Bea")
    await ana.writes("/start")
    await bea.writes(f"/start {await link_of(world, ana)}")
    await bea.again()
    assert world.topics().count("referral.made") == 1


async def test_a_link_says_nothing_of_who_made_it(world: World) -> None:
    ana = world.phone(4_001)
    await ana.writes("/start")
    link = await link_of(world, ana)
    assert str(await world.user_id(ana)) not in link and "4001" not in link
