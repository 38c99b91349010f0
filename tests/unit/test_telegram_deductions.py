"""Putting two and two together in Telegram, on the content that we ship."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.callbacks import Conclude, owner_mark, short
from commands.mochila import GrantItem, UseItem
from domain.items import Use
from tests.telegram_mock import Phone
from tests.telegram_world import World, default_pack

TEACHING = {"lupa_cartero": "sello_azul", "chocolate_espeso": "silbido", "galleta_suerte": "media_foto"}
"""Things that teach these hints when they are used."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    pack, _ = default_pack()
    items = tuple(
        each.model_copy(update={"use": Use(hint=TEACHING[each.id])}) if each.id in TEACHING else each
        for each in pack.items
    )
    world = World(tmp_path, pack.model_copy(update={"items": items}))
    yield world
    world.close()


async def learns(world: World, phone: Phone, *things: str) -> None:
    user = await world.user_id(phone)
    for thing in things:
        await world.give(GrantItem(user, thing, 1, "test"), f"test:grant:{thing}")
        await world.give(UseItem(user, thing), f"test:use:{thing}")
    world.reads.catch_up()


async def test_two_clues_are_chosen_and_say_a_third(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    await learns(world, ana, *TEACHING)
    await ana.writes("/mochila")
    await ana.taps("Pistas")
    await ana.taps("Atar cabos")
    assert "1. La estampilla azul" in ana.screen and "3. El silbido de Nima" in ana.screen
    await ana.taps("1")
    assert "¿Con cuál la juntamos?" in ana.screen and ana.labels[:2] == ["1", "2"]
    await ana.taps("1")
    assert "Cada una sigue diciendo lo suyo" in (ana.pop_up or ""), "half a photograph says nothing of the stamp"
    (whistle,) = [str(key["callback_data"]) for row in ana.keyboard for key in row if key["text"] == "2"]
    await ana.taps_data(whistle)
    assert "Un secreto. Los rayos de la estampilla y el silbido de Nima son la misma letra" in ana.screen
    told = ana.screen
    await ana.taps_data(whistle)
    assert ana.screen == told and world.topics().count("story.hint_unlocked") == 4
    await ana.taps("Atar cabos")
    assert "la misma letra" in ana.screen, "a secret is a clue among the others"


async def test_one_clue_can_not_be_put_together(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    await learns(world, ana, "lupa_cartero")
    await ana.writes("/mochila")
    await ana.taps("Pistas")
    assert not any("Atar cabos" in label for label in ana.labels)


async def test_a_forged_button_says_nothing(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    await learns(world, ana, "lupa_cartero")
    owner = owner_mark(await world.user_id(ana))
    await ana.taps_data(Conclude(owner=owner, first="ffffff", second="eeeeee", asked=short(9)).pack())
    assert ana.pop_up and world.topics().count("story.hint_unlocked") == 1
