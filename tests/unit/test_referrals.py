"""Invitations: who may take one, when both are rewarded, and that it is never twice."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from commands.bus import Bus
from commands.daily_gift import ClaimDailyGift
from commands.missions import SetMissionProgress
from commands.notifications import notifications
from commands.referrals import AcceptInvitation, CountForReferral
from commands.users import BanUser, NoteVisit, RegisterUser
from domain.content import ContentPack
from domain.content_check import problems
from domain.errors import DomainError, NotFound
from domain.ids import UserId
from domain.referrals import InvitedAlready, InvitedByOneself, NoNewcomer
from domain.users import UserBanned
from tests.unit.examples import WORDS, mission_like, reacted, settled
from tests.unit.given import DEFAULT_NOW, Scene, Topic, ana, bea, gift, given, level, nothing, referral, user, wallet

carla = UserId("c000000000000003")
visits = Topic("user")

DEEDS = [
    {"id": "gifts", "fact": "gift.claimed", "target": 2, "text": WORDS},
    {"id": "mission", "fact": "mission.completed", "target": 1, "text": WORDS},
]
PACK = ContentPack.model_validate(
    {
        "referrals": {
            "deeds": DEEDS,
            "inviter": {"besitos": 50, "experience": 20},
            "invited": {"besitos": 25, "experience": 10},
        },
        "missions": [mission_like("m")],
    }
)

both = (user.registered(of=ana), user.registered(of=bea))


def invited() -> Scene:
    """Bea came by Ana's invitation."""
    return given(both, referral.made(referrer=ana, of=bea)).with_content(PACK)


def test_a_newcomer_takes_an_invitation():
    given(both).when(AcceptInvitation(bea, ana)).records(referral.made(referrer=ana)).answers({"referrer": ana})


def test_on_the_first_day_a_visit_makes_nobody_less_new():
    given(both, visits.visited(days=1, of=bea)).when(AcceptInvitation(bea, ana)).records(referral.made())


@pytest.mark.parametrize("before", [visits.visited(days=2, of=bea), gift.claimed(day=date(2026, 3, 1), of=bea)])
def test_who_was_here_before_was_brought_by_nobody(before: Any):
    given(both, before).when(AcceptInvitation(bea, ana)).refuses(NoNewcomer)


def test_nobody_invites_themselves():
    given(both).when(AcceptInvitation(bea, bea)).refuses(InvitedByOneself)


def test_one_inviter_for_ever():
    scene = given(both, user.registered(of=carla), referral.made(referrer=ana, of=bea))
    scene.when(AcceptInvitation(bea, carla)).refuses(InvitedAlready)
    scene.when(AcceptInvitation(bea, ana)).records_nothing()


def test_an_inviter_is_somebody_who_may_be_here():
    given(both).when(AcceptInvitation(bea, carla)).refuses(NotFound("referrer", carla))
    given(both, user.banned(reason="x", of=ana)).when(AcceptInvitation(bea, ana)).refuses(NotFound("referrer", ana))
    given(both, user.banned(reason="x", of=bea)).when(AcceptInvitation(bea, ana)).refuses(UserBanned)


def test_the_deed_rewards_both_in_its_commit():
    invited().when(CountForReferral(bea, (("gifts", 1), ("mission", 1)))).records(
        referral.progressed(progress={"gifts": 1, "mission": 1}),
        referral.rewarded(referrer=ana, deed="mission", inviter=50, invited=25),
        referral.friend_brought(invited=bea, friends=1),
        wallet.credited(50, f"referral:{bea}", balance=50),
        level.experience_gained(20, f"referral:{bea}", total=20),
        wallet.credited(25, f"invitation:{ana}", balance=25),
        level.experience_gained(10, f"invitation:{ana}", total=10),
    ).answers({"rewarded": True})


def test_each_gets_their_own_part():
    scene = invited().when(CountForReferral(bea, (("mission", 1),)))
    assert [event.user_id for event in scene.recorded] == [bea, bea, ana, ana, ana, bea, bea]


def test_a_deed_is_counted_up_and_after_the_reward_nothing_counts():
    scene = invited().when(CountForReferral(bea, (("gifts", 1),)))
    scene.records(referral.progressed(progress={"gifts": 1})).answers({"rewarded": False})
    assert scene.when(CountForReferral(bea, (("gifts", 1),))).receipt.result == {"rewarded": True}
    scene.when(CountForReferral(bea, (("mission", 1),))).records_nothing()


def test_whoever_came_by_themselves_brings_nobody_anything():
    given(both).with_content(PACK).when(CountForReferral(bea, (("mission", 1),))).records_nothing()


def test_facts_of_the_newcomer_are_counted_and_others_are_not():
    scene = given(nothing).with_content(PACK).when(ClaimDailyGift(ana))
    claimed, credited = scene.recorded
    assert reacted(claimed, PACK, "referrals") == [("counted", CountForReferral(ana, (("gifts", 1),)))]
    assert reacted(credited, PACK, "referrals") == []


def test_both_are_told_as_of_money():
    scene = invited().when(CountForReferral(bea, (("mission", 1),)))
    told = [each for event in scene.recorded for each in notifications(event, PACK)]
    assert {(each.user_id, each.key, each.kind, each.params["reason"]) for each in told} == {
        (ana, "notify-besitos-received", "money", f"referral:{bea}"),
        (bea, "notify-besitos-received", "money", f"invitation:{ana}"),
    }


def test_deeds_that_nobody_could_do_are_found_in_the_content():
    deeds = [{**DEEDS[0], "fact": "gift.unwrapped"}, DEEDS[0]]
    pack = ContentPack.model_validate({"referrals": {"deeds": deeds, "inviter": {"items": {"gone": 1}}}})
    paths = {problem.path for problem in problems(pack)}
    assert paths >= {
        ("referrals", "deeds", 0, "fact"),
        ("referrals", "deeds", 0, "id"),
        ("referrals", "inviter", "items", "gone"),
    }


# -- at most once -----------------------------------------------------------------------------------------------------

PEOPLE = (ana, bea, carla)
people = st.sampled_from(PEOPLE)
lives = st.lists(
    st.one_of(
        st.builds(AcceptInvitation, people, people),
        st.builds(ClaimDailyGift, people),
        st.builds(NoteVisit, people),
        st.builds(SetMissionProgress, people, st.just("m"), st.just(1)),
        st.builds(BanUser, people, st.just("spam")),
    ),
    max_size=25,
)


@settings(max_examples=100)
@examples(lives, st.sets(st.integers(0, 24)), st.booleans())
def test_5_a_referral_is_made_once_and_rewarded_at_most_once(script: list, react_after: set[int], at_once: bool):
    scene = Scene().with_content(PACK)
    asyncio.run(_lived(scene, script, react_after, at_once))
    made = Counter(event.stream for event in scene.store.events if event.topic == "referral.made")
    rewarded = [event for event in scene.store.events if event.topic == "referral.rewarded"]
    assert max(made.values(), default=1) == 1
    assert max(Counter(event.stream for event in rewarded).values(), default=1) == 1
    for event in rewarded:
        assert event.referrer != event.user_id
        paid = [
            (each.user_id, each.amount, each.reason)
            for each in scene.store.events
            if each.commit_id == event.commit_id and each.topic == "wallet.credited"
        ]
        assert paid == [
            (event.referrer, 50, f"referral:{event.user_id}"),
            (event.user_id, 25, f"invitation:{event.referrer}"),
        ]
    paid_in_all = [e for e in scene.store.events if e.topic == "wallet.credited" and "ref" in e.reason.split(":")[0]]
    assert len(paid_in_all) == len(rewarded)


async def _lived(scene: Scene, script: list, react_after: set[int], at_once: bool) -> None:
    buses = [scene.bus(), scene.bus()]
    for number, person in enumerate(PEOPLE):
        await _give(buses[0], RegisterUser(person, "es"), f"test:register:{number}", 0)
    if at_once:
        await asyncio.gather(*(_give(buses[n % 2], each, f"test:{n}", n) for n, each in enumerate(script)))
    else:
        for number, command in enumerate(script):
            await _give(buses[number % 2], command, f"test:{number}", 9 * number)
            if number in react_after:
                await settled(scene, buses[1])
    await settled(scene, buses[0])
    await settled(scene, scene.bus())


async def _give(bus: Bus, command: Any, command_id: str, hours: int) -> None:
    now = DEFAULT_NOW + timedelta(hours=hours)
    try:
        await bus.execute(command, bus.context(command_id, actor="test", source="test", now=now))
    except DomainError:
        return
