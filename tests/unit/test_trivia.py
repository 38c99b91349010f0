from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from pydantic import ValidationError

from commands.notifications import notifications
from commands.trivia import AnswerTrivia, AnswerTriviaPoll, AskForTrivia, NoteTriviaPoll, OpenTrivia, OpenTriviaInChat
from commands.users import ChangeTimeZone
from domain.content import Community, ContentPack
from domain.errors import InvalidValue, NotFound
from domain.recorded import present_fields
from domain.trivia import DELIVERED_WITHIN, TriviaAlreadyAnswered, TriviaClosed
from domain.trivia_definition import NoQuestions, QuestionDefinition, TriviaRules
from domain.trivia_limits import TriviaChatUsedUp, TriviaUsedUp, TriviaWaiting
from domain.users import UserBanned
from tests.unit.given import DEFAULT_NOW, Scene, Topic, ana, bea, given, level, nothing, user, wallet

trivia = Topic("trivia")
ROUND = "abcdef012345"
SOON = DEFAULT_NOW + timedelta(seconds=60)
TODAY = DEFAULT_NOW.date()


def question(id: str, difficulty: str = "medium", **languages: str) -> QuestionDefinition:
    words = languages or {"es": "¿Qué?", "en": "What?"}
    texts = {
        language: {"question": asked, "answer": "right", "wrong": ["one", "two"]} for language, asked in words.items()
    }
    return QuestionDefinition.model_validate({"id": id, "difficulty": difficulty, **texts})


PACK = ContentPack(
    questions=(question("first"), question("hard_one", "hard"), question("only_english", en="Really?")),
    trivia=TriviaRules(daily=3, chat_daily=4),
)


def opened(**fields: object) -> tuple:
    told = {"trivia": ROUND, "question": "first", "order": [1, 0, 2], "closes_at": SOON, "difficulty": "medium"}
    return (trivia.opened(of=ROUND, **(told | fields)),)


def after(*history: object) -> Scene:
    return given(*history).with_content(PACK)


# -- answering --------------------------------------------------------------------------------------------------


def test_a_right_answer_is_paid_in_the_same_commit():
    after(opened()).when(AnswerTrivia(ana, ROUND, 1)).records(
        trivia.answered(trivia=ROUND, question="first", option=1, right=1, correct=True, besitos=6, bonus=0, streak=1),
        trivia.streak_changed(streak=1),
        wallet.credited(6, "trivia", balance=6),
        level.experience_gained(4),
    )


def test_a_wrong_answer_earns_nothing_and_ends_the_streak():
    after(opened(), trivia.streak_changed(streak=4)).when(AnswerTrivia(ana, ROUND, 0)).records(
        trivia.answered(option=0, right=1, correct=False, besitos=0, streak=0), trivia.streak_changed(streak=0)
    )


def test_every_third_right_answer_in_a_row_earns_the_bonus():
    after(opened(difficulty="hard"), trivia.streak_changed(streak=2)).when(AnswerTrivia(ana, ROUND, 1)).records(
        trivia.answered(correct=True, besitos=10, bonus=5, streak=3),
        trivia.streak_changed(streak=3),
        wallet.credited(15, "trivia"),
        level.experience_gained(7),
    )


@pytest.mark.parametrize("option", [0, 1])
def test_there_is_no_second_answer_though_it_were_the_same(option):
    after(opened(), trivia.answered(of=(ana, ROUND), trivia=ROUND, option=1)).when(
        AnswerTrivia(ana, ROUND, option)
    ).refuses(TriviaAlreadyAnswered(1))


def test_others_answer_the_same_question():
    after(opened(), user.registered(of=bea), trivia.answered(of=(ana, ROUND), trivia=ROUND, option=1)).when(
        AnswerTrivia(bea, ROUND, 2)
    ).records(trivia.answered(option=2, correct=False))


def test_at_the_end_no_answer_is_taken_any_more():
    scene = after(opened())
    scene.when(AnswerTrivia(ana, ROUND, 1), at=SOON).refuses(TriviaClosed(SOON))
    scene.when(AnswerTrivia(ana, ROUND, 1), at=SOON - timedelta(milliseconds=1)).answers(
        scene.recorded[0].state  # the answer tells what was recorded
    )


@pytest.mark.parametrize("option", [-1, 3, 2**40])
def test_an_option_that_is_none_is_refused(option):
    after(opened()).when(AnswerTrivia(ana, ROUND, option)).refuses(InvalidValue)


def test_a_question_that_was_never_put_is_not_found():
    after(nothing).when(AnswerTrivia(ana, ROUND, 1)).refuses(NotFound("trivia", ROUND))


def test_somebody_elses_question_is_not_found():
    after(opened(asked_of=ana), user.registered(of=bea)).when(AnswerTrivia(bea, ROUND, 1)).refuses(
        NotFound("trivia", ROUND)
    )


def test_a_banned_user_does_not_play():
    after(user.registered(), user.banned(reason="spam"), opened()).when(AnswerTrivia(ana, ROUND, 1)).refuses(UserBanned)


def test_a_poll_answers_for_its_question_once_whichever_way_it_comes():
    scene = (
        after(opened())
        .when(NoteTriviaPoll("poll1", ROUND, "chat"))
        .records(trivia.posted(poll="poll1", trivia=ROUND, place="chat"))
    )
    scene.when(NoteTriviaPoll("poll1", ROUND, "chat")).records_nothing()
    scene.when(AnswerTriviaPoll(ana, "poll1", 1))
    assert scene.recorded[0].topic == "trivia.answered"
    assert scene.recorded[0].state["place"] == "chat"
    scene.when(AnswerTrivia(ana, ROUND, 1)).refuses(TriviaAlreadyAnswered(1))


def test_an_unknown_poll_is_not_found():
    after(nothing).when(AnswerTriviaPoll(ana, "poll1", 1)).refuses(NotFound("trivia", "poll1"))


@pytest.mark.parametrize("late", [timedelta(0), DELIVERED_WITHIN - timedelta(milliseconds=1)])
def test_an_answer_to_a_poll_counts_though_it_is_heard_of_late(late):
    scene = after(opened(), trivia.posted(of="poll1", trivia=ROUND, place="private"))
    scene.when(AnswerTriviaPoll(ana, "poll1", 1), at=SOON + late)
    assert scene.recorded[0].state["paid"] is True


def test_a_poll_that_closed_longer_ago_than_telegram_keeps_its_updates_takes_none():
    scene = after(opened(), trivia.posted(of="poll1", trivia=ROUND, place="private"))
    scene.when(AnswerTriviaPoll(ana, "poll1", 1), at=SOON + DELIVERED_WITHIN).refuses(TriviaClosed(SOON))


# -- in a chat --------------------------------------------------------------------------------------------------


def test_a_right_answer_in_a_chat_is_paid_and_counts_against_the_day():
    scene = after(opened(chat="c1"), used(2)).when(AnswerTrivia(ana, ROUND, 1))
    scene.records(
        trivia.answered(correct=True, paid=True, besitos=6),
        trivia.streak_changed(streak=1),
        trivia.paid_in_chat(trivia=ROUND, day=TODAY, used_today=3),
        wallet.credited(6, "trivia"),
        level.experience_gained(4),
    )
    scene.when(AskForTrivia(ana)).refuses(TriviaUsedUp(3))


def test_a_wrong_answer_in_a_chat_uses_nothing_up():
    after(opened(chat="c1"), used(2)).when(AnswerTrivia(ana, ROUND, 0)).records(
        trivia.answered(correct=False, paid=False)
    )


def test_beyond_the_day_a_right_answer_in_a_chat_is_right_and_pays_nothing_and_that_is_said_once_a_day():
    rounds = [trivia.opened(of=id, trivia=id, order=[0, 1], closes_at=SOON, chat="c1") for id in ("r1", "r2")]
    scene = after(used(3), *rounds).when(AnswerTrivia(ana, "r1", 0))
    scene.records(
        trivia.answered(correct=True, paid=False, besitos=0, bonus=0, experience=0, streak=1),
        trivia.streak_changed(streak=1),
        trivia.went_unpaid(trivia="r1", day=TODAY),
    )
    told = [note for event in scene.recorded for note in notifications(event, PACK)]
    assert [(note.user_id, note.key, note.params) for note in told] == [(ana, "notify-trivia-unpaid", {"daily": 3})]
    scene.when(AnswerTrivia(ana, "r2", 0)).records(trivia.answered(correct=True, paid=False), trivia.streak_changed())


def test_what_is_asked_by_a_link_is_paid_beyond_the_day_since_the_community_opened_it():
    after(used(3), opened()).when(AnswerTrivia(ana, ROUND, 1)).records(
        trivia.answered(paid=True, besitos=6), trivia.streak_changed(), wallet.credited(6), level.experience_gained()
    )


def test_the_next_day_pays_again_in_chats():
    yesterday = used(3, day=date(2026, 2, 28))
    after(yesterday, opened(chat="c1")).when(AnswerTrivia(ana, ROUND, 1)).records(
        trivia.answered(paid=True),
        trivia.streak_changed(),
        trivia.paid_in_chat(used_today=1),
        wallet.credited(6),
        level.experience_gained(),
    )


@examples(st.lists(st.tuples(st.sampled_from("cdp"), st.booleans(), st.sampled_from((0, 5, 20))), max_size=25))
def test_however_somebody_plays_a_day_pays_no_more_than_so_many_answers(turns):
    """In two groups and in private, right or wrong, from zone to zone: at most `daily` answers of a day are paid."""
    chats = [Topic("chat").registered(of=id, kind="supergroup", standing="member") for id in "cd"]
    scene, day = after(user.registered(), *chats), DEFAULT_NOW
    for where, rightly, hours in turns:
        day += timedelta(hours=hours, minutes=2)
        scene.when(ChangeTimeZone(ana, "Pacific/Kiritimati" if hours else "Pacific/Honolulu"), at=day)
        scene.when(AskForTrivia(ana) if where == "p" else OpenTriviaInChat("es", where), at=day)
        if scene.refusal is None:
            put = scene.recorded[0].state
            scene.when(AnswerTrivia(ana, put["trivia"], put["order"].index(0 if rightly else 1)), at=day)
    paid = Counter(
        event.timestamp.date() for event in scene.store.events if event.topic == "trivia.answered" and event.paid
    )
    assert all(number <= 3 for number in paid.values())
    asked = Counter((event.stream, event.day) for event in scene.store.events if event.topic == "trivia.put_to_chat")
    assert all(number <= 4 for number in asked.values())


def test_what_an_earlier_release_recorded_is_read_as_it_was():
    answered = {"trivia": ROUND, "correct": True, "besitos": 6}
    assert present_fields(1, "trivia.answered", 1, dict(answered)) == answered | {"paid": True}
    put = {"trivia": ROUND, "question": "first"}
    assert present_fields(1, "trivia.put_to_chat", 1, dict(put)) == put | {"day": None, "asked_today": 0}


# -- asking -----------------------------------------------------------------------------------------------------


def test_who_asks_gets_a_question_in_their_language():
    scene = after(user.registered(language="es")).when(AskForTrivia(ana))
    scene.records(
        trivia.opened(asked_of=ana, language="es", closes_at=SOON, chat=None),
        trivia.asked(day=date(2026, 3, 1), asked_today=1),
    )
    assert scene.recorded[0].state["question"] in ("first", "hard_one")
    assert sorted(scene.recorded[0].state["order"]) == [0, 1, 2]


def test_the_same_command_opens_the_same_round():
    scene = after(nothing).when(AskForTrivia(ana), command_id="telegram:1:1:2")
    first = scene.receipt
    scene.when(AskForTrivia(ana), command_id="telegram:1:1:2")
    assert scene.receipt is not None
    assert first is not None
    assert (scene.receipt.repeated, scene.receipt.result) == (True, first.result)


def test_the_next_question_waits_for_an_answer_to_the_last():
    scene = after(nothing).when(AskForTrivia(ana))
    put = scene.recorded[0].state
    scene.when(AskForTrivia(ana)).refuses(TriviaWaiting(SOON))
    scene.when(AnswerTrivia(ana, put["trivia"], 0))
    scene.when(AskForTrivia(ana)).records(trivia.opened(), trivia.asked(asked_today=2))
    assert scene.recorded[0].state["question"] != put["question"]


def test_after_its_time_the_next_question_comes_without_an_answer():
    scene = after(nothing).when(AskForTrivia(ana))
    scene.when(AskForTrivia(ana), at=SOON).records(trivia.opened(), trivia.asked(asked_today=2))


def used(questions: int, **fields: object) -> object:
    told = {"trivia": "x", "question": "first", "day": TODAY, "closes_at": DEFAULT_NOW}
    return trivia.asked(asked_today=questions, **(told | fields))


def test_a_day_of_the_community_has_so_many_questions_and_the_next_as_many_again():
    pack = PACK.model_copy(update={"community": Community(time_zone="Europe/Madrid")})
    scene = given(user.registered(), used(3)).with_content(pack)
    scene.when(AskForTrivia(ana), at=datetime(2026, 3, 1, 22, 59, tzinfo=UTC)).refuses(TriviaUsedUp(3))
    scene.when(AskForTrivia(ana), at=datetime(2026, 3, 1, 23, 0, tzinfo=UTC)).records(
        trivia.opened(), trivia.asked(day=date(2026, 3, 2), asked_today=1)
    )


def test_moving_house_begins_no_new_day():
    scene = after(user.registered(), used(3))
    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu", "Pacific/Kiritimati"):
        scene.when(ChangeTimeZone(ana, zone)).when(AskForTrivia(ana)).refuses(TriviaUsedUp(3))


def test_without_words_in_the_language_there_is_no_question():
    pack = ContentPack(questions=(question("only_english", en="Really?"),))
    given(user.registered(language="es")).with_content(pack).when(AskForTrivia(ana)).refuses(NoQuestions("es"))


THERE = Topic("chat").registered(of="c1", kind="supergroup", standing="member")


def test_a_chat_is_put_a_question_that_it_has_not_had():
    put = trivia.put_to_chat(of="c1", trivia="x", question="first")
    scene = after(THERE, put).when(OpenTriviaInChat("es", "c1"))
    scene.records(
        trivia.opened(question="hard_one", chat="c1", asked_of=None, closes_at=SOON),
        trivia.put_to_chat(question="hard_one"),
    )


def test_a_chat_has_so_many_questions_a_day_of_the_community():
    scene = after(THERE)
    for number in range(1, 5):
        scene.when(OpenTriviaInChat("es", "c1")).records(
            trivia.opened(), trivia.put_to_chat(day=TODAY, asked_today=number)
        )
    scene.when(OpenTriviaInChat("es", "c1")).refuses(TriviaChatUsedUp(4))
    scene.when(OpenTriviaInChat("es", "c1"), on="2026-03-02").records(
        trivia.opened(), trivia.put_to_chat(day=date(2026, 3, 2), asked_today=1)
    )


def test_nothing_is_put_where_the_bot_is_not():
    after(nothing).when(OpenTriviaInChat("en", "c1")).refuses(NotFound("chat", "c1"))


def test_a_question_is_put_to_everybody_for_a_time():
    after(nothing).when(OpenTrivia("en", question="only_english", seconds=600)).records(
        trivia.opened(question="only_english", asked_of=None, closes_at=DEFAULT_NOW + timedelta(minutes=10))
    )


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (OpenTrivia("en", question="nothing"), NotFound("question", "nothing")),
        (OpenTrivia("es", question="only_english"), NoQuestions("es")),
        (OpenTrivia("en", seconds=4), InvalidValue),
        (OpenTrivia("en", seconds=10**9), InvalidValue),
        (OpenTrivia("fr"), InvalidValue),
    ],
)
def test_what_can_not_be_put_is_refused(command, refusal):
    after(nothing).when(command).refuses(refusal)


@examples(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=30))
def test_whoever_answers_as_they_like_is_paid_what_the_answers_say(answers):
    """Any options to any of six questions: each counts once, and the wallet holds the sum of what was told."""
    scene = after(nothing)
    for number in range(6):
        scene.when(OpenTrivia("es", question="first"), command_id=f"test:{number}")
    rounds = [event.state["trivia"] for event in scene.store.events if event.topic == "trivia.opened"]
    for option, number in answers:
        scene.when(AnswerTrivia(ana, rounds[number], option))
    given_answers = [event.state for event in scene.store.events if event.topic == "trivia.answered"]
    assert len(given_answers) == len({number for _, number in answers})
    balances = [event.state["balance"] for event in scene.store.events if event.topic == "wallet.credited"]
    assert (balances[-1] if balances else 0) == sum(each["besitos"] + each["bonus"] for each in given_answers)
    in_a_row = 0
    for each in given_answers:
        in_a_row = in_a_row + 1 if each["correct"] else 0
        assert each["streak"] == in_a_row


# -- content ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "q"},
        {"id": "q", "es": {"question": "?", "answer": "a", "wrong": ["a"]}},
        {"id": "q", "es": {"question": "?", "answer": "a", "wrong": []}},
        {"id": "q", "es": {"question": "?", "answer": "a", "wrong": ["b"] * 12}},
        {"id": "q", "es": {"question": "?" * 301, "answer": "a", "wrong": ["b"]}},
        {
            "id": "q",
            "es": {"question": "?", "answer": "a", "wrong": ["b"]},
            "en": {"question": "?", "answer": "a", "wrong": ["b", "c"]},
        },
    ],
)
def test_a_question_that_telegram_would_refuse_is_no_question(wrong):
    with pytest.raises(ValidationError):
        QuestionDefinition.model_validate(wrong)
