"""Several stories, what is locked, and how to open it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.membership import GrantMembership
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.definitions import Text
from domain.story_definition import StoryDefinition
from tests.telegram_mock import Phone
from tests.telegram_world import World, default_pack
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

TOY = {"es": SPANISH, "en": ENGLISH}


def story(id: str, title: str, **more: object) -> StoryDefinition:
    words = {"es": title, "en": title}
    return StoryDefinition.model_validate({"id": id, "title": words, "summary": words, "languages": TOY, **more})


def pack(*stories: StoryDefinition) -> ContentPack:
    """Our content with other stories; what only ours gave has gone with them."""
    return default_pack()[0].model_copy(update={"stories": {each.id: each for each in stories}})


PLACES = {
    "inicio": Place((Way("Salir", "plaza"), Way("Abrazar", "fin"))),
    "plaza": Place(
        (
            Way("Al palco", "fin", ("vip",)),
            Way("A la torre", "fin", ("nivel:3",)),
            Way("Al puerto", "fin", ("tras:migas_para_nima",)),
            Way("Con la llave", "fin", ("con:farolillo",)),
            Way("Con el soplo", "fin", ("con:silbido",)),
            Way("Con el cromo", "fin", ("con:llave_buzon",)),
            Way("Pagar", "fin", ("costo:50",)),
            Way("Irse", "fin"),
            Way("Lucir el palco", "fin", needs="es_vip"),
        )
    ),
    "fin": Place(tags=("final:feliz",)),
}

FIRST = story("primera", "La primera", default=True, missions=["migas_para_nima"])
SECOND = story("segunda", "La segunda", after="primera")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, pack(FIRST, SECOND), ToyStories(**PLACES))
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    return phone


async def test_the_shelf_tells_how_far_one_is_and_how_what_is_locked_opens(ana: Phone) -> None:
    await ana.writes("/historias")
    assert "Sin empezar" in ana.screen
    assert "🔒 La segunda" in ana.screen and "cuando llegues a un final de «La primera»" in ana.screen
    await ana.taps("🔒 La segunda")
    assert "empieza donde acaba «La primera»" in ana.screen
    await ana.taps("La primera")
    await ana.taps("Salir")
    await ana.taps("Historias")
    assert "Llevas una elección" in ana.screen


async def test_the_next_chapter_opens_with_an_ending_of_the_one_before(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await ana.taps("Abrazar")
    world.clock.pass_time(minutes=1)
    await ana.writes("/story")
    assert "📚 Historias" in ana.screen and "Conoces un final" in ana.screen and "🔒" not in ana.screen
    await ana.taps("La segunda")
    await ana.taps("Salir")
    await ana.writes("/story")
    assert "1. Al palco" in ana.screen  # the story that was read last, where it was left


async def test_a_newcomer_is_shown_the_default_story(ana: Phone) -> None:
    await ana.taps("Historia")
    assert "La primera" in ana.screen and ana.labels[0].startswith("1. Salir")


async def test_a_deep_link_leads_to_a_story_and_one_that_is_gone_to_the_shelf(ana: Phone) -> None:
    await ana.writes("/start story_segunda")
    assert "empieza donde acaba" in ana.screen
    await ana.writes("/start story_primera")
    assert "1. Salir" in ana.screen
    await ana.writes("/start story_tercera")
    assert ana.screen.startswith("📚 Historias")
    await ana.writes("/start historia")
    assert "1. Salir" in ana.screen


@pytest.mark.parametrize(
    ("gate", "told", "leads", "shows"),
    [
        ({"vip_only": True}, "es para VIP", "Hacerme VIP", "palco VIP"),
        ({"level": 3}, "hasta el nivel 3", "Misiones", "Misiones"),
        ({"mission": "tres_paginas"}, "hasta que completes la misión «Tres páginas»", "Tres páginas", "Tres páginas"),
        ({"item": "farolillo"}, "hasta que vengas con 🏮 Farolillo", "Conseguir: Farolillo", "Farolillo"),
    ],
)
async def test_a_locked_story_says_how_it_opens_and_leads_there(
    tmp_path: Path, gate: dict[str, object], told: str, leads: str, shows: str
) -> None:
    world = World(tmp_path, pack(story("cerrada", "La cerrada", **gate)), ToyStories(**PLACES))
    phone = world.phone()
    await phone.writes("/story")
    assert told in phone.screen
    await phone.taps(leads)
    assert shows in phone.screen
    world.close()


async def test_a_locked_choice_says_how_it_opens_and_its_button_leads_there(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await ana.taps("Salir")
    for told in ("Al palco (solo VIP)", "A la torre (desde el nivel 3)", "Al puerto (tras la misión «"):
        assert f". {told}" in ana.screen
    for way in ("Hacerme VIP", "Misiones", "Logros", "Conseguir: Farolillo", "Regalo"):
        assert [way in label for label in ana.labels].count(True) == 1, way
    assert [label[:3] for label in ana.labels[:8]] == ["🔒1.", "🔒2.", "🔒3.", "🔒4.", "🔒5.", "🔒6.", "🔒7.", "8. "]
    recorded = len(world.store.events)
    for number in range(1, 8):
        await ana.taps(f"🔒{number}.")
        assert ana.pop_up and "La primera" not in ana.pop_up
    assert len(world.store.events) == recorded


async def test_the_gift_below_a_page_that_is_too_dear_is_taken_there(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await ana.taps("Salir")
    await ana.taps("Regalo")
    assert "gift.claimed" in world.topics()


async def test_a_choice_that_is_not_offered_any_more_is_answered_with_those_that_are(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await ana.taps("Salir")
    page, old = ana.messages[-1], ana.keyboard[7][0]
    await world.give(GrantMembership(await world.user_id(ana), world.bus.content.plans[0].id, "thanks"), "http:x:1")
    recorded = len(world.store.events)
    await ana.taps_data(old["callback_data"], page)
    assert "Algo ha cambiado en esta página" in (ana.pop_up or "")
    assert "9. Lucir el palco" in ana.screen
    assert len(world.store.events) == recorded
    await ana.taps("9. ")
    assert "Fin." in ana.screen


async def test_a_choice_that_was_too_dear_opens_with_the_besitos(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await ana.taps("Salir")
    await world.give(MoveBesitos(await world.user_id(ana), 50, "verbena"), "http:x:1")
    await ana.writes("/story")
    await ana.taps("7. Pagar")
    assert "−50 💋" in (ana.pop_up or "") and "Fin." in ana.screen


async def test_somebody_elses_button_chooses_nothing(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    ben = world.phone(telegram_id=4_002, name="Ben")
    await ben.writes("/start")
    await ben.taps_data(ana.keyboard[0][0]["callback_data"])
    assert "de otra persona" in (ben.pop_up or "")
    assert not [topic for topic in world.topics() if topic.startswith("story.")]


def test_titles_are_in_both_languages() -> None:
    correo = default_pack()[0].story("correo")
    for titles in (correo.places, correo.endings, correo.checkpoints):
        assert titles and all(isinstance(each, Text) and each.es != each.en for each in titles.values())
