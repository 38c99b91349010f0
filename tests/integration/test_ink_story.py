"""Our own story, played: by commands over the real runtime, in both languages, and told again from its events."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from adapters.content import load_content, load_stories
from adapters.ink.runtime import InkRuntime
from commands.story import ChooseInStory, GoBackInStory, RestartStory, ShowStory, StartStory, StoryView
from commands.story_migration import MigrateStory
from domain.content import ContentPack
from domain.story_step import NAME_MARK, StoryStep
from tests.story_replay import Retold, told_again
from tests.unit.given import DEFAULT_NOW, Scene, ana, given, membership, user, wallet

CONTENT = Path(__file__).parents[2] / "content"
VIP = membership.granted(until=DEFAULT_NOW.replace(year=2030))
LANGUAGES = ("es", "en")


@cache
def community() -> ContentPack:
    return load_content(CONTENT)


def fresh_runtime() -> InkRuntime:
    """One that has told nothing yet."""
    ours = InkRuntime()
    assert {ours.add(text) for text in load_stories(CONTENT).values()} == set(load_stories(CONTENT))
    return ours


@cache
def runtime() -> InkRuntime:
    return fresh_runtime()


def reading(*history: Any, language: str = "es", besitos: int = 0) -> Scene:
    scene = given(user.registered(language=language), wallet.credited(balance=besitos), *history)
    return scene.with_content(community()).with_stories(runtime())


def view(scene: Scene) -> StoryView:
    bus = scene.bus()
    context = bus.context("question:1", actor=ana, source="test", now=DEFAULT_NOW)
    return asyncio.run(bus.ask(ShowStory(ana, "correo"), context))


def take(scene: Scene, *texts: str) -> Scene:
    """Takes the choices with these words in them, one after the other."""
    for text in texts:
        shown = view(scene)
        index = next((each.index for each in shown.choices if text in each.text), None)
        assert index is not None, f"{text!r} is not among {[each.text for each in shown.choices]}"
        scene.when(ChooseInStory(ana, "correo", index, shown.turn, shown.offer))
        assert scene.refusal is None, scene.refusal
    return scene


def topics(scene: Scene) -> list[str]:
    return [each.topic for each in scene.recorded]


TO_THE_STAIRCASE = ("¿Qué hay que hacer?", "Ponerte la gorra", "Salir ya")


# -- playing ----------------------------------------------------------------------------------------------------------


def test_taking_the_letter_pays_the_advance_and_begins_two_missions():
    scene = take(reading(), "¿Qué hay que hacer?", "Ponerte la gorra")
    assert topics(scene) == [
        "story.choice_made",
        "story.checkpoint_reached",
        "wallet.credited",
        "mission.started",
        "mission.started",
        "achievement.unlocked",
        "level.experience_gained",
    ]
    assert scene.recorded[2].state == {"amount": 10, "reason": "story:correo", "balance": 10}


def test_a_choice_that_costs_and_one_that_pays():
    scene = take(reading(), *TO_THE_STAIRCASE, "descansillo", "cobrar")
    assert scene.recorded[-1].state == {"amount": 5, "reason": "story:correo", "balance": 15}
    take(scene, "panadería", "docena")
    assert [each.state.get("amount") for each in scene.recorded if each.topic == "wallet.debited"] == [5]
    assert "story.hint_unlocked" in topics(scene)


def test_the_key_from_the_bakery_opens_the_letterbox():
    scene = take(reading(), *TO_THE_STAIRCASE, "Bajar", "buzón rojo")
    assert "Abrirlo" not in [each.text for each in view(scene).choices]
    take(
        scene, "Dejarlo", "Subir", "panadería", "frasco", "llave", "Guardar la llave", "Bajar", "buzón rojo", "Abrirlo"
    )
    assert "Cuarenta y una" in view(scene).text


def test_the_private_screening_is_for_vips():
    shown = view(take(reading(), *TO_THE_STAIRCASE, "Bajar", "Capri"))
    assert [(each.text, each.why) for each in shown.choices if each.locked] == [
        ("Pedir la función privada de la Tertulia", "vip")
    ]
    scene = take(reading(VIP), *TO_THE_STAIRCASE, "Bajar", "Capri", "Tertulia", "Pare ahí")
    assert [each.hint for each in scene.recorded if each.topic == "story.hint_unlocked"] == ["fotograma"]


def test_the_true_ending_takes_neither_besitos_nor_a_membership():
    scene = take(reading(), *TO_THE_STAIRCASE, "descansillo", "te cuente", "Bajar", "palomas", "La verdad", "palomas")
    take(scene, "Prometerlo", "Subir", "doña Ofelia", "es para usted", "Entregarle")
    assert topics(scene)[:3] == ["story.choice_made", "story.checkpoint_reached", "story.ended"]
    assert scene.recorded[2].ending == "verdadero"
    assert view(scene).ended
    take(scene.when(RestartStory(ana, "correo")), "¿Qué hay que hacer?")


def test_the_name_is_a_mark_in_texts_and_nowhere_in_events():
    scene = reading().when(StartStory(ana, "correo"))
    assert NAME_MARK in view(scene).text
    assert all(NAME_MARK not in repr(event.state) for event in scene.store.events)


def test_a_second_reading_knows_of_the_first():
    scene = reading().when(StartStory(ana, "correo"))
    assert "Juraría" not in view(scene).text
    scene.store.record(
        f"mission:{ana}:carta_perdida:once",
        "mission.completed",
        {"mission": "carta_perdida", "period": "once", "kind": "story", "reward": 0, "experience": 0, "items": {}},
        DEFAULT_NOW,
        ana,
    )
    assert "Juraría" in view(scene).text


# -- what it is made of -----------------------------------------------------------------------------------------------


def walks(language: str, count: int, seed: int = 0, story: str = "correo") -> Iterator[list[StoryStep]]:
    """Walks over the runtime alone, by somebody who has everything in every third of them, and else nothing."""
    story = community().story(story).compiled(language)
    for number in range(seed, seed + count):
        externals, dice = _Persona(number % 3 == 0), Random(number)
        steps = [runtime().start(story, externals, number)]
        while not steps[-1].ended:
            assert len(steps) < 200
            choice = dice.randrange(len(steps[-1].choices))
            steps.append(runtime().choose(story, steps[-1].state, choice, externals))
        yield steps


class _Persona(dict[str, Any]):
    def __init__(self, has_everything: bool) -> None:
        super().__init__()
        self._has_everything = has_everything

    def __missing__(self, key: str) -> Any:
        if key in ("besitos", "nivel"):
            return 90 if self._has_everything else 1
        return ("hecha" if self._has_everything else "") if key.startswith("mision") else self._has_everything

    def get(self, key: str, default: object = None) -> Any:
        return self[key]


def test_both_languages_lead_the_same_ways():
    for spanish, english in zip(walks("es", 60), walks("en", 60), strict=True):
        assert [step.place for step in spanish] == [step.place for step in english]
        for here, there in zip(spanish, english, strict=True):
            assert [each.tags for each in here.choices] == [each.tags for each in there.choices]
            assert len(here.lines) == len(there.lines), here.place
            assert here.text != there.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", sorted(path.name for path in (CONTENT / "stories").iterdir()))
def test_texts_fit_a_phone(story: str, language: str):
    for steps in walks(language, 60, seed=100, story=story):
        for step in steps:
            assert 1 <= len(step.choices) <= 6 or step.ended, step.place
            assert all(len(line.text) <= 480 for line in step.lines), [len(line.text) for line in step.lines]
            assert all(len(choice.text) <= 64 for choice in step.choices), [choice.text for choice in step.choices]
            assert len(step.text) <= 3_000, step.place


def test_all_endings_can_be_come_to_in_many_ways():
    endings = Counter(
        line.effects.ending for steps in walks("es", 120) for line in steps[-1].lines if line.effects.ending
    )
    assert set(endings) == {"verdadero", "equivocado", "devuelta", "abierta", "guardada"}


# -- told again -------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@examples(st.lists(st.integers(0, 9), max_size=40), st.booleans(), st.sampled_from(LANGUAGES), st.integers(0, 60))
def test_every_run_can_be_told_again_from_its_events(tries: list[int], vip: bool, language: str, besitos: int):
    scene = reading(*([VIP] if vip else []), language=language, besitos=besitos)
    seen: list[StoryView] = []
    for each in tries:
        shown = view(scene)
        if each == 9:
            scene.when(GoBackInStory(ana, "correo", "la_bolsa"))
        elif each == 8 and shown.ended:
            scene.when(RestartStory(ana, "correo"))
        else:
            scene.when(ChooseInStory(ana, "correo", each % max(1, len(shown.choices))))
            seen += [shown] if scene.refusal is None else []
    told = told_again(scene.store.events, fresh_runtime).get(f"story:{ana}:correo", Retold())
    assert [step.text for step in told.shown] == [view.text for view in seen], "told again as it was shown"
    offered = [[each.text for each in step.choices] for step in told.shown]
    assert offered == [[each.text for each in view.choices] for view in seen]
    balance = besitos
    for event in scene.store.events[2:]:
        if event.topic in ("wallet.credited", "wallet.debited"):
            balance += event.amount if event.topic == "wallet.credited" else -event.amount
            assert event.balance == balance >= 0


@settings(max_examples=10)
@examples(st.lists(st.integers(0, 8), min_size=1, max_size=20), st.integers(0, 19))
def test_a_run_that_was_moved_on_the_way_can_be_told_again_too(tries: list[int], move_after: int):
    scene, english = reading(besitos=60), community().default_story.compiled("en")
    for number, each in enumerate(tries):
        shown = view(scene)
        scene.when(ChooseInStory(ana, "correo", each % max(1, len(shown.choices))))
        if number == move_after:
            before = view(scene)
            scene.when(MigrateStory(ana, "correo", english))
            assert (view(scene).place, view(scene).depth) == (before.place, before.depth)
            assert [each.cost for each in view(scene).choices] == [each.cost for each in before.choices]
    for told in told_again(scene.store.events, fresh_runtime).values():
        assert told.before == state_of(scene)


def state_of(scene: Scene) -> str:
    """The state that the reader's run is in."""
    states = [each.state["state"] for each in scene.store.events if "state" in each.state]
    return str(states[-1])
