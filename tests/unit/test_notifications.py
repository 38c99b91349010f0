from dataclasses import replace
from datetime import timedelta
from typing import Any

from commands.daily_gift import ClaimDailyGift
from commands.external import RecordExternalFact
from commands.membership import ExpireMembership, GrantMembership
from commands.missions import SetMissionProgress, StartMission
from commands.notifications import NOTIFIED, Notification, notifications
from commands.users import BanUser
from commands.wallet import MoveBesitos
from domain.aggregate import event_class
from domain.content import ContentPack
from tests.unit.examples import WORDS, achievement_like, goal, level_of, mission_like, settle
from tests.unit.given import DEFAULT_NOW, Scene, ana, given, membership, mission, nothing

BOTH = {"es": "palabras", "en": "words"}
PACK = ContentPack.model_validate(
    {
        "missions": [mission_like("m"), mission_like("told", "story")],
        "achievements": [achievement_like("a", (goal(),), (level_of("gold", 5, gifts=1),))],
        "levels": [{"experience": 0, "title": WORDS}, {"experience": 5, "title": WORDS}],
        "plans": [{"id": "month", "title": WORDS, "description": WORDS, "days": 30, "stars": 1}],
        "external": [{"id": "note", "title": WORDS, "about": "anybody"}],
    }
)


def told(scene: Scene, pack: ContentPack = PACK) -> list[Notification]:
    return [each for event in scene.store.events for each in notifications(event, pack)]


def keys(scene: Scene) -> list[str]:
    return [each.key for each in told(scene)]


def test_a_completed_mission_is_told_with_its_reward_and_so_is_the_level_it_leads_to():
    scene = given(nothing).with_content(PACK).when(SetMissionProgress(ana, "m", 1))
    done, reached = told(scene)
    assert (done.key, done.user_id, done.kind) == ("notify-mission-completed", ana, "game")
    assert done.params == {"mission": BOTH, "reward": 25, "experience": 5}
    assert (reached.key, reached.params) == ("notify-level-reached", {"level": 2, "title": BOTH})


def test_an_unlocked_achievement_is_told_and_the_gift_that_led_to_it_is_not():
    scene = settle(given(nothing).with_content(PACK).when(ClaimDailyGift(ana)))
    unlocked = [each for each in told(scene) if each.key == "notify-achievement-unlocked"]
    assert [each.params for each in unlocked] == [{"achievement": BOTH, "level": "gold", "reward": 5, "experience": 0}]
    assert not {"notify-besitos-received"} & set(keys(scene))


def test_only_a_mission_that_a_story_begins_is_announced():
    given_by_hand = given(nothing).with_content(PACK).when(StartMission(ana, "m"))
    assert keys(given_by_hand) == []
    assert keys(given(nothing, mission.started("told", "once", kind="story"))) == ["notify-mission-started"]


def test_besitos_moved_from_outside_are_told_as_money():
    (received,) = told(given(nothing).when(MoveBesitos(ana, 50, "lottery")))
    assert (received.key, received.kind) == ("notify-besitos-received", "money")
    assert received.params == {"amount": 50, "reason": "lottery", "balance": 50}


def test_a_membership_is_told_as_money_with_its_end():
    (granted,) = told(given(nothing).with_content(PACK).when(GrantMembership(ana, "month", "thanks")))
    assert (granted.key, granted.kind) == ("notify-membership-granted", "money")
    assert granted.params == {"plan": BOTH, "until": DEFAULT_NOW + timedelta(days=30)}
    assert granted.in_language("en") == {"plan": "words", "until": DEFAULT_NOW + timedelta(days=30)}


def test_the_end_of_a_membership_is_told_but_not_when_it_comes_to_light_too_late():
    [over] = given(nothing, membership.granted("month", until=DEFAULT_NOW)).when(ExpireMembership(ana)).recorded
    for late, told_as in ((timedelta(days=7), ["notify-membership-expired"]), (timedelta(days=7, seconds=1), [])):
        found = notifications(replace(over, recorded_at=DEFAULT_NOW + late), PACK)
        assert [each.key for each in found] == told_as


def test_a_ban_is_told():
    assert keys(given(nothing).when(BanUser(ana, "spam"))) == ["notify-banned"]


def test_what_content_has_dropped_is_told_by_its_id():
    (granted,) = told(given(nothing, membership.granted("gone")), ContentPack())
    assert granted.params["plan"] == "gone"


def test_a_fact_about_nobody_or_of_no_interest_is_told_to_nobody():
    scene = given(nothing).with_content(PACK).when(RecordExternalFact("note", None))
    assert told(scene) == []


def test_the_same_event_makes_the_same_effect():
    scene = given(nothing).when(BanUser(ana, "spam"))
    assert told(scene) == told(scene)
    assert told(scene)[0].effect_id == f"notify:{scene.store.events[-1].event_id}"


def test_every_topic_that_is_told_exists():
    unknown: list[Any] = [topic for topic in NOTIFIED if event_class(topic) is None]
    assert unknown == []
