import pytest
from pydantic import ValidationError

from commands.achievements import CheckAchievements, CountForAchievements, GiveAchievement
from commands.daily_gift import ClaimDailyGift
from domain.content import ContentPack
from domain.errors import NotFound
from domain.users import UserBanned
from tests.unit.examples import achievement_like, goal, level_of, reacted, settle
from tests.unit.given import achievement, ana, bea, given, level, nothing, nothing_at_all, user, wallet


def pack(*achievements: object) -> ContentPack:
    return ContentPack.model_validate({"achievements": achievements})


def count(*counts: tuple[str, str, int]) -> CountForAchievements:
    return CountForAchievements(ana, counts)


GIFTS = pack(achievement_like("a", (goal(),), (level_of("bronze", 5, gifts=1), level_of("gold", 50, gifts=3))))


# -- counting ---------------------------------------------------------------------------------------------------------


def test_a_fact_is_counted_and_unlocks_what_it_reaches_in_the_same_commit():
    given(nothing).with_content(GIFTS).when(count(("a", "gifts", 1))).records(
        achievement.progressed("a", {"gifts": 1}),
        achievement.unlocked("a", "bronze", 5, 0, {}),
        wallet.credited(5, "achievement:a", balance=5),
    ).answers({"unlocked": [{"achievement": "a", "level": "bronze"}]})


def test_what_reaches_nothing_is_counted_only():
    began = (achievement.progressed("a", {"gifts": 1}), achievement.unlocked("a", "bronze"))
    given(nothing, began).with_content(GIFTS).when(count(("a", "gifts", 1))).records(
        achievement.progressed("a", {"gifts": 2})
    ).answers({"unlocked": []})


def test_a_leap_unlocks_every_level_that_it_passes():
    leap = pack(
        achievement_like(
            "a", (goal(total="amount"),), (level_of("bronze", 1, gifts=10), level_of("silver", 2, gifts=50))
        )
    )
    given(nothing).with_content(leap).when(count(("a", "gifts", 60))).records(
        achievement.progressed("a", {"gifts": 50}),
        achievement.unlocked("a", "bronze"),
        achievement.unlocked("a", "silver"),
        wallet.credited(1),
        wallet.credited(2),
    )


def test_beyond_the_highest_level_nothing_is_counted():
    done = (
        achievement.progressed("a", {"gifts": 3}),
        achievement.unlocked("a", "bronze"),
        achievement.unlocked("a", "gold"),
    )
    given(nothing, done).with_content(GIFTS).when(count(("a", "gifts", 1))).records_nothing()


def test_the_highest_value_ever_seen_is_kept():
    streak = pack(achievement_like("a", (goal(highest="streak"),), (level_of("bronze", 5, gifts=7),)))
    began = achievement.progressed("a", {"gifts": 5})
    given(nothing, began).with_content(streak).when(count(("a", "gifts", 4))).records_nothing()
    given(nothing, began).with_content(streak).when(count(("a", "gifts", 6))).records(
        achievement.progressed("a", {"gifts": 6})
    )


def test_a_level_with_several_goals_waits_for_all_of_them():
    both = pack(
        achievement_like(
            "a", (goal(), goal("choices", "story.choice_made")), (level_of("bronze", 5, gifts=1, choices=2),)
        )
    )
    given(nothing, achievement.progressed("a", {"choices": 1})).with_content(both).when(
        count(("a", "gifts", 1))
    ).records(achievement.progressed("a", {"gifts": 1}))
    given(nothing, achievement.progressed("a", {"choices": 1}), achievement.progressed("a", {"gifts": 1})).with_content(
        both
    ).when(count(("a", "choices", 1))).records(
        achievement.progressed("a", {"choices": 2}), achievement.unlocked("a", "bronze"), wallet.credited(5)
    )


def test_one_that_waits_for_another_is_counted_and_unlocked_together_with_it():
    chain = pack(
        achievement_like("b", (goal(),), (level_of("bronze", 7, gifts=1),), requires=("a",)),
        achievement_like("a", (goal(),), (level_of("bronze", 5, gifts=2),)),
    )
    scene = given(nothing).with_content(chain)
    scene.when(count(("a", "gifts", 1), ("b", "gifts", 1))).records(
        achievement.progressed("a", {"gifts": 1}), achievement.progressed("b", {"gifts": 1})
    )
    scene.when(count(("a", "gifts", 1), ("b", "gifts", 1))).records(
        achievement.progressed("a", {"gifts": 2}),
        achievement.unlocked("a"),
        achievement.unlocked("b"),
        wallet.credited(5),
        wallet.credited(7),
    )


def test_what_happened_before_a_ban_still_counts():
    given(nothing, user.banned("spam")).with_content(GIFTS).when(count(("a", "gifts", 1))).records(
        achievement.progressed(), achievement.unlocked(), wallet.credited(5)
    )


def test_an_achievement_that_content_does_not_have_is_refused():
    given(nothing).with_content(GIFTS).when(count(("gone", "gifts", 1))).refuses(NotFound("achievement", "gone"))


# -- checking ---------------------------------------------------------------------------------------------------------


def test_a_check_unlocks_what_content_now_asks_less_for():
    given(nothing, achievement.progressed("a", {"gifts": 3})).with_content(GIFTS).when(CheckAchievements(ana)).records(
        achievement.unlocked("a", "bronze"), achievement.unlocked("a", "gold"), wallet.credited(5), wallet.credited(50)
    )


def test_a_check_without_anything_new_does_nothing():
    done = (achievement.progressed("a", {"gifts": 2}), achievement.unlocked("a", "bronze"))
    given(nothing, done).with_content(GIFTS).when(CheckAchievements(ana)).records_nothing()


def test_a_check_for_the_banned_and_the_unknown_is_refused():
    given(nothing, user.banned("spam")).when(CheckAchievements(ana)).refuses(UserBanned(None, "spam"))
    given(nothing_at_all).when(CheckAchievements(bea)).refuses(NotFound("user", bea))


# -- giving -----------------------------------------------------------------------------------------------------------

GIVEN_ONLY = pack(
    achievement_like("a", levels=({"level": "silver", "reward": {"besitos": 5, "experience": 10}},), hidden=True)
)


def test_an_achievement_without_goals_is_given():
    given(nothing).with_content(GIVEN_ONLY).when(GiveAchievement(ana, "a")).records(
        achievement.unlocked("a", "silver", 5, 10), wallet.credited(5, "achievement:a"), level.experience_gained(10)
    )


def test_giving_it_again_does_nothing():
    given(nothing, achievement.unlocked("a", "silver")).with_content(GIVEN_ONLY).when(
        GiveAchievement(ana, "a")
    ).records_nothing()


def test_giving_what_does_not_exist_or_to_nobody_is_refused():
    given(nothing).when(GiveAchievement(ana, "none")).refuses(NotFound("achievement", "none"))
    given(nothing_at_all).with_content(GIVEN_ONLY).when(GiveAchievement(bea, "a")).refuses(NotFound("user", bea))


def test_nothing_unlocks_an_achievement_that_only_a_story_gives():
    given(nothing).with_content(GIVEN_ONLY).when(CheckAchievements(ana)).records_nothing()


# -- the reaction -----------------------------------------------------------------------------------------------------


def test_one_fact_moves_all_achievements_of_a_user_in_one_command():
    content = pack(
        achievement_like("a", (goal(),), (level_of(gifts=1),)),
        achievement_like("b", (goal("s", highest="streak"), goal("t", total="amount")), (level_of(s=9, t=9),)),
        achievement_like("c", (goal(where={"zone": "Mars"}),), (level_of(gifts=1),)),
    )
    claimed = given(nothing).with_content(content).when(ClaimDailyGift(ana)).recorded[0]
    assert reacted(claimed, content, "achievements") == [
        ("counted", CountForAchievements(ana, (("a", "gifts", 1), ("b", "s", 1), ("b", "t", 10)), claimed.position))
    ]


def test_a_fact_that_counts_for_nothing_asks_for_nothing():
    claimed = given(nothing).when(ClaimDailyGift(ana)).recorded[0]
    assert reacted(claimed, ContentPack(), "achievements") == []


def test_rewards_that_lead_to_further_achievements_come_to_an_end():
    endless = pack(
        achievement_like(
            "a",
            (goal("m", "wallet.credited", total="amount"),),
            (level_of("bronze", 50, m=1), level_of("gold", 9, m=60)),
        ),
        achievement_like("b", (goal("u", "achievement.unlocked"),), (level_of("bronze", 5, u=1),)),
    )
    scene = settle(given(nothing).with_content(endless).when(ClaimDailyGift(ana)))
    unlocked = [(each.achievement, each.level) for each in scene.store.events if each.topic == "achievement.unlocked"]
    assert sorted(unlocked) == [("a", "bronze"), ("a", "gold"), ("b", "bronze")]


# -- definitions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goals", "levels", "complaint"),
    [
        ((goal(),), (level_of(other=1),), "is no goal here"),
        ((goal(),), (level_of(),), "does not say how far"),
        ((), (level_of(), level_of("silver")), "one level only"),
        ((goal(),), (level_of("gold", gifts=1), level_of("silver", gifts=2)), "rise from bronze"),
        ((goal(),), (level_of("gold", gifts=1), level_of("gold", gifts=2)), "rise from bronze"),
    ],
)
def test_levels_that_could_never_be_reached_are_no_content(goals: tuple, levels: tuple, complaint: str):
    with pytest.raises(ValidationError, match=complaint):
        achievement_like("a", goals, levels)
