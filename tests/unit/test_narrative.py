"""The narrative face that other modules see: exactly three methods, each one question or command with all its rules."""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from commands.narrative import NarrativeIntegrator, PersonalText
from commands.ports import CommandIdReused
from domain.content import ContentPack
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.story_refusals import CheckpointNotReached, ChoiceNotOffered, StoryNotStarted
from domain.story_step import NAME_MARK
from domain.users import UserBanned
from tests.unit.examples import WORDS, mission_like, step
from tests.unit.given import DEFAULT_NOW, Scene, ana, bea, given, item, level, membership, mission, nothing, story, user
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

Call = Callable[[NarrativeIntegrator], Coroutine[Any, Any, Any]]

STORIES = ToyStories(
    inicio=Place((Way("entrar", "sala", ("recuerda:promesa",)),)),
    sala=Place((Way("salir", "fin"),), tags=("checkpoint:sala",)),
    fin=Place(tags=("final:kept",)),
)


def variant(text: str, **when: Any) -> dict[str, Any]:
    return {"text": {"es": text, "en": f"{text} in English"}} | ({"when": when} if when else {})


PACK = ContentPack.model_validate(
    {
        "missions": (mission_like("m", "one_off", step("fin", "story.ended")),),
        "stories": {
            "casa": {
                "id": "casa",
                "title": WORDS,
                "summary": WORDS,
                "languages": {"es": SPANISH, "en": ENGLISH},
                "remembers": ("promesa",),
                "finals": ("kept",),
                "hints": {"sello": WORDS},
            }
        },
        "personal": {
            "home": (
                variant("guardada", ending="kept"),
                variant("promesa", remembers="promesa"),
                variant("hecha", mission="m"),
                variant("pista", has="sello"),
                variant("empezada", begun="casa"),
                variant("palco", vip=True),
                variant("alta", level_from=3),
                variant("hola, {name}"),
            )
        },
    }
)


def scene(*history: Any) -> Scene:
    return given(*history).with_content(PACK).with_stories(STORIES)


def call(at: Scene, *calls: Call, caller: str | None = None) -> list[Any]:
    """What these calls answer, in the context of a caller with this command id."""
    bus = at.bus()
    context = (
        bus.context(caller, actor="key:1", source="http", correlation_id="correlation", now=DEFAULT_NOW)
        if caller
        else None
    )

    async def run() -> list[Any]:
        face = NarrativeIntegrator(bus, context)
        return [await each(face) for each in calls]

    return asyncio.run(run())


def told(at: Scene, user_id: UserId = ana) -> PersonalText:
    (text,) = call(at, lambda face: face.generate_personalized_content(user_id, {"slot": "home"}))
    assert isinstance(text, PersonalText)
    return text


def choose(**data: Any) -> Call:
    return lambda face: face.process_narrative_choice(ana, {"id": "1", "story": "casa", "choice": 0} | data)


def move(**data: Any) -> Call:
    return lambda face: face.update_story_progress(ana, {"id": "m1", "story": "casa"} | data)


def test_the_methods_are_exactly_those_of_the_design():
    public = {name: method for name, method in vars(NarrativeIntegrator).items() if not name.startswith("_")}
    assert {name: list(inspect.signature(method).parameters) for name, method in public.items()} == {
        "generate_personalized_content": ["self", "user_id", "context"],
        "process_narrative_choice": ["self", "user_id", "choice_data"],
        "update_story_progress": ["self", "user_id", "progress_data"],
    }
    assert all(inspect.iscoroutinefunction(method) for method in public.values())


# -- personal texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "text"),
    [
        (nothing, f"hola, {NAME_MARK}"),
        (level.reached(3), "alta"),
        (membership.granted(until=DEFAULT_NOW.replace(year=2030)), "palco"),
        (story.started(story="casa", run=1, effects={}), "empezada"),
        (story.hint_unlocked("sello", "casa"), "pista"),
        (mission.completed("m", "once"), "hecha"),
        (story.started(story="casa", run=1, effects={"remembered": ["promesa"]}), "promesa"),
        ((story.started(story="casa", run=1, effects={}), story.ended(story="casa", ending="kept")), "guardada"),
        (item.received("llave", owned=1), f"hola, {NAME_MARK}"),
    ],
)
def test_a_slot_tells_what_fits_whom_it_speaks_to(history: Any, text: str):
    assert told(scene(history)).text == text


def test_it_speaks_the_users_language_and_records_nothing():
    at = scene(user.registered(of=ana, language="en"))
    before = len(at.store.events)
    assert told(at) == PersonalText("home", 7, "en", f"hola, {NAME_MARK} in English")
    assert len(at.store.events) == before


# -- choices and moves ------------------------------------------------------------------------------------------------


def test_a_choice_is_taken_once_for_its_id_whoever_calls():
    at = scene(nothing)
    (first,) = call(at, choose(), caller="http:key:1")
    (again,) = call(at, choose(), caller="http:key:2")
    assert first.result["place"] == "sala" and first.result["effects"] == {
        "remembered": ["promesa"],
        "checkpoints": ["sala"],
    }
    assert again.repeated and again.positions == first.positions
    made = next(each for each in at.store.events if each.topic == "story.choice_made")
    assert (made.correlation_id, made.actor, made.source) == ("correlation", "key:1", "narrative")
    with pytest.raises(CommandIdReused):
        call(at, choose(choice=1))
    (second,) = call(at, choose(id="2"))
    assert second.result["ended"]


def test_a_reading_is_moved_to_a_checkpoint_or_begun_again_each_once():
    at = scene(nothing)
    call(at, choose(), choose(id="2"))
    (back,) = call(at, move(checkpoint="sala"))
    assert back.result["place"] == "sala"
    (anew,) = call(at, move(id="m2", restart=True))
    (again,) = call(at, move(id="m2", restart=True))
    assert anew.result["place"] == "inicio" and again.repeated
    topics = [each.topic for each in at.store.events if each.topic.startswith("story.")]
    assert topics.count("story.started") == 2 and topics.count("story.went_back") == 1


def test_a_reading_is_moved_to_another_version_that_is_in_force():
    at = scene(nothing)
    call(at, choose())
    (moved,) = call(at, move(migrate=ENGLISH))
    assert (moved.result["from_hash"], moved.result["to_hash"], moved.result["place"]) == (SPANISH, ENGLISH, "sala")
    with pytest.raises(NotFound):
        call(at, move(id="m2", migrate="f" * 64))


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (choose(choice=5), ChoiceNotOffered(5, 1)),
        (choose(choice="0"), InvalidValue("choice", "must be a whole number from 0")),
        (choose(choice=True), InvalidValue("choice", "must be a whole number from 0")),
        (choose(choice=-1), InvalidValue("choice", "must be a whole number from 0")),
        (choose(turn=None), InvalidValue("turn", "must be a whole number from 0")),
        (choose(id=""), InvalidValue("id", "must be a text of 1 to 100 characters")),
        (choose(story=None), InvalidValue("story", "must be a text of 1 to 100 characters")),
        (choose(story="gone"), NotFound("story", "gone")),
        (choose(place="fin"), InvalidValue("place", "is none of id, story, choice, turn, offer")),
        (lambda face: face.process_narrative_choice(ana, {"story": "casa", "choice": 0}), InvalidValue),
        (lambda face: face.process_narrative_choice(ana, "casa"), InvalidValue),
        (lambda face: face.process_narrative_choice(bea, {"id": "1", "story": "casa", "choice": 0}), NotFound),
        (move(), InvalidValue),
        (move(checkpoint="sala"), StoryNotStarted("casa")),
        (move(checkpoint="sala", restart=True), InvalidValue),
        (move(restart="yes"), InvalidValue("restart", "must be true, or not be there")),
        (move(state="{}"), InvalidValue),
        (move(place="fin"), InvalidValue),
        (lambda face: face.generate_personalized_content(ana, {"slot": "none"}), NotFound("slot", "none")),
        (lambda face: face.generate_personalized_content(ana, {}), InvalidValue),
        (lambda face: face.generate_personalized_content(ana, {"slot": "home", "mood": "good"}), InvalidValue),
        (lambda face: face.generate_personalized_content(bea, {"slot": "home"}), NotFound("user", bea)),
    ],
)
def test_what_says_something_else_is_refused_in_words(asked: Call, refusal: Any):
    at = scene(nothing)
    before = len(at.store.events)
    with pytest.raises(DomainError) as refused:
        call(at, asked)
    if isinstance(refusal, DomainError):
        assert refused.value == refusal
    else:
        assert isinstance(refused.value, refusal)
    assert len(at.store.events) == before


def test_a_checkpoint_that_was_not_reached_is_refused():
    at = scene(nothing)
    call(at, choose())
    with pytest.raises(CheckpointNotReached):
        call(at, move(checkpoint="azotea"))


def test_who_is_banned_is_told_nothing_personal():
    with pytest.raises(UserBanned):
        told(scene(user.registered(), user.banned(reason="spam")))
