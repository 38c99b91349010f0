"""Trivia in the chat: a quiz poll, and what its answer earns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.bot_api import bad_request
from adapters.telegram.handlers.trivia import too_late_total
from commands.trivia import OpenTrivia
from tests.telegram_mock import Phone
from tests.telegram_places import Place
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/trivia")
    return phone


def poll(phone: Phone) -> dict[str, Any]:
    """The newest poll of a chat."""
    return next(message["poll"] for message in reversed(phone.messages) if "poll" in message)


def right(phone: Phone) -> int:
    return int(poll(phone)["correct_option_ids"][0])


async def put(world: World, **fields: Any) -> str:
    """Opens a question for everybody; its id."""
    context = world.bus.context(f"test:{world.clock.time}", actor="test", source="test")
    receipt = await world.bus.execute(OpenTrivia("es", **fields), context)
    return str(receipt.result["trivia"])


async def test_a_question_comes_as_a_quiz_that_says_when_it_closes(world: World, ana: Phone) -> None:
    put = poll(ana)
    assert (put["type"], put["is_anonymous"]) == ("quiz", False)
    assert put["close_date"] == int(world.clock.time.timestamp()) + 60
    words = world.bus.content.question(world.told_of("trivia.opened")[0]["question"]).es
    assert words is not None
    assert put["question"] == words.question
    assert put["options"][right(ana)]["text"] == words.answer


async def test_the_right_answer_is_paid_and_the_next_question_is_a_tap_away(world: World, ana: Phone) -> None:
    await ana.votes(right(ana))
    answered = world.told_of("trivia.answered")[0]
    assert (answered["correct"], answered["place"]) == (True, "private")
    assert "¡Así es!" in ana.screen
    assert str(answered["besitos"]) in ana.screen
    await ana.taps("Otra pregunta")
    assert len(world.told_of("trivia.opened")) == 2


async def test_a_wrong_answer_is_told_kindly_and_earns_nothing(world: World, ana: Phone) -> None:
    await ana.votes((right(ana) + 1) % 4)
    assert "no era" in ana.screen
    assert "trivia" not in {each["reason"] for each in world.told_of("wallet.credited")}


async def test_an_answer_that_is_delivered_twice_counts_once(world: World, ana: Phone) -> None:
    await ana.votes(right(ana))
    await ana.again()
    assert len(world.told_of("trivia.answered")) == 1


async def test_a_second_answer_changes_nothing(world: World, ana: Phone) -> None:
    asked = poll(ana)
    await ana.votes((right(ana) + 1) % 4)
    await ana.votes(right(ana), asked)
    assert len(world.told_of("trivia.answered")) == 1


async def test_an_answer_that_telegram_tells_of_late_counts_and_is_heard(world: World, ana: Phone) -> None:
    world.clock.pass_time(hours=3)
    await ana.votes(right(ana))
    assert [each["paid"] for each in world.told_of("trivia.answered")] == [True]
    assert "¡Así es!" in ana.screen


async def test_an_answer_a_day_after_closing_does_not_count_and_that_shows(
    world: World, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    before = too_late_total._value.get()
    world.clock.pass_time(hours=24, seconds=60)
    await ana.votes(right(ana))
    assert not world.told_of("trivia.answered")
    assert too_late_total._value.get() == before + 1
    assert "came too late to count, correlation telegram:" in caplog.text


async def test_a_vote_taken_back_and_a_poll_that_is_not_ours_do_nothing(world: World, ana: Phone) -> None:
    for poll_id, options in ((poll(ana)["id"], []), ("1", [0])):
        voted = {"poll_id": poll_id, "user": ana.user, "option_ids": options, "option_persistent_ids": []}
        await ana.deliver({"poll_answer": voted})
    assert not world.told_of("trivia.answered")


async def test_while_one_waits_no_other_is_asked(ana: Phone) -> None:
    await ana.writes("/trivia")
    assert "esperando" in ana.screen


async def test_a_link_leads_many_to_one_question(world: World, ana: Phone) -> None:
    bea = world.phone(telegram_id=4_002, name="Bea")
    trivia = await put(world, question="quijote", seconds=600)
    for phone in (ana, bea):
        await phone.writes(f"/start quiz_{trivia}")
        await phone.votes("Miguel de Cervantes")
    assert [each["trivia"] for each in world.told_of("trivia.answered")] == [trivia, trivia]


@pytest.mark.parametrize("link", ["quiz_", "quiz_nothing", "quiz_" + "0" * 59])
async def test_a_link_to_nothing_says_so(ana: Phone, link: str) -> None:
    await ana.writes(f"/start {link}")
    assert "ya no existe" in ana.screen


async def test_a_link_to_a_question_that_is_about_to_close_says_so_until_it_is_closed(world: World, ana: Phone) -> None:
    trivia = await put(world, question="quijote", seconds=30)
    world.clock.pass_time(seconds=26)
    await ana.writes(f"/start quiz_{trivia}")
    assert "se cierra ahora mismo" in ana.screen
    world.clock.pass_time(seconds=4)
    await ana.writes(f"/start quiz_{trivia}")
    assert "se cerró" in ana.screen


async def test_a_link_to_a_question_that_one_has_answered_says_so(world: World, ana: Phone) -> None:
    trivia = await put(world, question="quijote", seconds=600)
    await ana.writes(f"/start quiz_{trivia}")
    await ana.votes("Miguel de Cervantes")
    polls = len(world.telegram.sent("sendPoll"))
    await ana.writes(f"/start quiz_{trivia}")
    assert "Ya contestaste" in ana.screen
    assert len(world.telegram.sent("sendPoll")) == polls


async def test_a_link_asks_each_in_their_own_language(world: World, ana: Phone) -> None:
    oliver = world.phone(telegram_id=4_003, name="Oliver", language="en")
    trivia = await put(world, question="quijote", seconds=600)
    question = world.bus.content.question("quijote")
    assert question.es is not None and question.en is not None
    for phone, words in ((ana, question.es), (oliver, question.en)):
        await phone.writes(f"/start quiz_{trivia}")
        asked = phone.messages[-1]["poll"]
        assert asked["question"] == words.question
        assert asked["options"][asked["correct_option_ids"][0]]["text"] == words.answer


async def test_the_screen_shows_how_one_has_done(world: World, ana: Phone) -> None:
    await ana.votes(right(ana))
    await ana.writes("/menu")
    await ana.taps("Trivia")
    assert "1 de 1" in ana.screen
    await ana.taps("Hazme una pregunta")
    assert len(world.told_of("trivia.opened")) == 2


# -- in a group --------------------------------------------------------------------------------------------------------


async def group_of(world: World, ana: Phone, *rights: str) -> tuple[Place, Phone]:
    """A group whose administrator Ana is, and her phone in it."""
    plaza = Place(world, ana)
    await plaza.gives("administrator", *rights)
    return plaza, world.phone(chat=plaza.about)


async def test_an_administrator_puts_a_question_to_a_group_and_everybody_answers_once(world: World, ana: Phone) -> None:
    plaza, ana_there = await group_of(world, ana)
    bea = world.phone(telegram_id=4_002, name="Bea", chat=plaza.about)
    await ana_there.writes("/trivia")
    opened = world.told_of("trivia.opened")[-1]
    assert (opened["chat"], opened["asked_of"]) == (await plaza.chat_id(), None)
    for phone in (ana_there, bea, bea):
        await phone.votes(right(ana_there), poll(ana_there))
    answers = world.told_of("trivia.answered")
    assert [each["place"] for each in answers] == ["chat", "chat"]
    assert not bea.telegram.knows(4_002), "nobody is written to in private for having voted in a group"


async def test_from_others_the_command_leads_into_the_private_chat(world: World, ana: Phone) -> None:
    plaza, _ = await group_of(world, ana)
    bea = world.phone(telegram_id=4_002, name="Bea", chat=plaza.about)
    await bea.writes("/trivia")
    assert len(world.told_of("trivia.opened")) == 1  # Ana's own, from before
    assert bea.keyboard[0][0]["url"].endswith("?start=trivia")


async def test_a_group_has_every_question_before_one_comes_again(world: World, ana: Phone) -> None:
    _, ana_there = await group_of(world, ana)
    for _ in world.bus.content.questions:
        await ana_there.writes("/trivia")
    put = [each["question"] for each in world.told_of("trivia.put_to_chat")]
    assert len(set(put)) == len(world.bus.content.questions)


async def test_whoever_has_a_group_of_their_own_is_paid_for_no_more_than_a_day_holds(world: World, ana: Phone) -> None:
    _, ana_there = await group_of(world, ana)
    rules = world.bus.content.trivia
    for _ in range(rules.chat_daily):
        await ana_there.writes("/trivia")
        await ana_there.votes(right(ana_there), poll(ana_there))
    paid = [each["paid"] for each in world.told_of("trivia.answered")]
    assert paid == [True] * (rules.daily - 1) + [False] * (len(paid) - rules.daily + 1)  # one she had asked for herself
    assert len(world.told_of("trivia.went_unpaid")) == 1
    await ana_there.writes("/trivia")
    assert "Este grupo ya tuvo" in ana_there.screen
    world.clock.pass_time(minutes=2)
    await ana.writes("/trivia")
    assert "Por hoy se acabaron" in ana.screen


async def test_where_no_polls_may_be_sent_that_is_said(world: World, ana: Phone) -> None:
    _, ana_there = await group_of(world, ana)
    world.telegram.next_time("sendPoll", bad_request("not enough rights to send polls to the chat"))
    await ana_there.writes("/trivia")
    assert "no puedo enviar encuestas" in ana_there.screen
