"""What the bot says in passing, where it is said: in the menu and with the gift."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from commands.membership import GrantMembership
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


def says(world: World, phone: Phone, slot: str, variant: int) -> bool:
    text = world.bus.content.slot(slot)[variant].text.es
    return escape(text, quote=False) in phone.screen


async def test_the_menu_speaks_to_newcomers_and_otherwise_to_vips(world: World) -> None:
    phone = world.phone()
    await phone.writes("/start")
    await phone.writes("/menu")
    assert says(world, phone, "home", -1)
    user = await world.user_id(phone)
    [plan, *_] = world.bus.content.plans
    await world.give(GrantMembership(user, plan.id, "a friend"), "test:vip")
    await phone.writes("/menu")
    vip = next(place for place, each in enumerate(world.bus.content.slot("home")) if each.when and each.when.vip)
    assert says(world, phone, "home", vip) and not says(world, phone, "home", -1)


async def test_the_gift_comes_with_a_word(world: World) -> None:
    phone = world.phone()
    await phone.writes("/start")
    await phone.writes("/regalo")
    assert says(world, phone, "gift", -1)


async def test_content_without_such_texts_says_nothing(world: World) -> None:
    world.bus.content = world.bus.content.model_copy(update={"personal": {}})
    phone = world.phone()
    await phone.writes("/start")
    await phone.writes("/menu")
    assert "<i></i>" not in phone.screen and "None" not in phone.screen
