"""Hints (pistas): the ways to learn one, and what it opens: a choice that asks for it, a gate, a secret."""

import asyncio
from typing import Any

import pytest

from commands.message_reactions import RewardReaction
from commands.mochila import CombineItems, UseItem
from commands.notifications import notifications
from commands.store import BuyItem
from commands.story import ChooseInStory, ShowStory
from domain.content import ContentPack
from domain.content_check import problems
from domain.mochila import HintMissing
from domain.story_refusals import ChoiceLocked
from tests.unit.examples import WORDS
from tests.unit.given import DEFAULT_NOW, Scene, Topic, ana, given, item, story, wallet
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

PLAZA = "c000000000000001"
ASK, LOOK, GATE = range(3)


def thing(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": WORDS, "description": WORDS, "category": "keepsake", **more}


PACK = ContentPack.model_validate(
    {
        "items": (thing("lens", use={"hint": "stamp"}), thing("map"), thing("half"), thing("other"), thing("secret")),
        "store": ({"item": "lens", "price": 5}, {"item": "map", "price": 5, "hint": "stamp"}),
        "recipes": (
            {
                "id": "r",
                "needs": {"half": 1, "other": 1},
                "knows": ("stamp",),
                "makes": "secret",
                "text": WORDS,
                "secret": True,
            },
        ),
        "reactions": {"hints": [{"hint": "stamp", "after": 1}]},
        "stories": {
            "tale": {
                "id": "tale",
                "title": WORDS,
                "summary": WORDS,
                "languages": {"es": SPANISH, "en": ENGLISH},
                "hints": {"stamp": WORDS},
                "items": ("secret",),
            }
        },
    }
)
TALE = ToyStories(
    inicio=Place(
        (
            Way("wait", "inicio"),
            Way("look", "album"),
            Way("through", "fin", ("con:secret",)),
            Way("ask", "fin", needs="tiene:stamp"),
        )
    ),
    album=Place((Way("back", "inicio"),), tags=("pista:stamp",)),
    fin=Place(),
)


def reading(*history: Any) -> Scene:
    here = Topic("chat").registered(kind="supergroup", standing="administrator", of=PLAZA)
    return given(wallet.credited(20, "gift", balance=20), here, *history).with_content(PACK).with_stories(TALE)


def offered(scene: Scene) -> list[str]:
    bus = scene.bus()
    context = bus.context("question:1", actor=ana, source="test", now=DEFAULT_NOW)
    return [each.text for each in asyncio.run(bus.ask(ShowStory(ana, "tale"), context)).choices]


def learned(scene: Scene) -> list[tuple[str, str, str]]:
    """What the last command unlocked: the hint, its story, and why."""
    unlocked = [each for each in scene.recorded if each.topic == "story.hint_unlocked"]
    assert all(each.stream == f"mochila:{ana}" for each in unlocked), "it is kept in the mochila"
    return [(each.hint, each.story, each.reason) for each in unlocked]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (ChooseInStory(ana, "tale", LOOK), "story:tale"),
        (RewardReaction(ana, PLAZA, 7, "❤", None), "reaction"),
        (BuyItem(ana, "map"), "purchase:map"),
    ],
)
def test_a_hint_is_learned_by_a_choice_a_reaction_or_a_purchase_and_the_story_knows(command: Any, reason: str):
    scene = reading()
    assert "ask" not in offered(scene)
    assert learned(scene.when(command)) == [("stamp", "tale", reason)]
    if isinstance(command, ChooseInStory):
        scene.when(ChooseInStory(ana, "tale", 0))
    assert "ask" in offered(scene), "tiene(hint) is true, and the choice that asks for it is there"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (ChooseInStory(ana, "tale", LOOK), []),
        (RewardReaction(ana, PLAZA, 7, "❤", None), ["notify-hint-unlocked"]),
        (BuyItem(ana, "map"), ["notify-hint-unlocked"]),
    ],
)
def test_who_learns_a_hint_outside_of_the_story_is_told_of_it(command: Any, told: list[str]):
    scene = reading().when(command)
    unlocked = next(each for each in scene.recorded if each.topic == "story.hint_unlocked")
    assert [each.key for each in notifications(unlocked, PACK)] == told


def test_a_hint_comes_with_a_thing_that_was_bought_and_used():
    scene = reading().when(BuyItem(ana, "lens"))
    assert learned(scene) == []
    assert learned(scene.when(UseItem(ana, "lens"))) == [("stamp", "tale", "use:lens")]
    assert "ask" in offered(scene)


def test_a_hint_that_is_known_is_bought_with_the_thing_without_a_word():
    scene = reading(story.hint_unlocked("stamp", "tale")).when(BuyItem(ana, "map"))
    assert scene.refusal is None
    assert learned(scene) == []


def test_hints_and_things_are_put_together_to_a_secret_that_opens_a_way():
    scene = reading(item.received("half", owned=1), item.received("other", owned=1))
    scene.when(CombineItems(ana, ("half", "other"))).refuses(HintMissing("stamp"))
    scene.when(ChooseInStory(ana, "tale", GATE)).refuses(ChoiceLocked("tale", "item", "secret"))
    scene.when(BuyItem(ana, "map")).when(CombineItems(ana, ("half", "other")))
    assert [each.item for each in scene.recorded if each.topic == "item.received"] == ["secret"]
    scene.when(ChooseInStory(ana, "tale", GATE)).records(
        story.started(), story.choice_made(next_place="fin"), story.ended()
    )


def test_an_offer_of_a_hint_that_no_story_has_is_told():
    odd = PACK.model_copy(update={"store": (PACK.store[1].model_copy(update={"hint": "none"}),)})
    assert [each.message for each in problems(odd)] == ["there is no hint 'none'"]
