"""What is locked leads to where it is opened, and from there back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.telegram.callbacks import Open, owner_mark
from commands.membership import GrantMembership
from domain.content import ContentPack
from tests.telegram_mock import Phone
from tests.telegram_world import World, default_pack


def with_a_vip_story() -> ContentPack:
    pack = default_pack()[0]
    story = pack.default_story.model_copy(update={"vip_only": True})
    return pack.model_copy(update={"stories": {story.id: story}})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    return phone


def to_vip(phone: Phone) -> bool:
    return any("Hacerme VIP" in label for label in phone.labels)


async def test_a_mission_for_vips_leads_to_the_plans_and_back(world: World, ana: Phone) -> None:
    mission = next(each for each in world.bus.content.missions if each.vip_only)
    await ana.writes("/misiones")
    await ana.taps(mission.title.es[:12])
    await ana.taps("Hacerme VIP")
    assert "palco VIP" in ana.screen and any("⭐" in label for label in ana.labels)
    await ana.taps("Volver")
    assert mission.title.es in ana.screen and to_vip(ana)


async def test_what_is_open_has_no_such_button(world: World, ana: Phone) -> None:
    mission = next(each for each in world.bus.content.missions if each.vip_only)
    plan = world.bus.content.plans[0].id
    await world.give(GrantMembership(await world.user_id(ana), plan, "thanks"), "test:vip")
    world.reads.catch_up()
    await ana.writes("/misiones")
    await ana.taps(mission.title.es[:12])
    assert not to_vip(ana)


async def test_a_mission_of_the_story_leads_to_the_story_and_one_of_a_level_to_what_raises_it(
    world: World, ana: Phone
) -> None:
    content, mark = world.bus.content, owner_mark(await world.user_id(ana))
    begun = next(
        each
        for each in content.missions
        if each.kind == "story" and not (each.requires or each.level > 1 or each.vip_only)
    )
    await ana.taps_data(Open(owner=mark, screen="mission", what=begun.id).pack())
    assert "📖 Historia" in ana.labels
    high = next(each for each in content.missions if each.level > 1 and not each.vip_only)
    await ana.taps_data(Open(owner=mark, screen="mission", what=high.id).pack())
    assert "🎯 Misiones" in ana.labels and "🏅 Logros" in ana.labels


async def test_what_is_too_dear_leads_to_besitos(world: World, ana: Phone) -> None:
    mark = owner_mark(await world.user_id(ana))
    await ana.taps_data(Open(owner=mark, screen="offer", what="galleta_suerte").pack())
    assert "Te faltan" in ana.screen
    assert "🎁 Regalo" in ana.labels and "🎯 Misiones" in ana.labels


async def test_a_mission_that_others_come_before_leads_to_the_first_of_them(world: World, ana: Phone) -> None:
    content = world.bus.content
    later = next(each for each in content.missions if each.requires and not each.vip_only and each.level == 1)
    first = content.mission(later.requires[0])
    await ana.writes("/misiones")
    await ana.taps(later.title.es[:12])
    await ana.taps(first.title.es[:12])
    assert first.description.es in ana.screen


async def test_a_story_for_vips_leads_to_the_plans_and_back(tmp_path: Path) -> None:
    world = World(tmp_path, with_a_vip_story())
    ana = world.phone()
    await ana.writes("/historia")
    assert "es para VIP" in ana.screen
    await ana.taps("Hacerme VIP")
    assert "palco VIP" in ana.screen
    await ana.taps("Volver")
    assert "es para VIP" in ana.screen
    world.close()


async def test_an_offer_for_vips_leads_to_the_plans(tmp_path: Path) -> None:
    pack = default_pack()[0]
    offer = pack.store[0].model_copy(update={"vip_only": True})
    world = World(tmp_path, pack.model_copy(update={"store": (offer, *pack.store[1:])}))
    ana = world.phone()
    await ana.writes("/tienda")
    owner = owner_mark(await world.user_id(ana))
    await ana.taps_data(Open(owner=owner, screen="offer", what=offer.item).pack())
    await ana.taps("Hacerme VIP")
    await ana.taps("Volver")
    assert pack.item(offer.item).title.es in ana.screen
    world.close()


async def test_a_recipe_leads_to_what_it_lacks_in_the_store(world: World, ana: Phone) -> None:
    content = world.bus.content
    sold = {offer.item for offer in content.store}
    lacking = next(item for each in content.recipes if not each.secret for item in each.needs if item in sold)
    await ana.writes("/mochila")
    await ana.taps("Combinar")
    await ana.taps(f"Conseguir: {content.item(lacking).title.es[:10]}")
    assert content.item(lacking).description.es in ana.screen


async def test_a_forged_way_back_leads_home(world: World, ana: Phone) -> None:
    owner = owner_mark(await world.user_id(ana))
    for what in ("nowhere-x", "menu", "-", "vip_channel-1"):
        await ana.taps_data(Open(owner=owner, screen="vip", what=what).pack())
        assert "palco VIP" in ana.screen and not any("Volver" in label for label in ana.labels)


def test_the_longest_button_fits() -> None:
    assert len(Open(owner="abcd", screen="vip", what=f"mission-{'m' * 40}").pack()) <= 64
