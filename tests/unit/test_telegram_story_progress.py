"""How far one is in a story: the map, the story so far, and what is told while the story itself is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ink.runtime import InkRuntime
from adapters.telegram.handlers import story_progress
from commands.wallet import MoveBesitos
from domain.story_step import StoryBroken
from tests.telegram_mock import Phone
from tests.telegram_world import World
from tests.unit.test_telegram_story import walk

TO_THE_BAKERY = ("¿Qué hay que hacer?", "Ponerte la gorra", "Estudiar", "Salir a la escalera", "Peldaño 280")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/story")
    return phone


async def reads(phone: Phone, *steps: str) -> None:
    for step in steps:
        await phone.taps(step)


async def test_the_story_so_far_tells_the_choices_by_their_places(ana: Phone) -> None:
    await reads(ana, *TO_THE_BAKERY, "docena")
    await reads(ana, "Mi lectura", "Hasta aquí")
    told = ana.screen.split("\n\n")
    assert told[0] == "📜 Hasta aquí · El correo de las seis y nunca"
    assert told[1].splitlines()[:3] == ["En casa, a las seis", "➤ «¿Qué hay que hacer?»", "➤ Ponerte la gorra · +10 💋"]
    assert told[2] == "La Escalera alta\n➤ Peldaño 280: la panadería de Amaro"
    assert told[3] == "La panadería de Amaro\n➤ Comprar una docena, por educación · −5 💋"


async def test_what_was_taken_back_is_not_part_of_it(ana: Phone) -> None:
    await reads(ana, "¿Qué hay que hacer?", "Ponerte la gorra", "Estudiar", "Salir a la escalera")
    await reads(ana, "Volver atrás", "La gorra y la bolsa", "Sí, volver", "Mi lectura", "Hasta aquí")
    assert [line for line in ana.screen.splitlines() if "➤" in line] == [
        "➤ «¿Qué hay que hacer?»",
        "➤ Ponerte la gorra · +10 💋",
    ]
    await ana.writes("/story")
    await reads(ana, "Salir ya", "Mi lectura", "Hasta aquí")
    assert "Estudiar" not in ana.screen and "➤ Salir ya" in ana.screen


async def test_a_new_reading_has_a_story_of_its_own(ana: Phone) -> None:
    await reads(ana, "¿Qué hay que hacer?", "Volver atrás", "Desde el principio", "Sí, empezar de nuevo")
    await reads(ana, "3. ", "Mi lectura", "Hasta aquí")
    assert "¿Qué hay que hacer?" not in ana.screen and "➤ Mirar la carta" in ana.screen


async def test_a_long_way_has_pages_and_begins_at_the_newest(ana: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_progress, "A_PAGE", 2)
    await reads(ana, *TO_THE_BAKERY, "Mi lectura", "Hasta aquí")
    assert "Peldaño 280" in ana.screen and "Estudiar" not in ana.screen
    assert [label for label in ana.labels if label in ("‹ Antes", "Después ›")] == ["‹ Antes"]
    await ana.taps("Antes")
    assert "En casa, a las seis\n➤ Estudiar" in ana.screen
    assert [label for label in ana.labels if label in ("‹ Antes", "Después ›")] == ["‹ Antes", "Después ›"]
    await ana.taps("Después")
    assert "Peldaño 280" in ana.screen


@pytest.mark.parametrize("page", ["99", "-1", "x", ""])
async def test_a_made_up_page_is_answered_with_one_that_there_is(ana: Phone, page: str) -> None:
    await reads(ana, "¿Qué hay que hacer?", "Mi lectura")
    owner = ana.keyboard[0][0]["callback_data"].split(":")[1]
    await ana.taps_data(f"o:{owner}:sofar:correo-{page}")
    assert "¿Qué hay que hacer?" in ana.screen


async def test_the_map_names_what_was_found_and_counts_the_rest(world: World, ana: Phone) -> None:
    await reads(ana, *TO_THE_BAKERY, "Mi lectura")
    assert "3 de 14" in ana.screen
    assert "En casa, a las seis · La Escalera alta · La panadería de Amaro" in ana.screen
    assert "Finales 0 de 5" in ana.screen
    assert "Momentos a los que volver 1 de 4 · La gorra y la bolsa" in ana.screen
    assert "Pistas 1 de 6" in ana.screen
    definition = world.bus.content.story("correo")
    unseen = [each.es for each in (*definition.endings.values(), *definition.hints.values())]
    assert not [text for text in (*unseen, "faro", "medianoche") if text in ana.screen]
    await ana.taps("Volver")
    assert ana.labels[0].startswith("1. ")


async def test_an_ending_that_was_reached_stands_on_the_map_by_name(world: World, ana: Phone) -> None:
    await world.give(MoveBesitos(await world.user_id(ana), 500, "para leer"), "http:x:1")
    await ana.writes("/story")
    await walk(ana, "Leer otra vez", most=120)
    await ana.taps("Mi lectura")
    (ended,) = world.told_of("story.ended")
    assert f"Finales 1 de 5 · {world.bus.content.story('correo').ending(ended['ending'], 'es')}" in ana.screen


async def test_before_the_first_choice_map_and_story_so_far_are_empty(world: World, ana: Phone) -> None:
    owner = ana.keyboard[0][0]["callback_data"].split(":")[1]
    await ana.taps_data(f"o:{owner}:map:correo")
    assert "Aún no has salido de casa" in ana.screen and "Finales" not in ana.screen
    await ana.taps("Hasta aquí")
    assert "Todavía no has elegido nada" in ana.screen


# -- while the story is away ------------------------------------------------------------------------------------------


class Broken(InkRuntime):
    """Every story breaks where the reader stands."""

    def show(self, story_hash: str, before: str, externals: object) -> object:  # type: ignore[override]
        raise StoryBroken(story_hash, "panaderia", "it goes on and on")


@pytest.mark.parametrize("runtime", [InkRuntime(), Broken()])
async def test_while_the_story_is_away_what_was_chosen_is_told_and_one_can_try_again(
    world: World, ana: Phone, runtime: InkRuntime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await reads(ana, *TO_THE_BAKERY)
    page, recorded = ana.screen, len(world.store.events)
    with monkeypatch.context() as away:
        away.setattr(world.bus, "_stories", runtime)
        await ana.writes("/story")
        assert "ha salido a tomar el aire" in ana.screen and "tus 5 elecciones" in ana.screen
        assert ana.screen.endswith("La Escalera alta\n➤ Peldaño 280: la panadería de Amaro")
        assert "story correo can't be shown" in caplog.text
        await ana.taps("Mi lectura")
        assert "3 de 14" in ana.screen
        await reads(ana, "Hasta aquí", "Volver", "Volver", "Intentar otra vez")
        assert "ha salido a tomar el aire" in ana.screen
    await ana.taps("Intentar otra vez")
    assert ana.screen == page
    assert len(world.store.events) == recorded


async def test_a_choice_made_while_the_story_is_away_is_refused_kindly_and_counts_nothing(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.taps("1. ")
    recorded = len(world.store.events)
    monkeypatch.setattr(world.bus, "_stories", InkRuntime())
    await ana.taps("1. ")
    assert "Tu lectura está a salvo" in (ana.pop_up or "")
    assert len(world.store.events) == recorded


async def test_who_has_not_begun_is_told_kindly_too(world: World, monkeypatch: pytest.MonkeyPatch, ana: Phone) -> None:
    monkeypatch.setattr(world.bus, "_stories", InkRuntime())
    await ana.writes("/story")
    assert "ha salido a tomar el aire" in ana.screen and "elecciones" not in ana.screen
    await ana.writes("/historias")
    assert "Descansa un momento" in ana.screen
