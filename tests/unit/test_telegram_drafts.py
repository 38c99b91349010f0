"""A writer's drafts in the chat: sent as a file, checked, read by their writer alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.telegram.drafts import MAX_DRAFT
from commands.users import GrantRole
from tests.ink_compiler import install_compiler
from tests.telegram_mock import Phone
from tests.telegram_world import World
from yabot.drafts import StoryDrafts

STORIES = Path(__file__).parents[1] / "integration" / "ink"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def writer(world: World) -> Phone:
    return await a_writer(world, 4_001)


async def a_writer(world: World, telegram_id: int) -> Phone:
    phone = world.phone(telegram_id)
    await phone.writes("/menu")
    await world.give(GrantRole(await world.user_id(phone), "writer"), f"grant-{telegram_id}")
    world.reads.catch_up()
    return phone


def compiled(name: str) -> bytes:
    return (STORIES / f"{name}.json").read_bytes()


async def test_a_draft_is_checked_and_read_and_leaves_no_event(world: World, writer: Phone) -> None:
    before = len(world.store.events)
    await writer.sends("faro.es.json", compiled("paths_es"))
    assert "Leo faro.es.json de principio a fin" in writer.messages[-2]["text"]
    assert "faro.es está en orden: pasé por 1 de 1 nudos" in writer.screen
    await writer.taps("Leer el borrador")
    assert "Antes." in writer.screen
    assert "100 💋 de mentira" in writer.screen
    await writer.taps("1. Ir")
    await writer.taps("1. Pagar")
    assert "95 💋 de mentira" in writer.screen
    assert writer.labels[0] == "🔁 Desde el principio"
    await writer.taps("Desde el principio")
    assert "Antes." in writer.screen
    assert len(world.store.events) == before


async def test_what_is_wrong_is_told_in_words_with_its_knot(writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("no_poor_way"))
    assert "todavía no se puede leer" in writer.screen
    assert "gate: every choice costs besitos or is locked to some" in writer.screen
    assert not any("Leer" in label for label in writer.labels)
    await writer.sends("nada.json", b"\xff\xfe")
    assert "nada.json: is no text in UTF-8" in writer.screen
    await writer.sends("nada.json", b"{}")
    assert "this is no compiled Ink" in writer.screen
    await writer.writes("/borradores")
    assert "No tienes ninguno" in writer.screen


async def test_what_a_story_must_not_do_is_found_in_another_process(writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("endless_loop"))
    assert "is there a loop?" in writer.screen


async def test_an_ink_source_needs_a_compiler(writer: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    await writer.sends("faro.es.ink", b"Hola.\n-> END\n")
    assert "export the story from Inky as JSON" in writer.screen


@pytest.mark.parametrize(
    "line",
    [
        b"  INCLUDE /etc/hostname",
        b"- INCLUDE /etc/hostname",
        b"/* x */INCLUDE /etc/hostname",
        b"INC/* x */LUDE /etc/hostname",
        b"INCLUDEx/../../../../etc/hostname",
        b"// x\rINC/* x */LUDE /etc/hostname",
        b"/*/ x */INC/* // */LUDE /etc/hostname",
    ],
)
@pytest.mark.parametrize("file", ["faro.es.ink", "FARO.ES.INK"])
async def test_a_source_does_not_make_the_compiler_read_other_files(writer: Phone, file: str, line: bytes) -> None:
    await writer.sends(file, b"Hola.\n" + line + b"\n-> END\n")
    assert "can't INCLUDE other files" in writer.screen


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
async def test_a_source_in_another_encoding_is_not_compiled(
    writer: Phone, encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = install_compiler(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    await writer.sends("faro.es.ink", "Hola.\nINCLUDE /etc/hostname\n-> END\n".encode(encoding))
    assert "is no text in UTF-8" in writer.screen
    assert not seen.exists()


async def test_only_stories_of_a_fair_size_are_fetched(world: World, writer: Phone) -> None:
    await writer.sends("faro.png", b"x")
    assert "Puedo leer historias" in writer.screen
    await writer.sends("faro.json", b"x", file_size=MAX_DRAFT + 1)
    assert "demasiado grande" in writer.screen
    assert not world.telegram.sent("getFile")
    await writer.sends("faro.json", b" " * (MAX_DRAFT + 1), file_size=10)
    assert "demasiado grande" in writer.screen
    await writer.sends("faro.json", b"x", file_id="gone")
    assert "No pude traer el archivo" in writer.screen


@pytest.mark.parametrize("file", ["Bad Id.es.json", "faro.fr.json", "faro.es.v2.json", ".json", "carta-2.es.ink"])
async def test_a_file_that_is_not_called_as_a_story_is_sent_back_with_what_it_is_to_be_called(
    world: World, writer: Phone, file: str
) -> None:
    await writer.sends(file, compiled("paths_es"))
    assert "faro.es.json" in writer.screen and "minúsculas" in writer.screen
    assert not world.telegram.sent("getFile")


async def test_somebody_without_the_role_is_answered_as_ever(world: World) -> None:
    phone = world.phone(4_002)
    await phone.sends("faro.es.json", compiled("paths_es"))
    await phone.writes("/borradores")
    assert not world.telegram.sent("getFile")
    assert "orrador" not in phone.screen


async def test_drafts_are_their_writers_alone_and_a_second_file_replaces_the_first(world: World, writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("paths_es"))
    first = writer.keyboard[0][0]["callback_data"]
    await writer.sends("faro.es.json", compiled("paths_es").replace(b"^Antes.", b"^Ahora."))
    await writer.sends("muelle.json", compiled("paths_en"))
    await writer.writes("/borradores")
    assert writer.labels[:2] == ["📝 muelle", "📝 faro.es"]
    await writer.taps("faro.es")
    assert "Ahora." in writer.screen
    await writer.taps_data(first)
    assert writer.pop_up is not None
    assert "ya no está" in writer.pop_up
    other = await a_writer(world, 4_003)
    await other.writes("/borradores")
    assert "No tienes ninguno" in other.screen


async def test_an_old_button_and_an_empty_purse_change_nothing(writer: Phone) -> None:
    dear = compiled("paths_es").replace(b"costo:5", b"costo:500")
    await writer.sends("faro.es.json", dear)
    await writer.taps("Leer el borrador")
    opening = writer.messages[-1]
    await writer.taps("1. Ir")
    assert "no alcanza" in writer.screen
    page = writer.messages[-1]
    await writer.taps_data(opening["reply_markup"]["inline_keyboard"][0][0]["callback_data"], opening)
    assert "botón" in (writer.pop_up or writer.screen)  # a pop-up comes in time or not at all: then it is a message
    await writer.taps_data(page["reply_markup"]["inline_keyboard"][0][0]["callback_data"], page)
    assert "500" in (writer.pop_up or writer.screen)
    await writer.writes("/borradores")
    await writer.taps("faro.es")
    assert "Plaza." in writer.screen


async def test_the_list_leads_to_the_page_where_a_draft_was_left(writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("paths_es"))
    await writer.taps("Leer el borrador")
    await writer.taps("1. Ir")
    left = writer.messages[-1]
    await writer.writes("/borradores")
    await writer.taps("faro.es")
    assert "Plaza." in writer.screen
    await writer.taps_data(left["reply_markup"]["inline_keyboard"][0][0]["callback_data"], left)
    assert "95 💋 de mentira" in writer.screen
    await writer.writes("/borradores")
    await writer.taps("faro.es")
    assert "95 💋 de mentira" in writer.screen
    await writer.taps("Desde el principio")
    assert "100 💋 de mentira" in writer.screen


async def test_a_page_that_breaks_leads_back_to_the_one_before_it(world: World, writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("paths_es"))
    await writer.taps("Leer el borrador")
    await writer.taps("1. Ir")
    shelf = world.services.drafts._shelf  # type: ignore[union-attr]
    [(key, kept)] = shelf.kept.items()
    shelf.kept[key] = replace(kept, compiled=compiled("endless_loop").decode())  # as if this page alone ran wild
    await writer.taps("1. ")
    assert writer.labels[:2] == ["📖 La página anterior", "🔁 Desde el principio"]
    shelf.kept[key] = replace(shelf.kept[key], compiled=kept.compiled)
    await writer.taps("La página anterior")
    assert "Plaza." in writer.screen


async def test_a_restart_of_the_bot_loses_no_draft_and_nobodys_place(world: World, writer: Phone) -> None:
    await writer.sends("faro.es.json", compiled("paths_es"))
    await writer.taps("Leer el borrador")
    await writer.taps("1. Ir")
    drafts = world.services.drafts
    assert isinstance(drafts, StoryDrafts)
    again = StoryDrafts(drafts._content, drafts._kept, drafts._shelf)
    [name] = await again.names(await world.user_id(writer))
    page = await again.choose(await world.user_id(writer), name.number, turn=2, choice=0)
    assert (page.lines, page.besitos, page.ended) == (("Pagado.",), 95, True)


async def test_a_draft_that_runs_wild_when_it_is_read_ends_alone_and_is_told_in_words(
    world: World, writer: Phone
) -> None:
    await writer.sends("faro.es.json", compiled("paths_es"))
    shelf = world.services.drafts._shelf  # type: ignore[union-attr]
    [(key, kept)] = shelf.kept.items()
    shelf.kept[key] = replace(kept, compiled=compiled("endless_loop").decode())  # as if the check had not found it
    await writer.taps("Leer el borrador")
    await writer.taps("1. ")
    assert "is there a loop?" in writer.screen
    bea = world.phone(4_009)
    await bea.writes("/menu")
    assert bea.screen
