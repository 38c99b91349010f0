"""Who may begin a story, and go which way in it; and what a chapter knows of those before it."""

import asyncio
from typing import Any

import pytest

from commands.context import Command
from commands.story import ChooseInStory, RestartStory, ShowStory, StartStory, StoryView
from domain.content import ContentPack
from domain.content_check import problems
from domain.membership import VipOnly
from domain.story_gates import Gate
from domain.story_refusals import ChoiceLocked, StoryLocked
from domain.story_step import MalformedTag, StoryChoice
from tests.unit.examples import WORDS, mission_like, step
from tests.unit.given import DEFAULT_NOW, Scene, ana, given, item, level, membership, mission, nothing, story
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

VIP = membership.granted(until=DEFAULT_NOW.replace(year=2030))
WAYS = ToyStories(
    inicio=Place(
        (
            Way("noble", "fin", ("nivel:3",)),
            Way("hecha", "fin", ("tras:entrega",)),
            Way("llave", "fin", ("con:llave",)),
            Way("pista", "fin", ("con:sello",)),
            Way("todo", "fin", ("vip", "nivel:2", "con:llave")),
            Way("libre", "sala"),
        ),
        asks=("recuerda:puerta",),
    ),
    sala=Place((Way("volver", "inicio"),)),
    fin=Place(),
)
NOBLE, DONE, KEY, CLUE, ALL, FREE = range(6)


def pack(**second: Any) -> ContentPack:
    """Three chapters, told with the same words; `second` is what is particular about the second one."""
    base = {"title": WORDS, "summary": WORDS, "languages": {"es": SPANISH, "en": ENGLISH}, "missions": ("entrega",)}
    return ContentPack.model_validate(
        {
            "missions": (mission_like("entrega", "one_off", step("fin", "story.ended")),),
            "items": ({"id": "llave", "title": WORDS, "description": WORDS, "category": "key"},),
            "stories": {
                "uno": base | {"id": "uno", "hints": {"sello": WORDS}, "items": ("llave",)},
                "dos": base | {"id": "dos"} | second,
                "tres": base | {"id": "tres", "after": "dos"},
            },
        }
    )


def reading(*history: Any, **second: Any) -> Scene:
    return given(*history).with_content(pack(**second)).with_stories(WAYS)


def view(scene: Scene, of: str = "uno") -> StoryView:
    bus = scene.bus()
    return asyncio.run(bus.ask(ShowStory(ana, of), bus.context("question:1", actor=ana, source="test")))


# -- choices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "why", "needs", "history"),
    [
        (NOBLE, "level", "3", level.reached(3)),
        (DONE, "mission", "entrega", mission.completed("entrega", "once")),
        (KEY, "item", "llave", item.received("llave", owned=1)),
        (CLUE, "item", "sello", story.hint_unlocked("sello", "uno")),
    ],
)
def test_a_closed_way_is_shown_locked_with_what_opens_it_and_refused(choice: int, why: str, needs: str, history: Any):
    scene = reading(nothing)
    shown = view(scene).choices[choice]
    assert (shown.locked, shown.why, shown.needs) == (True, why, needs)
    scene.when(ChooseInStory(ana, "uno", choice)).refuses(ChoiceLocked("uno", why, needs))
    opened = reading(history)
    shown = view(opened).choices[choice]
    assert (shown.locked, shown.why, shown.needs) == (False, None, None)
    opened.when(ChooseInStory(ana, "uno", choice)).records(story.started(), story.choice_made(), story.ended())


def test_a_way_with_several_gates_is_open_when_all_are():
    scene = reading(nothing)
    scene.when(ChooseInStory(ana, "uno", ALL)).refuses(VipOnly())
    scene = reading(VIP).when(ChooseInStory(ana, "uno", ALL)).refuses(ChoiceLocked("uno", "level", "2"))
    scene = reading(VIP, level.reached(2)).when(ChooseInStory(ana, "uno", ALL))
    scene.refuses(ChoiceLocked("uno", "item", "llave"))
    scene = reading(VIP, level.reached(2), item.received("llave", owned=1)).when(ChooseInStory(ana, "uno", ALL))
    assert scene.refusal is None


@pytest.mark.parametrize("tag", ["nivel", "nivel:", "nivel:0", "nivel:-1", "nivel:alto", "nivel:²", "tras", "con:"])
def test_a_gate_without_what_it_takes_is_malformed(tag: str):
    with pytest.raises(MalformedTag, match=f"#{tag.partition(':')[0]}"):
        _ = StoryChoice(0, "x", (tag,)).gates


def test_a_gate_is_read_from_its_tag():
    assert StoryChoice(0, "x", ("vip", "costo:3", "nivel:03", "con: llave")).gates == (
        Gate("vip"),
        Gate("level", "3"),
        Gate("item", "llave"),
    )


# -- stories ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [StartStory(ana, "dos"), RestartStory(ana, "dos"), ChooseInStory(ana, "dos", FREE)])
@pytest.mark.parametrize(
    ("takes", "locked", "history"),
    [
        ({"mission": "entrega", "missions": ()}, ("mission", "entrega"), mission.completed("entrega", "once")),
        ({"item": "llave"}, ("item", "llave"), item.received("llave", owned=1)),
        ({"item": "sello"}, ("item", "sello"), story.hint_unlocked("sello", "uno")),
        ({"after": "uno"}, ("story", "uno"), (story.started("uno"), story.ended("uno"))),
        ({"after": "uno"}, ("story", "uno"), (story.started("uno"), story.ended("uno"), story.started("uno", run=2))),
    ],
)
def test_a_story_is_closed_until_its_reader_has_what_it_takes(
    command: Command, takes: dict[str, Any], locked: tuple[str, str], history: Any
):
    reading(nothing, **takes).when(command).refuses(StoryLocked("dos", *locked))
    reading(story.started("uno"), **takes).when(command).refuses(StoryLocked("dos", *locked))
    assert reading(history, **takes).when(command).refusal is None


@pytest.mark.parametrize(("remembered", "answer"), [(["puerta"], True), ([], False)])
def test_a_chapter_remembers_what_any_before_it_remembers(remembered: list[str], answer: bool):
    read = [story.started("uno", effects={"remembered": remembered}), story.ended("uno")]
    scene = reading(*read, story.started("dos"), story.ended("dos"), after="uno")
    scene.when(StartStory(ana, "tres")).records(story.started("tres", externals={"recuerda:puerta": answer}))
    reading(*read).when(StartStory(ana, "dos")).records(story.started("dos", externals={"recuerda:puerta": False}))


def test_each_story_has_a_run_of_its_own():
    scene = reading(nothing)
    for each in ("uno", "dos"):
        scene.when(ChooseInStory(ana, each, FREE)).records(story.started(each, run=1), story.choice_made(each, turn=2))
    scene.when(RestartStory(ana, "uno")).records(story.started("uno", run=2, turn=3))
    assert [(view(scene, each).place, view(scene, each).turn) for each in ("uno", "dos")] == [
        ("inicio", 3),
        ("sala", 2),
    ]


# -- the description --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"level": 2}, "there are only 1 levels"),
        ({"after": "nada"}, "there is no story 'nada'"),
        ({"after": "tres"}, "'dos' would have to be read before itself"),
        ({"after": "dos"}, "'dos' would have to be read before itself"),
        ({"mission": "nada"}, "there is no mission 'nada' that is done once"),
        ({"item": "nada"}, "there is no item and no hint 'nada'"),
        ({"clues": ("nada",)}, "no other story has a hint 'nada'"),
        ({"hints": {"propia": WORDS}, "clues": ("propia",)}, "no other story has a hint 'propia'"),
    ],
)
def test_what_can_never_open_is_told_to_whoever_writes_it(wrong: dict[str, Any], told: str):
    found = [each for each in problems(pack(**wrong)) if each.path[:2] == ("stories", "dos")]
    assert [each.message for each in found] == [told]
    fine = pack(after="uno", mission="entrega", item="sello", clues=("sello",))
    assert [each.message for each in problems(fine)] == []
