import asyncio
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.context import Command
from commands.story import ChooseInStory, GoBackInStory, RestartStory, ShowStory, StartStory, StoryView
from domain.content import ContentPack
from domain.errors import DomainError, InvalidValue, NotFound
from domain.membership import VipOnly
from domain.recorded import present_fields
from domain.story import Story
from domain.story_refusals import (
    CheckpointNotReached,
    ChoiceNotOffered,
    PlaceLeft,
    StoryLocked,
    StoryNotStarted,
    StoryOver,
)
from domain.story_step import StoryBroken, StoryUnavailable
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos
from tests.unit.examples import WORDS, achievement_like, level_of, mission_like, step
from tests.unit.given import (
    DEFAULT_NOW,
    Scene,
    achievement,
    ana,
    bea,
    given,
    item,
    level,
    membership,
    mission,
    nothing,
    nothing_at_all,
    story,
    user,
    wallet,
)
from tests.unit.toy_story import ENGLISH, SPANISH, Place, ToyStories, Way

KEY = {"id": "llave", "title": WORDS, "description": WORDS, "category": "key"}
LETTER = {
    "id": "carta",
    "title": WORDS,
    "summary": WORDS,
    "languages": {"es": SPANISH, "en": ENGLISH},
    "hints": {"sello": WORDS},
    "missions": ("entrega",),
    "achievements": ("suplente",),
    "items": ("llave",),
}
VIP = membership.granted(until=DEFAULT_NOW.replace(year=2030))


def pack(**story_fields: Any) -> ContentPack:
    return ContentPack.model_validate(
        {
            "missions": (mission_like("entrega", "story", step("fin", "story.ended")),),
            "achievements": (achievement_like("suplente", levels=(level_of("bronze", besitos=7),)),),
            "items": (KEY,),
            "stories": {"carta": LETTER | story_fields},
        }
    )


STORY = ToyStories(
    inicio=Place((Way("entrar", "sala"), Way("pagar", "cine", ("costo:10",)), Way("tertulia", "palco", ("vip",)))),
    sala=Place(
        (
            Way("volver", "inicio"),
            Way("cobrar", "sala", ("premio:5",)),
            Way("abrir", "cofre", needs="tiene:llave"),
            Way("romper", "ninguna_parte"),
        ),
    ),
    cine=Place((Way("salir", "fin"),), tags=("pista:sello", "premio:3", "checkpoint:el_cine"), asks=("besitos",)),
    palco=Place((Way("salir", "fin"),), tags=("mision:entrega", "logro:suplente", "item:llave", "recuerda:palco")),
    cofre=Place((Way("salir", "fin"),), asks=("mision:entrega", "recuerda:palco", "es_vip", "nivel")),
    fin=Place(tags=("final:tranquilo",)),
)
ENTER, PAY, TERTULIA = 0, 1, 2
BACK, COLLECT = 0, 1


def reading(*history: Any, stories: ToyStories = STORY, **story_fields: Any) -> Scene:
    return given(*history).with_content(pack(**story_fields)).with_stories(stories)


def choose(choice: int, **button: Any) -> ChooseInStory:
    return ChooseInStory(ana, "carta", choice, **button)


def after(*choices: int, history: Any = nothing) -> Scene:
    """A scene in which these choices have been made."""
    scene = reading(history)
    for choice in choices:
        scene.when(choose(choice))
        assert scene.refusal is None
    return scene


def view(scene: Scene, who: str = ana) -> StoryView:
    bus = scene.bus()
    return asyncio.run(
        bus.ask(ShowStory(who, "carta"), bus.context("question:1", actor=who, source="test", now=DEFAULT_NOW))
    )


def finds_the_key(scene: Scene) -> None:
    """Between two steps of the story, by some other way."""
    received = {"item": "llave", "quantity": 1, "reason": "found", "owned": 1}
    scene.store.record(f"mochila:{ana}", "item.received", received, DEFAULT_NOW, ana)


# -- beginning --------------------------------------------------------------------------------------------------------


def test_starting_a_story_pins_the_readers_language_its_content_and_the_runtime():
    reading(user.registered(language="en")).when(StartStory(ana, "carta")).records(
        story.started("carta", hash=ENGLISH, runtime="toy-1", language="en", run=1, turn=1, place="inicio", effects={})
    )


def test_starting_a_story_that_is_under_way_does_nothing():
    after(ENTER).when(StartStory(ana, "carta")).records_nothing()


def test_a_first_choice_begins_the_story_in_the_same_commit():
    reading(nothing).when(choose(ENTER)).records(
        story.started("carta", hash=SPANISH, run=1, turn=1),
        story.choice_made("carta", place="inicio", choice=ENTER, text="entrar", next_place="sala", turn=2, depth=1),
    ).answers(
        {"story": "carta", "turn": 2, "place": "sala", "choice": 0, "text": "entrar", "effects": {}, "ended": False}
    )


def test_what_the_opening_gives_is_given_when_the_story_begins():
    opening = ToyStories(inicio=Place((Way("ya", "inicio"),), tags=("premio:5", "recuerda:hola")))
    scene = reading(nothing, stories=opening)
    scene.when(StartStory(ana, "carta")).records(
        story.started(effects={"reward": 5, "remembered": ["hola"]}), wallet.credited(5, "story:carta", balance=5)
    )
    scene.when(choose(0)).when(RestartStory(ana, "carta"))
    scene.records(story.started(run=2, effects={"remembered": ["hola"]}))


def test_a_story_is_begun_again_only_by_whoever_has_left_its_opening():
    reading(nothing).when(RestartStory(ana, "carta")).records_nothing()
    scene = reading(nothing).when(StartStory(ana, "carta"))
    scene.when(RestartStory(ana, "carta")).records_nothing()
    scene.when(choose(ENTER)).when(RestartStory(ana, "carta")).records(story.started(run=2))
    scene.when(RestartStory(ana, "carta")).records_nothing()
    scene.with_content(pack(languages={"es": ENGLISH}))
    scene.when(RestartStory(ana, "carta")).records(story.started(run=3, hash=ENGLISH))


def test_a_story_that_stands_at_a_broken_opening_can_be_begun_again():
    scene = reading(nothing).when(StartStory(ana, "carta"))
    scene.store.events[-1].state["state"] = "torn"
    scene.when(RestartStory(ana, "carta")).records(story.started(run=2))


def test_after_the_end_a_story_begins_again_with_other_dice():
    scene = after(ENTER, BACK)
    first = scene.store.events[-3].state
    scene.when(RestartStory(ana, "carta")).records(story.started("carta", run=2, turn=4, place="inicio"))
    assert first["run"] == 1
    assert scene.recorded[0].seed != first["seed"]


def test_the_opening_is_told_with_the_dice_that_the_run_will_have():
    scene = reading(nothing)
    aggregate = Story.blank(Story.stream(ana, "carta"))
    scene.when(choose(ENTER))
    assert scene.recorded[0].seed == aggregate.next_seed()


@pytest.mark.parametrize("command", [StartStory(ana, "carta"), RestartStory(ana, "carta"), choose(ENTER)])
def test_a_story_for_vips_or_of_a_higher_level_is_closed_to_others(command: Command):
    reading(nothing, vip_only=True).when(command).refuses(StoryLocked("carta", "vip", ""))
    reading(nothing, level=3).when(command).refuses(StoryLocked("carta", "level", "3"))
    assert reading(level.reached(3), VIP, level=3, vip_only=True).when(command).refusal is None


def test_a_run_goes_on_when_the_membership_ends():
    scene = after(ENTER, history=VIP).with_content(pack(vip_only=True))
    scene.when(choose(BACK), at=DEFAULT_NOW.replace(year=2031)).records(story.choice_made(next_place="inicio"))


def test_unknown_stories_and_people_and_the_banned_are_refused():
    reading(nothing).when(StartStory(ana, "other")).refuses(NotFound("story", "other"))
    reading(nothing_at_all).when(StartStory(bea, "carta")).refuses(NotFound("user", bea))
    reading(nothing, user.banned("spam")).when(choose(ENTER)).refuses(UserBanned(None, "spam"))


# -- choosing ---------------------------------------------------------------------------------------------------------


def test_a_choice_is_paid_in_the_commit_that_makes_it():
    reading(wallet.credited(balance=12)).when(choose(PAY)).records(
        story.started(),
        story.choice_made(
            choice=PAY, effects={"cost": 10, "reward": 3, "hints": ["sello"], "checkpoints": ["el_cine"]}
        ),
        story.checkpoint_reached("carta", "el_cine", "cine", run=1),
        wallet.debited(10, "story:carta", balance=2),
        wallet.credited(3, "story:carta", balance=5),
        story.hint_unlocked("sello", "carta"),
    )


def test_a_choice_that_cannot_be_paid_leaves_no_event():
    scene = reading(wallet.credited(balance=9))
    scene.when(choose(PAY)).refuses(InsufficientBesitos(needed=10, available=9))
    assert view(scene).begun is False


def test_what_a_choice_gives_cannot_pay_for_it():
    generous = ToyStories(inicio=Place((Way("truco", "inicio", ("costo:10", "premio:10")),)))
    reading(nothing, stories=generous).when(choose(0)).refuses(InsufficientBesitos)


def test_a_step_that_gives_everything_gives_it_in_one_commit():
    reading(VIP).when(choose(TERTULIA)).records(
        story.started(),
        story.choice_made(choice=TERTULIA, next_place="palco"),
        item.received("llave", 1, "story:carta", owned=1),
        mission.started("entrega", "once", "story"),
        achievement.unlocked("suplente", "bronze"),
        wallet.credited(7, "achievement:suplente"),
    )


def test_a_choice_for_vips_is_refused_to_others():
    reading(nothing).when(choose(TERTULIA)).refuses(VipOnly())


@pytest.mark.parametrize("choice", [-1, 3, 10**9])
def test_a_choice_that_is_not_offered_leaves_no_event(choice: int):
    reading(nothing).when(choose(choice)).refuses(ChoiceNotOffered(choice, offered=3))


def test_a_reward_is_paid_once_however_often_one_comes_by():
    scene = after(ENTER)
    scene.when(choose(COLLECT)).records(story.choice_made(effects={"reward": 5}), wallet.credited(5))
    scene.when(choose(COLLECT)).records(story.choice_made(effects={}))
    scene.when(RestartStory(ana, "carta"))
    scene.when(choose(ENTER))
    scene.when(choose(COLLECT)).records(story.choice_made(effects={}))


def test_what_one_step_gives_twice_is_given_once():
    bread = Place(
        (Way("pan", "mesa", ("premio:5",)),), tags=("item:llave", "pista:sello"), more=("item:llave", "pista:sello")
    )
    table = Place((Way("otra", "mesa", ("premio:7",)),), tags=("premio:3",), more=("premio:3",))
    scene = given(nothing).with_content(pack()).with_stories(ToyStories(inicio=bread, mesa=table))
    scene.when(StartStory(ana, "carta"))
    assert scene.recorded[0].effects == {"items": ["llave"], "hints": ["sello"]}
    scene.when(choose(0)).records(story.choice_made(effects={"reward": 8}), wallet.credited(5 + 3))
    echoed = Place((Way("otra", "mesa", ("premio:7",)),), tags=("premio:7",))
    scene.with_stories(ToyStories(inicio=bread, mesa=echoed))
    scene.when(choose(0)).records(story.choice_made(effects={"reward": 7}), wallet.credited(7))


def test_hints_items_missions_and_achievements_are_given_once():
    scene = after(TERTULIA, history=VIP)
    scene.when(RestartStory(ana, "carta"))
    scene.when(choose(TERTULIA)).records(story.choice_made())
    scene = after(PAY, history=wallet.credited(balance=50))
    scene.when(RestartStory(ana, "carta"))
    scene.when(choose(PAY)).records(
        story.choice_made(effects={"cost": 10, "checkpoints": ["el_cine"]}),
        story.checkpoint_reached("carta", "el_cine"),
        wallet.debited(10),
    )


def test_a_mission_that_is_closed_to_the_reader_does_not_stop_the_story():
    closed = pack().model_copy(update={"missions": (mission_like("entrega", "story", level=9),)})
    scene = reading(VIP).with_content(closed).when(choose(TERTULIA))
    assert scene.refusal is None
    assert "mission.started" not in [each.topic for each in scene.recorded]


def test_the_end_is_an_event_and_nothing_can_be_chosen_after_it():
    scene = after(PAY, history=wallet.credited(balance=12))
    scene.when(choose(0)).records(
        story.choice_made(place="cine", next_place="fin"), story.ended("carta", "tranquilo", "fin", run=1, depth=2)
    )
    scene.when(choose(0)).refuses(StoryOver("carta"))
    scene.when(StartStory(ana, "carta")).records(story.started(run=2))
    assert view(scene).endings == ("tranquilo",)


def test_a_story_that_breaks_leaves_the_reader_where_they_were():
    scene = after(ENTER)
    scene.when(choose(2)).refuses(StoryBroken(SPANISH, "ninguna_parte", "there is no such place"))
    scene.when(choose(BACK)).records(story.choice_made(next_place="inicio"))


def test_an_effect_that_the_description_does_not_list_breaks_the_story():
    reading(VIP, items=()).when(choose(TERTULIA)).refuses(StoryBroken)


def test_a_run_of_an_older_version_goes_on_without_what_the_content_no_longer_has():
    scene = reading(VIP)
    scene.when(StartStory(ana, "carta"))
    gone = LETTER | {"missions": (), "achievements": (), "items": (), "languages": {"es": "f" * 64}}
    scene.with_content(ContentPack.model_validate({"stories": {"carta": gone}}))
    scene.when(choose(TERTULIA)).records(story.choice_made("carta", hash=SPANISH, next_place="palco"))


def test_a_story_that_is_not_at_hand_is_refused():
    reading(nothing, languages={"es": "f" * 64}).when(choose(ENTER)).refuses(StoryUnavailable("f" * 64))


# -- buttons ----------------------------------------------------------------------------------------------------------


def test_a_button_of_the_present_place_works_once():
    scene = reading(nothing)
    shown = view(scene)
    scene.when(choose(ENTER, turn=shown.turn, offer=shown.offer)).records(story.started(), story.choice_made())
    scene.when(choose(ENTER, turn=shown.turn, offer=shown.offer)).refuses(PlaceLeft("carta"))


def test_a_button_of_an_earlier_visit_to_the_same_place_is_old():
    scene = after(ENTER)
    shown = view(scene)
    scene.when(choose(BACK))
    scene.when(choose(ENTER))
    scene.when(choose(BACK, turn=shown.turn)).refuses(PlaceLeft("carta"))


def test_a_button_of_another_run_is_old():
    scene = after(ENTER)
    shown = view(scene)
    scene.when(RestartStory(ana, "carta"))
    scene.when(choose(ENTER, turn=shown.turn)).refuses(PlaceLeft("carta"))


def test_a_button_is_old_when_the_choices_have_changed_since_it_was_shown():
    scene = after(ENTER)
    shown = view(scene)
    finds_the_key(scene)
    scene.when(choose(2, turn=shown.turn, offer=shown.offer)).refuses(PlaceLeft("carta"))
    scene.when(choose(2, turn=shown.turn, offer=view(scene).offer)).records(story.choice_made(text="abrir"))


# -- what the story may ask -------------------------------------------------------------------------------------------


def test_what_was_asked_is_recorded_as_it_was_when_shown_and_when_chosen():
    scene = reading(wallet.credited(balance=12)).when(choose(PAY))
    assert scene.recorded[1].offered_with == {}
    assert scene.recorded[1].externals == {"besitos": 2}, "the place is told to somebody who has paid"
    scene.when(choose(0))
    assert scene.recorded[0].offered_with == {"besitos": 5}, "and has got what the place gives, when it is shown"


def test_a_choice_that_was_earned_since_appears():
    scene = after(ENTER)
    assert [each.text for each in view(scene).choices] == ["volver", "cobrar", "romper"]
    finds_the_key(scene)
    assert [each.text for each in view(scene).choices] == ["volver", "cobrar", "abrir", "romper"]
    scene.when(choose(2)).records(story.choice_made(text="abrir", next_place="cofre"))
    assert scene.recorded[0].offered_with == {"tiene:llave": True}


def test_the_story_knows_what_the_reader_has_done_and_who_they_are():
    scene = after(TERTULIA, history=(VIP, level.reached(4)))
    scene.when(RestartStory(ana, "carta"))
    scene.when(choose(ENTER))
    scene.when(choose(2))
    assert scene.recorded[0].externals == {
        "mision:entrega": "activa",
        "recuerda:palco": True,
        "es_vip": True,
        "nivel": 4,
    }
    known = after(ENTER, history=(item.received("llave"), mission.completed("entrega", "once"))).when(choose(2))
    assert known.recorded[0].externals == {
        "mision:entrega": "hecha",
        "recuerda:palco": False,
        "es_vip": False,
        "nivel": 1,
    }


def test_a_hint_is_something_that_one_has():
    hinted = ToyStories(inicio=Place((Way("saber", "inicio", needs="tiene:sello"), Way("no", "inicio"))))
    scene = reading(story.hint_unlocked("sello", "carta"), stories=hinted)
    assert [each.text for each in view(scene).choices] == ["saber", "no"]


# -- checkpoints ------------------------------------------------------------------------------------------------------


def test_a_reader_can_go_back_to_a_checkpoint_and_pays_again_but_earns_nothing_twice():
    scene = after(PAY, 0, history=wallet.credited(balance=12))
    scene.when(GoBackInStory(ana, "carta", "el_cine")).records(
        story.went_back("carta", "el_cine", run=1, turn=4, place="cine", depth=1)
    )
    shown = view(scene)
    assert (shown.place, shown.ended, [each.name for each in shown.checkpoints]) == ("cine", False, ["el_cine"])
    scene.when(choose(0)).records(story.choice_made(turn=5, depth=2), story.ended())


def test_the_way_back_to_a_checkpoint_is_gone_once_for_each_place_that_was_left():
    scene = after(PAY, 0, history=wallet.credited(balance=12))
    back = GoBackInStory(ana, "carta", "el_cine", turn=view(scene).turn)
    scene.when(back).records(story.went_back("carta", "el_cine"))
    scene.when(back).refuses(PlaceLeft("carta"))


def test_a_checkpoint_of_another_run_or_none_at_all_is_no_way_back():
    reading(nothing).when(GoBackInStory(ana, "carta", "el_cine")).refuses(StoryNotStarted("carta"))
    reading(nothing).when(GoBackInStory(ana, "other", "el_cine")).refuses(NotFound("story", "other"))
    scene = after(PAY, history=wallet.credited(balance=12)).when(RestartStory(ana, "carta"))
    scene.when(GoBackInStory(ana, "carta", "el_cine")).refuses(CheckpointNotReached("el_cine"))


# -- the view ---------------------------------------------------------------------------------------------------------


def test_the_view_shows_the_opening_before_any_run_and_records_nothing():
    scene = reading(wallet.credited(balance=9))
    shown = view(scene)
    assert (shown.begun, shown.place, shown.turn, shown.text, shown.language) == (
        False,
        "inicio",
        0,
        "inicio in Spanish",
        "es",
    )
    assert [(each.cost, each.locked, each.why, each.affordable) for each in shown.choices] == [
        (0, False, None, True),
        (10, False, None, False),
        (0, True, "vip", True),
    ]
    assert [each.topic for each in scene.store.events] == ["user.registered", "wallet.credited"]


def test_what_is_over_stays_over_though_its_last_place_would_now_lead_on():
    hall = ToyStories(
        inicio=Place((Way("entrar", "sala"),)), sala=Place((Way("abrir", "inicio", needs="tiene:llave"),))
    )
    scene = reading(nothing, stories=hall)
    scene.when(choose(0))
    finds_the_key(scene)
    assert (view(scene).ended, view(scene).choices) == (True, ())
    scene.when(choose(0)).refuses(StoryOver("carta"))


def test_a_vip_sees_the_gate_open():
    assert [each.locked for each in view(reading(VIP)).choices] == [False, False, False]


def test_the_view_tells_how_far_the_reader_has_come():
    shown = view(after(ENTER, COLLECT))
    assert (shown.begun, shown.turn, shown.depth, shown.ended) == (True, 3, 2, False)


def test_what_was_told_is_noted_before_and_after_a_choice_and_is_unknown_of_old_ones():
    begun, made, *_ = reading(nothing).when(choose(ENTER)).recorded
    assert begun.told == made.shown and made.told not in (None, made.shown)
    assert after(ENTER).when(choose(0)).recorded[0].shown == made.told, "the same place is told the same"
    assert present_fields(1, "story.started", 1, {"story": "s"}) == {"story": "s", "told": None}
    assert present_fields(1, "story.choice_made", 1, {}) == {"way": None, "shown": None, "told": None}


# -- always -----------------------------------------------------------------------------------------------------------


_commands = st.one_of(
    st.builds(choose, st.integers(-1, 4), turn=st.none() | st.integers(0, 8)),
    st.sampled_from([StartStory(ana, "carta"), RestartStory(ana, "carta"), GoBackInStory(ana, "carta", "el_cine")]),
)


@examples(st.lists(_commands, max_size=15), st.integers(0, 40), st.booleans())
def test_whatever_is_tried_a_step_is_whole_and_a_refusal_leaves_nothing(
    commands: list[Command], besitos: int, vip: bool
):
    scene = reading(wallet.credited(balance=besitos), *([VIP] if vip else []))
    balance, turn = besitos, 0
    for command in commands:
        before = view(scene)
        scene.when(command)
        if scene.refusal is not None:
            assert isinstance(scene.refusal, DomainError) and not isinstance(scene.refusal, InvalidValue)
            assert scene.recorded == []
            assert view(scene) == before
            continue
        for event in scene.recorded:
            if event.topic in ("story.started", "story.choice_made", "story.went_back"):
                assert event.turn == turn + 1, "no turn is left out, and none comes twice"
                turn = event.turn
            if event.topic in ("wallet.credited", "wallet.debited"):
                balance += event.amount if event.topic == "wallet.credited" else -event.amount
                assert event.balance == balance >= 0
    earned = [
        each.amount for each in scene.store.events if each.topic == "wallet.credited" and each.reason == "story:carta"
    ]
    assert sorted(earned) in ([], [3], [5], [3, 5])
