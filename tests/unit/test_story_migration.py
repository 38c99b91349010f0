"""A run moved to another version of its story: what it keeps, and why it may have to stay."""

import asyncio
from typing import Any

import pytest

from commands.story import ChooseInStory, GoBackInStory, RestartStory, ShowStory, StoryView
from commands.story_migration import MigrateStory, PlanStoryMigration, StoryMigrationPlan
from domain.content import ContentPack
from domain.errors import NotFound
from domain.story_migration import StoryCannotMove
from domain.story_refusals import CheckpointNotReached, PlaceLeft, StoryNotStarted, StoryOver
from domain.story_step import StoryUnavailable
from tests.unit.examples import WORDS
from tests.unit.given import DEFAULT_NOW, Scene, ana, given, nothing, nothing_at_all, story, wallet
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

GO, BACK = ChooseInStory(ana, "carta", 0), GoBackInStory(ana, "carta", "la_sala")
MOVE = MigrateStory(ana, "carta", ENGLISH)


def pack(**languages: str) -> ContentPack:
    letter = {"id": "carta", "title": WORDS, "summary": WORDS, "languages": languages, "items": ("llave",)}
    key = {"id": "llave", "title": WORDS, "description": WORDS, "category": "key"}
    return ContentPack.model_validate({"stories": {"carta": letter}, "items": (key,)})


def reading(*history: Any, choices: int = 0) -> Scene:
    """A run of the old version, so many choices on; from then on the new one is in force."""
    stories = ToyStories(
        inicio=Place((Way("entrar", "sala"),)),
        sala=Place((Way("subir", "torre", ("premio:5",)),), tags=("checkpoint:la_sala", "item:llave"), asks=("nivel",)),
        torre=Place((Way("bajar", "fin"),)),
        fin=Place(tags=("final:tranquilo",)),
    )
    scene = given(*history).with_content(pack(es=SPANISH)).with_stories(stories)
    for _ in range(choices):
        assert scene.when(GO).refusal is None
    return scene.with_content(pack(es=ENGLISH))


def asked(scene: Scene, question: Any) -> Any:
    bus = scene.bus()
    return asyncio.run(bus.ask(question, bus.context("question:1", actor="admin", source="test")))


def planned(scene: Scene) -> StoryMigrationPlan:
    plan: StoryMigrationPlan = asked(scene, PlanStoryMigration(ana, "carta", ENGLISH))
    return plan


def view(scene: Scene) -> StoryView:
    shown: StoryView = asked(scene, ShowStory(ana, "carta"))
    return shown


def test_a_run_goes_on_in_the_new_version_from_the_same_place():
    scene = reading(nothing, choices=1)
    assert planned(scene) == StoryMigrationPlan("carta", "sala", SPANISH, ENGLISH)
    scene.when(MOVE).records(
        story.migrated(
            "carta",
            from_hash=SPANISH,
            to_hash=ENGLISH,
            language="es",
            runtime="toy-1",
            run=1,
            turn=3,
            place="sala",
            externals={"nivel": 1},
            dropped=[],
        )
    )
    assert list(scene.recorded[0].checkpoints) == ["la_sala"]
    assert view(scene).text == "sala in English"
    scene.when(GO).records(
        story.choice_made(hash=ENGLISH, turn=4, depth=2, effects={"reward": 5}),
        wallet.credited(5),
    )
    scene.when(BACK).records(story.went_back(turn=5, depth=1))
    assert view(scene).text == "sala in English"


def test_what_was_given_stays_given():
    scene = reading(nothing, choices=2).when(MOVE)
    scene.when(RestartStory(ana, "carta")).when(GO).records(
        story.choice_made(effects={"checkpoints": ["la_sala"]}), story.checkpoint_reached()
    )
    scene.when(GO).records(story.choice_made(effects={}))


def test_a_button_of_before_is_one_of_a_place_that_was_left():
    scene = reading(nothing, choices=1)
    shown = view(scene)
    scene.when(MOVE)
    scene.when(ChooseInStory(ana, "carta", 0, shown.turn, shown.offer)).refuses(PlaceLeft("carta"))


def test_a_run_that_is_of_that_version_already_stays_as_it_is():
    scene = reading(nothing, choices=1).when(MOVE)
    scene.stories.gone = frozenset(("sala",))  # nothing is asked of a story that is not left
    scene.when(MOVE).records_nothing()
    assert planned(scene) == StoryMigrationPlan("carta", "sala", ENGLISH, ENGLISH)


def test_a_run_whose_place_is_gone_stays_with_its_own_version_and_can_be_read_on():
    scene = reading(nothing, choices=1)
    scene.stories.gone = frozenset(("sala",))
    assert planned(scene) == StoryMigrationPlan("carta", "sala", SPANISH, ENGLISH, "sala is gone")
    scene.when(MOVE).refuses(StoryCannotMove(ENGLISH, "sala", "sala is gone"))
    scene.when(GO).records(story.choice_made(hash=SPANISH, next_place="torre"), wallet.credited(5))


def test_a_checkpoint_that_is_gone_is_dropped_with_a_word():
    scene = reading(nothing, choices=2)
    scene.stories.gone = frozenset(("sala",))
    assert planned(scene).dropped == {"la_sala": "sala is gone"}
    scene.when(MOVE).records(story.migrated(place="torre", checkpoints={}, dropped=["la_sala"]))
    scene.when(BACK).refuses(CheckpointNotReached("la_sala"))
    assert view(scene).checkpoints == ()


@pytest.mark.parametrize("gone", [frozenset(), frozenset(("fin",))])
def test_a_run_that_is_over_moves_wherever_it_ended(gone: frozenset[str]):
    scene = reading(nothing, choices=3)
    scene.stories.gone = gone
    assert planned(scene).moves
    scene.when(MOVE).records(story.migrated(place="fin"))
    shown = view(scene)
    assert (shown.ended, shown.place, shown.choices, shown.endings) == (True, "fin", (), ("tranquilo",))
    scene.when(GO).refuses(StoryOver("carta"))
    scene.when(BACK).records(story.went_back(place="sala"))
    assert view(scene).text == "sala in English"


def test_a_reader_may_be_moved_to_the_other_language():
    scene = reading(nothing, choices=1).with_content(pack(es=SPANISH, en=ENGLISH))
    scene.when(MOVE).records(story.migrated(language="en"))
    assert view(scene).language == "en"


def test_the_banned_are_moved_too():
    scene = reading(nothing, choices=1)
    banned = {"reason": "spam", "until": None}
    scene.store.record(f"user:{ana}", "user.banned", banned, DEFAULT_NOW, ana)
    assert scene.when(MOVE).refusal is None


def test_what_is_not_there_is_refused():
    reading(nothing).when(MOVE).refuses(StoryNotStarted("carta"))
    reading(nothing_at_all).when(MOVE).refuses(NotFound("user", ana))
    scene = reading(nothing, choices=1)
    scene.when(MigrateStory(ana, "otra", ENGLISH)).refuses(NotFound("story", "otra"))
    scene.when(MigrateStory(ana, "carta", "f" * 64)).refuses(NotFound("version", "f" * 64))
    scene.with_content(pack(es="f" * 64)).when(MigrateStory(ana, "carta", "f" * 64)).refuses(StoryUnavailable)
