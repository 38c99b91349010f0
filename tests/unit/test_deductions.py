"""Two hints put together: a secret that is kept, and opens what asks for it."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from commands.deductions import PutHintsTogether
from commands.notifications import notifications
from commands.story import ShowStory
from domain.content import ContentPack
from domain.content_check import problems
from domain.deductions import DeductionDefinition, NothingFollows, SecretKnown
from domain.mochila import HintMissing
from tests.unit.examples import WORDS
from tests.unit.given import DEFAULT_NOW, Scene, ana, given, story
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

SAYS = {"id": "d", "of": ("stamp", "whistle"), "reveals": "letter", "text": WORDS}


def pack(*deductions: dict[str, Any]) -> ContentPack:
    tale = {
        "id": "tale",
        "title": WORDS,
        "summary": WORDS,
        "languages": {"es": SPANISH, "en": ENGLISH},
        "hints": dict.fromkeys(("stamp", "whistle", "letter", "other"), WORDS),
    }
    return ContentPack.model_validate({"deductions": deductions or (SAYS,), "stories": {"tale": tale}})


def knowing(*hints: str) -> Scene:
    tale = ToyStories(inicio=Place((Way("ask", "inicio", needs="tiene:letter"),)))
    known = [story.hint_unlocked(hint, "tale", of=ana) for hint in hints]
    return given(*known).with_content(pack()).with_stories(tale)


def offered(scene: Scene) -> list[str]:
    bus = scene.bus()
    context = bus.context("question:1", actor=ana, source="test", now=DEFAULT_NOW)
    return [each.text for each in asyncio.run(bus.ask(ShowStory(ana, "tale"), context)).choices]


@pytest.mark.parametrize("together", [("stamp", "whistle"), ("whistle", "stamp")])
def test_two_hints_become_a_secret_that_the_story_asks_for(together: tuple[str, str]):
    scene = knowing("stamp", "whistle")
    assert offered(scene) == []
    scene.when(PutHintsTogether(ana, together)).records(story.hint_unlocked("letter", "tale", "deduction:d"))
    assert offered(scene) == ["ask"], "nothing is used up, and the secret is a hint like any other"


def test_who_put_them_together_is_told_there_and_not_again():
    (unlocked,) = knowing("stamp", "whistle").when(PutHintsTogether(ana, ("stamp", "whistle"))).recorded
    assert list(notifications(unlocked, pack())) == []


@pytest.mark.parametrize("together", [("stamp", "whistle"), ("whistle", "stamp"), ("whistle", "other")])
def test_what_one_does_not_know_says_nothing(together: tuple[str, str]):
    knowing("stamp").when(PutHintsTogether(ana, together)).refuses(HintMissing("whistle"))


@pytest.mark.parametrize("together", [("stamp", "other"), ("stamp", "stamp")])
def test_other_hints_say_nothing_together(together: tuple[str, str]):
    scene = knowing("stamp", "whistle", "other")
    scene.when(PutHintsTogether(ana, together)).refuses(NothingFollows(sorted(set(together))))


def test_a_secret_is_found_once():
    scene = knowing("stamp", "whistle", "letter")
    scene.when(PutHintsTogether(ana, ("stamp", "whistle"))).refuses(SecretKnown("letter"))


@pytest.mark.parametrize(
    "odd", [{"of": ("stamp", "stamp")}, {"reveals": "stamp"}, {"of": ("stamp",)}, {"of": ("stamp", "whistle", "other")}]
)
def test_a_deduction_takes_two_hints_and_says_a_third(odd: dict[str, Any]):
    with pytest.raises(ValidationError):
        DeductionDefinition.model_validate(SAYS | odd)


def test_what_would_keep_a_secret_from_everybody_is_told():
    odd = pack(
        SAYS,
        SAYS | {"id": "e", "of": ("whistle", "stamp")},
        SAYS | {"id": "f", "of": ("stamp", "nobody")},
        SAYS | {"id": "f", "of": ("stamp", "other"), "reveals": "none"},
    )
    assert [(each.path, each.message) for each in problems(odd)] == [
        (("deductions", 3, "id"), "'f' is there already"),
        (("deductions", 1, "of"), "the same hints say 'd'"),
        (("deductions", 2, "of", 1), "there is no hint 'nobody'"),
        (("deductions", 3, "reveals"), "there is no hint 'none'"),
    ]
