"""A page becomes messages that Telegram takes, with the choices on the last."""

import asyncio
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramNetworkError
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.bot_api import bad_request
from adapters.telegram.markup import MAX_CAPTION, MAX_MESSAGE, read_html, visible_length
from adapters.telegram.passages import Passage, Piece
from adapters.telegram.pictures import Pictures
from adapters.telegram.rates import Pacing, Rates
from commands import story
from domain.content import ContentPack
from domain.story_definition import StoryDefinition
from domain.story_parts import in_parts
from domain.story_step import StoryLine
from tests.telegram_mock import Phone, retry_after
from tests.telegram_world import CONTENT, World, default_pack

FARO = CONTENT / "stories" / "correo" / "pictures" / "faro.png"

paragraphs = st.lists(st.text(alphabet="a é💋 <&", min_size=1, max_size=9).map(lambda each: each * 150), max_size=6)
parts = st.lists(st.tuples(paragraphs, st.sampled_from([None, FARO])), max_size=4)


@given(parts, paragraphs)
def test_no_message_is_longer_than_telegram_takes_and_no_word_is_lost(
    told: list[tuple[list[str], Path | None]], choices: list[str]
) -> None:
    pieces = [Piece("\n\n".join(escape(each, quote=False) for each in texts), picture) for texts, picture in told]
    closing = "\n".join(escape(each, quote=False) for each in choices)
    sent = Passage(pieces, closing).pieces()
    assert all(visible_length(each.text) <= (MAX_CAPTION if each.picture else MAX_MESSAGE) for each in sent)
    assert [each.picture for each in sent if each.picture] == [each.picture for each in pieces if each.picture]
    words = "".join("".join(read_html(each.text)[0] for each in (*pieces, Piece(closing))).split())
    assert "".join("".join(read_html(each.text)[0] for each in sent).split()) == words


def test_what_fits_below_a_picture_stands_there_choices_and_all() -> None:
    assert Passage([Piece("El faro.", FARO)], "1. Subir").pieces() == [Piece("El faro.\n\n1. Subir", FARO)]


def test_room_is_left_for_the_note_of_what_was_chosen() -> None:
    page = Passage([Piece("El faro.", FARO)], "1. " + "x" * 1_005, note=8)
    assert len(page.pieces()) == 2
    page.note = 6
    assert len(page.pieces()) == 1


def test_a_picture_with_a_long_text_goes_before_it() -> None:
    told = Passage([Piece("a" * 1_025, FARO)], "1. Subir").pieces()
    assert told == [Piece("", FARO), Piece("a" * 1_025 + "\n\n1. Subir")]


def test_choices_are_not_torn_off_each_other() -> None:
    told = Passage([Piece("a" * 4_000)], "1. " + "b" * 90 + "\n2. " + "c" * 90).pieces()
    assert [each.text[:4] for each in told] == ["aaaa", "1. b"]


# -- sent -------------------------------------------------------------------------------------------------------------


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


async def reads_on(phone: Phone, *steps: str) -> None:
    for step in steps:
        await phone.taps(step)


TO_THE_BAKERY = ("¿Qué hay que hacer?", "Ponerte la gorra", "Salir ya", "Peldaño 280")


def photos(world: World) -> list[str]:
    """What was sent as the photo, each time: the file id that it had then."""
    return [call.params["photo"] for call in world.telegram.sent("sendPhoto")]


async def test_a_place_is_shown_with_its_picture_and_its_choices_below(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    assert "photo" in ana.messages[-2] and ana.screen.startswith("📮 El correo de las seis y nunca")
    await reads_on(ana, *TO_THE_BAKERY)
    assert "photo" in ana.messages[-1]
    assert "1. " in ana.messages[-1]["caption"] and ana.labels[0].startswith("1. ")
    assert len(photos(world)) == 2


async def test_what_was_chosen_is_noted_below_the_picture(ana: Phone) -> None:
    await ana.writes("/story")
    await reads_on(ana, *TO_THE_BAKERY)
    await ana.taps("1. ")
    page = ana.messages[-2]
    assert "photo" in page and "➤" in page["caption"].splitlines()[-1] and "reply_markup" not in page


async def test_a_picture_is_uploaded_once_and_then_sent_by_the_id_that_telegram_gave_it(
    world: World, ana: Phone
) -> None:
    for _ in range(3):
        await ana.writes("/story")
    assert len(set(photos(world))) == 1 and len(photos(world)) == 3


async def test_a_picture_that_telegram_has_forgotten_is_uploaded_again(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    world.telegram.next_time("sendPhoto", bad_request("wrong file identifier/HTTP URL specified"))
    await ana.writes("/story")
    assert len(set(photos(world))) == 2


async def test_a_picture_that_telegram_does_not_take_stops_no_text(
    world: World, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    world.telegram.next_time("sendPhoto", bad_request("IMAGE_PROCESS_FAILED"))
    await ana.writes("/story")
    assert ana.screen.startswith("📮 El correo") and ana.labels[0].startswith("1. ")
    assert "the picture escalera.png could not be sent" in caplog.text


async def test_a_picture_that_telegram_did_not_answer_stops_no_text(world: World, ana: Phone) -> None:
    await ana.writes("/story")
    await reads_on(ana, *TO_THE_BAKERY[:-1])
    world.telegram.next_time("sendPhoto", TelegramNetworkError(None, "timeout"))  # type: ignore[arg-type]
    await ana.taps(TO_THE_BAKERY[-1])
    assert "text" in ana.messages[-1] and "Amaro" in ana.screen and ana.labels[0].startswith("1. ")


@pytest.mark.parametrize("folder", [Path("/nowhere"), None])
async def test_a_picture_that_is_not_there_stops_no_text(tmp_path: Path, folder: Path | None) -> None:
    world = World(tmp_path)
    object.__setattr__(world.services, "pictures", Pictures(folder))
    phone = world.phone()
    await phone.writes("/story")
    assert len(phone.messages) == 1 and phone.screen.startswith("📮 El correo")
    world.close()


def test_a_name_that_the_story_does_not_list_is_no_picture() -> None:
    correo: StoryDefinition = default_pack()[0].story("correo")
    assert Pictures(CONTENT).find(correo, "faro") == FARO
    assert Pictures(CONTENT).find(correo, "palacio") is None


# -- the pace ---------------------------------------------------------------------------------------------------------


class Paced:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds
        await asyncio.sleep(0)


def paced_by(monkeypatch: pytest.MonkeyPatch, first: StoryLine) -> None:
    """Every page begins with another line."""
    monkeypatch.setattr(story, "in_parts", lambda lines: in_parts([first, *lines]))


@pytest.fixture
def two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    paced_by(monkeypatch, StoryLine("Espera…", ("pausa",), "inicio"))


@pytest.fixture
def paced(world: World) -> Paced:
    paced = Paced()
    world.bot.session.middleware(Pacing(Rates(paced.clock, paced.sleep)))
    return paced


@pytest.mark.usefixtures("two_parts")
async def test_the_second_message_of_a_page_comes_a_second_after_the_first(
    world: World, ana: Phone, paced: Paced
) -> None:
    await ana.writes("/story")
    assert paced.slept == [1.0]


@pytest.mark.usefixtures("two_parts")
async def test_a_page_that_telegram_slows_down_is_told_to_its_end(world: World, ana: Phone, paced: Paced) -> None:
    world.telegram.next_time("sendPhoto", retry_after(3))
    await ana.writes("/story")
    assert ana.labels[0].startswith("1. ")
    assert paced.slept == [1.0, 3.0]


@pytest.mark.usefixtures("two_parts")
async def test_who_was_left_in_the_middle_of_a_page_asks_and_is_told_it_whole(world: World, ana: Phone) -> None:
    world.telegram.next_time("sendPhoto", retry_after(60), retry_after(60))
    await ana.writes("/story")
    assert ana.screen.endswith("Espera…") and not ana.labels
    await ana.writes("/story")
    assert ana.messages[-2]["text"].endswith("Espera…") and ana.labels[0].startswith("1. ")


async def test_a_page_longer_than_a_message_comes_in_several(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced_by(monkeypatch, StoryLine("💋 " * 2_500, (), "inicio"))
    before = len(ana.messages)
    await ana.writes("/story")
    sent = ana.messages[before:]
    assert len(sent) == 4  # two of kisses, the picture, the page
    assert [bool(each.get("reply_markup")) for each in sent] == [False, False, False, True]


def pack_without_images() -> ContentPack:
    pack = default_pack()[0]
    story = pack.default_story.model_copy(update={"images": {}})
    return pack.model_copy(update={"stories": {story.id: story}})


async def test_a_page_without_a_picture_takes_the_place_of_the_menu(tmp_path: Path) -> None:
    world = World(tmp_path, pack_without_images())
    phone = world.phone()
    await phone.writes("/start")
    await phone.taps("Historia")
    assert len(phone.messages) == 1 and phone.screen.startswith("📮 El correo")
    world.close()
