from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commands.daily_gift import ClaimDailyGift
from commands.missions import AdvanceMission, SetMissionProgress, StartMission
from domain.content import ContentPack
from domain.errors import InvalidValue, NotFound
from domain.levels import LevelDefinition
from domain.membership import VipOnly
from domain.missions import (
    MissionExpired,
    MissionNeedsLevel,
    MissionNeedsMissions,
    MissionNotOpen,
    MissionNotStarted,
    MissionNotTakenOn,
)
from domain.users import UserBanned
from tests.unit.examples import WORDS, mission_like, reacted, settle, step
from tests.unit.given import (
    DEFAULT_NOW,
    ana,
    bea,
    given,
    item,
    level,
    membership,
    mission,
    nothing,
    nothing_at_all,
    user,
    wallet,
)

TODAY = "2026-03-01"  # a Sunday
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


EXPERIENCE = (level.experience_gained(5),)


def pack(*missions: object, **more: object) -> ContentPack:
    return ContentPack.model_validate({"missions": missions, **more})


THREE_GIFTS = pack(mission_like("m", "one_off", step("gift", target=3)))
DAILY = pack(mission_like("m", "daily", step("gift", target=2)))


# -- facts move missions ----------------------------------------------------------------------------------------------


def test_the_first_fact_begins_a_mission():
    given(nothing).with_content(DAILY).when(AdvanceMission(ana, "m", "gift", 1), on=TODAY).records(
        mission.started("m", TODAY, "daily", 2, MIDNIGHT),
        mission.progressed("m", TODAY, "gift", step_progress=1, step_target=2, progress=1, target=2),
    )


def test_the_last_fact_completes_it_and_pays_in_the_same_commit():
    reward = {"besitos": 25, "experience": 60, "items": {"lantern": 2}}
    lantern = {"id": "lantern", "title": WORDS, "description": WORDS, "category": "keepsake"}
    levels = [LevelDefinition(experience=each, title=WORDS) for each in (0, 50)]
    content = pack(mission_like("m", reward=reward), items=[lantern], levels=levels)
    given(nothing, wallet.credited(10, balance=10)).with_content(content).when(
        AdvanceMission(ana, "m", "gift", 1)
    ).records(
        mission.started("m", "once", "one_off", 1, None),
        mission.progressed(progress=1, target=1),
        mission.completed("m", "once", "one_off", 25, 60, {"lantern": 2}),
        wallet.credited(25, "mission:m", balance=35),
        level.experience_gained(60, "mission:m", total=60, level=2),
        level.reached(2),
        item.received("lantern", 2, "mission:m", owned=2),
    )


def test_progress_is_a_total_over_all_steps():
    content = pack(mission_like("m", "one_off", step("gift", target=2), step("choice", "story.choice_made", target=3)))
    given(nothing, mission.started("m", "once"), mission.progressed("m", "once", "gift", 2, 2, 2, 5)).with_content(
        content
    ).when(AdvanceMission(ana, "m", "choice", 1)).records(
        mission.progressed("m", "once", "choice", step_progress=1, step_target=3, progress=3, target=5)
    )


def test_a_fact_that_is_worth_more_than_is_missing_stops_at_the_target():
    content = pack(mission_like("m", "one_off", step("spent", "wallet.debited", target=50, total="amount"), step()))
    given(nothing).with_content(content).when(AdvanceMission(ana, "m", "spent", 10**9)).records(
        mission.started(), mission.progressed(step="spent", step_progress=50, progress=50, target=51)
    )


def test_a_step_that_asks_for_the_highest_is_not_added_up():
    content = pack(mission_like("m", "one_off", step("streak", highest="streak", target=7)))
    began = (mission.started("m", "once"), mission.progressed("m", "once", "streak", 4, 7, 4, 7))
    given(nothing, began).with_content(content).when(AdvanceMission(ana, "m", "streak", 5)).records(
        mission.progressed(step_progress=5, progress=5)
    )
    given(nothing, began).with_content(content).when(AdvanceMission(ana, "m", "streak", 3)).records_nothing()


def test_a_completed_mission_counts_no_more_and_pays_no_more():
    done = (mission.started("m", "once"), mission.progressed("m", "once", "gift", 1), mission.completed("m", "once"))
    content = pack(mission_like("m"))
    given(nothing, done).with_content(content).when(AdvanceMission(ana, "m", "gift", 1)).records_nothing()
    given(nothing, done).with_content(content).when(SetMissionProgress(ana, "m", 1)).records_nothing()


def test_a_completed_mission_stays_so_when_content_asks_more_for_it():
    done = (mission.started("m", "once"), mission.progressed("m", "once", "gift", 1), mission.completed("m", "once"))
    given(nothing, done).with_content(THREE_GIFTS).when(AdvanceMission(ana, "m", "gift", 1)).records_nothing()
    given(nothing, done).with_content(THREE_GIFTS).when(SetMissionProgress(ana, "m", 3)).records_nothing()


def test_a_daily_mission_begins_again_the_next_day():
    done = (mission.started("m", TODAY), mission.completed("m", TODAY))
    given(nothing, done).with_content(DAILY).when(AdvanceMission(ana, "m", "gift", 1), on="2026-03-02").records(
        mission.started(period="2026-03-02"), mission.progressed(period="2026-03-02", progress=1)
    )


def test_in_a_mission_with_an_order_a_step_counts_only_when_those_before_are_done():
    content = pack(mission_like("m", "one_off", step("first"), step("second", "story.choice_made"), in_order=True))
    second = AdvanceMission(ana, "m", "second", 1)
    given(nothing).with_content(content).when(second).records_nothing()
    given(nothing, mission.started("m", "once"), mission.progressed("m", "once", "first", 1)).with_content(
        content
    ).when(second).records(mission.progressed(step="second"), mission.completed(), wallet.credited(25), *EXPERIENCE)


def test_a_mission_that_is_closed_to_the_user_is_not_moved_and_nobody_is_told():
    content = pack(
        mission_like("vip", vip_only=True),
        mission_like("late", opens="2026-04-01T00:00:00Z"),
        mission_like("over", closes=DEFAULT_NOW),
        mission_like("high", level=2),
        mission_like("after", requires=("vip",)),
        mission_like("told", "story"),
        levels=[LevelDefinition(experience=each, title=WORDS) for each in (0, 50)],
    )
    for each in ("vip", "late", "over", "high", "after", "told"):
        given(nothing).with_content(content).when(AdvanceMission(ana, each, "gift", 1)).records_nothing()


def test_a_mission_that_has_begun_stays_open_to_whoever_stops_being_vip():
    content = pack(mission_like("m", "one_off", step(target=2), vip_only=True))
    given(nothing, mission.started("m", "once")).with_content(content).when(
        AdvanceMission(ana, "m", "gift", 1)
    ).records(mission.progressed(progress=1))


def test_a_story_mission_counts_once_its_story_has_begun_it():
    content = pack(mission_like("m", "story", step(target=2)))
    given(nothing, mission.started("m", "once")).with_content(content).when(
        AdvanceMission(ana, "m", "gift", 1)
    ).records(mission.progressed(progress=1))


def test_after_its_end_a_mission_is_moved_no_more():
    ended = mission.started("m", "once", expires_at=DEFAULT_NOW)
    content = pack(mission_like("m", hours=1))
    given(nothing, ended).with_content(content).when(AdvanceMission(ana, "m", "gift", 1)).records_nothing()


def test_what_happened_before_a_ban_still_counts():
    given(nothing, user.banned("spam")).with_content(THREE_GIFTS).when(AdvanceMission(ana, "m", "gift", 1)).records(
        mission.started(), mission.progressed(progress=1)
    )


def test_a_step_or_mission_that_content_has_dropped_is_no_progress():
    given(nothing).with_content(THREE_GIFTS).when(AdvanceMission(ana, "m", "other", 1)).records_nothing()
    given(nothing).with_content(THREE_GIFTS).when(AdvanceMission(ana, "gone", "gift", 1)).refuses(
        NotFound("mission", "gone")
    )


def test_a_full_wallet_does_not_stop_a_mission():
    full = wallet.credited(1, balance=2**31 - 1)
    given(nothing, full).with_content(pack(mission_like("m"))).when(AdvanceMission(ana, "m", "gift", 1)).records(
        mission.started(), mission.progressed(), mission.completed(reward=25), *EXPERIENCE
    )


# -- starting ---------------------------------------------------------------------------------------------------------


def test_a_mission_is_begun_by_hand():
    given(nothing).with_content(pack(mission_like("m", hours=48))).when(StartMission(ana, "m")).records(
        mission.started("m", "once", "one_off", 1, DEFAULT_NOW + timedelta(hours=48))
    )


def test_a_mission_to_take_on_counts_nothing_before_it_is_taken_on():
    dare = pack(mission_like("m", "one_off", step("gift", target=1), taken_on=True, hours=48))
    fact = AdvanceMission(ana, "m", "gift", 1)
    given(nothing).with_content(dare).when(fact).records_nothing()
    given(nothing).with_content(dare).when(SetMissionProgress(ana, "m", 1)).refuses(MissionNotTakenOn("m"))
    begun = given(nothing).with_content(dare).when(StartMission(ana, "m"))
    begun.records(mission.started("m", "once", "one_off", 1, DEFAULT_NOW + timedelta(hours=48)))
    late = DEFAULT_NOW + timedelta(hours=48)
    begun.when(fact, at=late).records_nothing()
    begun.when(fact).records(mission.progressed("m"), mission.completed("m"), wallet.credited(), *EXPERIENCE)


def test_a_mission_to_take_on_that_is_closed_says_what_keeps_it_closed():
    dare = pack(mission_like("m", vip_only=True, taken_on=True))
    given(nothing).with_content(dare).when(StartMission(ana, "m")).refuses(VipOnly())
    given(nothing).with_content(dare).when(SetMissionProgress(ana, "m", 1)).refuses(VipOnly())


def test_what_a_story_begins_nobody_takes_on():
    with pytest.raises(ValueError, match="begun by its story"):
        pack(mission_like("m", "story", taken_on=True))


def test_beginning_twice_does_nothing():
    given(nothing, mission.started("m", "once")).with_content(pack(mission_like("m"))).when(
        StartMission(ana, "m")
    ).records_nothing()


def test_what_is_closed_can_not_be_begun():
    content = pack(
        mission_like("first"),
        mission_like("vip", vip_only=True),
        mission_like("late", opens=DEFAULT_NOW + timedelta(seconds=1)),
        mission_like("over", closes=DEFAULT_NOW),
        mission_like("high", level=2),
        mission_like("after", requires=("first",)),
        mission_like("told", "story"),
        levels=[LevelDefinition(experience=each, title=WORDS) for each in (0, 50)],
    )
    for each, refusal in {
        "vip": VipOnly(),
        "late": MissionNotOpen("late"),
        "over": MissionNotOpen("over"),
        "high": MissionNeedsLevel("high", 2),
        "after": MissionNeedsMissions("after", ["first"]),
        "told": MissionNotStarted("told"),
        "none": NotFound("mission", "none"),
    }.items():
        given(nothing).with_content(content).when(StartMission(ana, each)).refuses(refusal)


def test_what_has_been_earned_opens_what_was_closed():
    content = pack(
        mission_like("first"),
        mission_like("m", vip_only=True, level=2, requires=("first",)),
        levels=[LevelDefinition(experience=each, title=WORDS) for each in (0, 50)],
    )
    given(
        nothing,
        membership.granted("month", until=DEFAULT_NOW + timedelta(days=1)),
        level.reached(2),
        mission.started("first", "once"),
        mission.completed("first", "once"),
    ).with_content(content).when(StartMission(ana, "m")).records(mission.started("m"))


def test_the_unknown_and_the_banned_begin_no_mission():
    content = pack(mission_like("m"))
    given(nothing_at_all).with_content(content).when(StartMission(bea, "m")).refuses(NotFound("user", bea))
    given(nothing, user.banned("spam")).with_content(content).when(StartMission(ana, "m")).refuses(
        UserBanned(None, "spam")
    )


# -- progress as an absolute total ------------------------------------------------------------------------------------


def test_a_total_fills_the_steps_in_their_order():
    content = pack(mission_like("m", "one_off", step("a", target=2), step("b", target=5)))
    given(nothing).with_content(content).when(SetMissionProgress(ana, "m", 4)).records(
        mission.started(),
        mission.progressed(step="a", step_progress=2, progress=2, target=7),
        mission.progressed(step="b", step_progress=2, progress=4, target=7),
    ).answers({"mission": "m", "period": "once", "progress": 4, "target": 7, "completed": False})


def test_a_total_at_or_beyond_the_target_completes_the_mission_once():
    scene = given(nothing).with_content(THREE_GIFTS)
    scene.when(SetMissionProgress(ana, "m", 1_000_000)).records(
        mission.started(),
        mission.progressed(progress=3, target=3),
        mission.completed(),
        wallet.credited(25),
        *EXPERIENCE,
    )
    scene.when(SetMissionProgress(ana, "m", 1_000_000)).records_nothing()


def test_progress_never_falls():
    began = (mission.started("m", "once"), mission.progressed("m", "once", "gift", 2, 3, 2, 3))
    for total in (0, 1, 2):
        given(nothing, began).with_content(THREE_GIFTS).when(SetMissionProgress(ana, "m", total)).records_nothing()


@pytest.mark.parametrize("total", [-1, 10**9 + 1])
def test_a_total_that_is_none_is_refused(total: int):
    given(nothing).with_content(THREE_GIFTS).when(SetMissionProgress(ana, "m", total)).refuses(InvalidValue)


def test_progress_in_a_closed_expired_or_unknown_mission_is_refused():
    content = pack(mission_like("vip", vip_only=True), mission_like("m", hours=1))
    given(nothing).with_content(content).when(SetMissionProgress(ana, "vip", 1)).refuses(VipOnly())
    given(nothing, mission.started("m", "once", expires_at=DEFAULT_NOW)).with_content(content).when(
        SetMissionProgress(ana, "m", 1)
    ).refuses(MissionExpired("m", DEFAULT_NOW))
    given(nothing).when(SetMissionProgress(ana, "none", 1)).refuses(NotFound("mission", "none"))
    given(nothing_at_all).with_content(content).when(SetMissionProgress(bea, "m", 1)).refuses(NotFound("user", bea))


# -- periods ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "zone", "period", "ends"),
    [
        ("daily", "UTC", "2026-03-29", "2026-03-30T00:00:00+00:00"),
        ("daily", "Europe/Madrid", "2026-03-30", "2026-03-30T22:00:00+00:00"),
        ("daily", "Pacific/Kiritimati", "2026-03-30", "2026-03-30T10:00:00+00:00"),
        ("weekly", "UTC", "2026-W13", "2026-03-30T00:00:00+00:00"),
        ("weekly", "Europe/Madrid", "2026-W14", "2026-04-05T22:00:00+00:00"),
        ("one_off", "UTC", "once", None),
    ],
)
def test_a_period_is_that_of_the_users_own_calendar(kind: str, zone: str, period: str, ends: str | None):
    now = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)  # the Sunday on which Madrid's clocks go forward, shortly before 1
    definition = mission_like("m", kind)
    assert definition.period(now, ZoneInfo(zone)) == period
    assert definition.ends(now, ZoneInfo(zone)) == (datetime.fromisoformat(ends) if ends else None)


def test_the_first_days_of_january_belong_to_the_week_that_they_stand_in():
    assert mission_like("m", "weekly").period(datetime(2027, 1, 1, tzinfo=UTC), ZoneInfo("UTC")) == "2026-W53"


def test_a_mission_ends_with_its_season_if_that_comes_first():
    closes = DEFAULT_NOW + timedelta(hours=2)
    assert mission_like("m", hours=5, closes=closes).ends(DEFAULT_NOW, ZoneInfo("UTC")) == closes
    assert mission_like("m", hours=1, closes=closes).ends(DEFAULT_NOW, ZoneInfo("UTC")) == closes - timedelta(hours=1)


# -- the reaction -----------------------------------------------------------------------------------------------------


def test_a_fact_moves_every_step_that_counts_it():
    content = pack(
        mission_like("a"),
        mission_like("b", "daily", step("x"), step("streak", highest="streak", target=7)),
        mission_like("c", "daily", step("other", "story.choice_made")),
        mission_like("d", "daily", step("long", where={"streak": {"at_least": 5}})),
    )
    given_gift = given(nothing).with_content(content).when(ClaimDailyGift(ana), on=TODAY).recorded[0]
    assert reacted(given_gift, content, "missions") == [
        ("a/gift", AdvanceMission(ana, "a", "gift", 1)),
        ("b/x", AdvanceMission(ana, "b", "x", 1)),
        ("b/streak", AdvanceMission(ana, "b", "streak", 1)),
    ]


def test_a_completed_mission_is_itself_a_fact_for_others():
    content = pack(
        mission_like("gift", "daily"),
        mission_like("both", "daily", step("done", "mission.completed", where={"mission": ["gift", "other"]})),
    )
    scene = given(nothing).with_content(content).when(ClaimDailyGift(ana), on=TODAY)
    settle(scene)
    completed = [each.mission for each in scene.store.events if each.topic == "mission.completed"]
    assert completed == ["gift", "both"]


def test_reacting_twice_to_the_same_facts_pays_once():
    scene = given(nothing).with_content(pack(mission_like("m", "daily"))).when(ClaimDailyGift(ana), on=TODAY)
    settle(settle(scene))
    assert [each.reason for each in scene.store.events if each.topic == "wallet.credited"] == [
        "daily_gift",
        "mission:m",
    ]


def test_a_late_reaction_counts_the_fact_on_the_day_on_which_it_happened():
    content = pack(mission_like("m", "daily"))
    scene = given(nothing, user.time_zone_changed("Asia/Tokyo")).with_content(content)
    scene.when(ClaimDailyGift(ana), at=datetime(2026, 3, 1, 16, tzinfo=UTC))
    settle(scene)
    assert [each.period for each in scene.store.events if each.topic == "mission.completed"] == ["2026-03-02"]
    assert date(2026, 3, 2) in [each.day for each in scene.store.events if each.topic == "gift.claimed"]
