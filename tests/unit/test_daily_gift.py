from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from commands.daily_gift import BuyStreakFreeze, ClaimDailyGift, RepairStreak
from domain.content import ContentPack
from domain.daily_gift import (
    FreezesFull,
    GiftAlreadyClaimed,
    GiftRules,
    GiftStreak,
    NothingToRepair,
    StreakNotRunning,
)
from domain.errors import InvalidValue, NotFound
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos
from tests.unit.given import ana, bea, gift, given, nothing, nothing_at_all, user, wallet

MADRID, HONOLULU, KIRITIMATI = "Europe/Madrid", "Pacific/Honolulu", "Pacific/Kiritimati"


def living_in(zone: str) -> tuple:
    return (user.registered(language="es"), user.time_zone_changed(time_zone=zone))


def test_the_first_gift_starts_a_streak():
    given(living_in(MADRID)).when(ClaimDailyGift(ana), on="2026-03-01").records(
        gift.claimed(day=date(2026, 3, 1), zone=MADRID, streak=1, amount=10),
        wallet.credited(10, "daily_gift", balance=10),
    )


def test_a_gift_on_the_next_day_grows_with_the_streak():
    given(living_in(MADRID), gift.claimed(day=date(2026, 2, 28), zone=MADRID, streak=4)).when(
        ClaimDailyGift(ana), on="2026-03-01"
    ).records(gift.claimed(day=date(2026, 3, 1), streak=5, amount=14), wallet.credited(14))


def test_a_missed_day_breaks_the_streak():
    given(living_in(MADRID), gift.claimed(day=date(2026, 2, 27), zone=MADRID, streak=4)).when(
        ClaimDailyGift(ana), on="2026-03-01"
    ).records(gift.claimed(streak=1, amount=10), wallet.credited(10))


def test_a_second_gift_on_the_same_local_day_is_refused_with_the_next_gifts_time():
    given(living_in(MADRID), gift.claimed(day=date(2026, 3, 1), zone=MADRID)).when(
        ClaimDailyGift(ana), on="2026-03-01"
    ).refuses(GiftAlreadyClaimed(again_at=datetime(2026, 3, 1, 23, tzinfo=UTC)))


def test_a_change_of_time_zone_gives_no_second_gift():
    # 23:00 on March 1 in Honolulu is already March 2, 23:00 in Kiritimati.
    eleven_at_night = datetime(2026, 3, 2, 9, tzinfo=UTC)
    given(living_in(HONOLULU), gift.claimed(day=date(2026, 3, 1), zone=HONOLULU), living_in(KIRITIMATI)[1]).when(
        ClaimDailyGift(ana), at=eleven_at_night + timedelta(minutes=1)
    ).refuses(GiftAlreadyClaimed)


def test_a_traveller_keeps_the_streak_when_the_day_holds_in_the_last_zone():
    given(
        living_in(HONOLULU), gift.claimed(day=date(2026, 3, 1), zone=HONOLULU, streak=3), living_in(KIRITIMATI)[1]
    ).when(ClaimDailyGift(ana), at=datetime(2026, 3, 3, 5, tzinfo=UTC)).records(
        gift.claimed(day=date(2026, 3, 3), zone=KIRITIMATI, streak=4), wallet.credited()
    )


def test_a_banned_user_gets_no_gift():
    given(user.registered(), user.banned(reason="spam")).when(ClaimDailyGift(ana)).refuses(UserBanned)


def test_somebody_who_never_came_gets_no_gift():
    given(nothing_at_all).when(ClaimDailyGift(bea)).refuses(NotFound("user", bea))


def test_the_result_tells_the_gift_the_streak_and_the_balance():
    given(nothing).when(ClaimDailyGift(ana)).answers({"amount": 10, "streak": 1, "balance": 10, "freezes_used": 0})


def test_a_gift_stops_growing_at_the_cap():
    assert [GiftRules(base=10, growth=5, cap=18).amount(day) for day in (1, 2, 3, 50)] == [10, 15, 18, 18]


@pytest.mark.parametrize(
    ("zone", "day", "next_gift"),
    [
        # the night in which Madrid's clocks go forward, and the one in which they go back
        (MADRID, date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (MADRID, date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (MADRID, date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        # Cairo's clocks jump over midnight itself on April 24
        ("Africa/Cairo", date(2026, 4, 23), datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ],
)
def test_the_next_gift_waits_at_local_midnight_whatever_the_clocks_do(zone, day, next_gift):
    scene = given(living_in(zone), gift.claimed(day=day, zone=zone, streak=1))

    scene.when(ClaimDailyGift(ana), at=next_gift - timedelta(seconds=1)).refuses(GiftAlreadyClaimed(again_at=next_gift))
    scene.when(ClaimDailyGift(ana), at=next_gift).records(gift.claimed(day=day + timedelta(days=1)), wallet.credited())


_zones = st.sampled_from([MADRID, HONOLULU, KIRITIMATI, "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu"])


@examples(st.lists(st.tuples(st.integers(min_value=0, max_value=30), _zones), min_size=1, max_size=60))
def test_no_journey_gives_two_gifts_for_one_day_of_either_zone_nor_more_gifts_than_days(journey):
    streak = GiftStreak.blank(GiftStreak.stream(ana))
    now = datetime(2026, 3, 27, tzinfo=UTC)
    claimed: list[date] = []
    began = now

    for hours, zone in journey:
        now += timedelta(hours=hours)
        streak.begin(now, [])
        try:
            streak.claim(now, ZoneInfo(zone), GiftRules())
        except GiftAlreadyClaimed as refused:
            assert refused.again_at > now
            continue
        claimed.append(streak.last_day)

    assert claimed == sorted(set(claimed))
    # Nobody can see more local dates than the days that passed, and one more on each side of the date line.
    assert len(claimed) <= (now - began).days + 3


# -- freezes ----------------------------------------------------------------------------------------------------------

FREEZING = ContentPack(daily_gift=GiftRules(freeze_price=40, freeze_every=3, freeze_most=2))


def streak_of(days: int, last: date, freezes: int = 0, zone: str = MADRID) -> tuple:
    """Ana's streak as of that day, with so many freezes in store."""
    kept = (gift.freeze_bought(price=40, freezes=freezes),) if freezes else ()
    return (*living_in(zone), gift.claimed(day=last, zone=zone, streak=days), *kept)


def test_a_freeze_keeps_the_streak_over_a_missed_day():
    given(streak_of(4, date(2026, 2, 27), freezes=1)).when(ClaimDailyGift(ana), on="2026-03-01").records(
        gift.freeze_used(missed=1, freezes=0), gift.claimed(streak=5, amount=14), wallet.credited(14)
    ).answers({"amount": 14, "streak": 5, "balance": 14, "freezes_used": 1})


def test_each_missed_day_costs_one_and_where_there_are_too_few_none_is_used():
    given(streak_of(4, date(2026, 2, 26), freezes=2)).when(ClaimDailyGift(ana), on="2026-03-01").records(
        gift.freeze_used(missed=2, freezes=0), gift.claimed(streak=5), wallet.credited()
    )
    scene = given(streak_of(4, date(2026, 2, 25), freezes=2)).when(ClaimDailyGift(ana), on="2026-03-01")
    scene.records(gift.claimed(streak=1), wallet.credited())
    scene.when(ClaimDailyGift(ana), on="2026-03-04").records(
        gift.freeze_used(missed=2, freezes=0), gift.claimed(streak=2), wallet.credited()
    )


def test_travelling_costs_no_freeze():
    # March 3 in Kiritimati is still March 2, the next day, in Honolulu.
    given(streak_of(3, date(2026, 3, 1), freezes=1, zone=HONOLULU), living_in(KIRITIMATI)[1]).when(
        ClaimDailyGift(ana), at=datetime(2026, 3, 3, 5, tzinfo=UTC)
    ).records(gift.claimed(day=date(2026, 3, 3), streak=4), wallet.credited())


def test_so_many_days_in_a_row_bring_a_freeze_while_there_is_room():
    given(streak_of(2, date(2026, 2, 28))).with_content(FREEZING).when(ClaimDailyGift(ana), on="2026-03-01").records(
        gift.claimed(streak=3), gift.freeze_earned(freezes=1), wallet.credited()
    )
    given(streak_of(2, date(2026, 2, 28), freezes=2)).with_content(FREEZING).when(
        ClaimDailyGift(ana), on="2026-03-01"
    ).records(gift.claimed(streak=3), wallet.credited())


def test_a_freeze_is_bought_for_a_streak_that_runs():
    rich = wallet.credited(100, balance=100)
    given(rich, streak_of(4, date(2026, 2, 28))).when(BuyStreakFreeze(ana), on="2026-03-01").records(
        gift.freeze_bought(price=40, freezes=1), wallet.debited(40, "streak_freeze", balance=60)
    ).answers({"price": 40, "freezes": 1, "balance": 60})


@pytest.mark.parametrize("history", [(), streak_of(4, date(2026, 2, 27)), streak_of(4, date(2026, 2, 26), freezes=1)])
def test_what_was_lost_already_is_not_protected_afterwards(history: tuple):
    given(wallet.credited(100, balance=100), history).when(BuyStreakFreeze(ana), on="2026-03-01").refuses(
        StreakNotRunning
    )


def test_freezes_have_their_price_and_their_room():
    given(streak_of(4, date(2026, 2, 28))).when(BuyStreakFreeze(ana), on="2026-03-01").refuses(
        InsufficientBesitos(40, 0)
    )
    given(wallet.credited(100, balance=100), streak_of(4, date(2026, 2, 28), freezes=2)).when(
        BuyStreakFreeze(ana), on="2026-03-01"
    ).refuses(FreezesFull(2))


# -- repair -----------------------------------------------------------------------------------------------------------


def test_a_broken_streak_is_given_back_and_the_next_gift_goes_on_with_it():
    scene = given(streak_of(30, date(2026, 2, 20))).when(RepairStreak(ana, "the bot was away"), on="2026-03-01")
    scene.records(gift.streak_repaired(streak=30, last_day=date(2026, 2, 28), reason="the bot was away"))
    scene.when(ClaimDailyGift(ana), on="2026-03-01").records(gift.claimed(streak=31), wallet.credited())


def test_a_repair_after_the_next_gift_adds_what_was_lost():
    scene = given(streak_of(30, date(2026, 2, 20))).when(ClaimDailyGift(ana), on="2026-02-28")
    scene.when(RepairStreak(ana, "x"), on="2026-03-01").records(
        gift.streak_repaired(streak=31, last_day=date(2026, 2, 28))
    )
    scene.when(RepairStreak(ana, "x"), on="2026-03-01").refuses(NothingToRepair)


def test_a_repair_names_its_length_and_gives_no_second_gift():
    scene = given(living_in(MADRID)).when(ClaimDailyGift(ana), on="2026-03-01")
    scene.when(RepairStreak(ana, "moved in", 12), on="2026-03-01").records(
        gift.streak_repaired(streak=12, last_day=date(2026, 3, 1))
    )
    scene.when(ClaimDailyGift(ana), on="2026-03-01").refuses(GiftAlreadyClaimed)


def test_what_is_no_repair_is_refused():
    given(streak_of(5, date(2026, 2, 28))).when(RepairStreak(ana, "x"), on="2026-03-01").refuses(NothingToRepair)
    given(streak_of(5, date(2026, 2, 28))).when(RepairStreak(ana, "x", 5), on="2026-03-01").refuses(NothingToRepair)
    given(nothing).when(RepairStreak(ana, "x", 5)).refuses(NothingToRepair)
    for length in (0, 10_001):
        given(streak_of(5, date(2026, 2, 28))).when(RepairStreak(ana, "x", length)).refuses(InvalidValue)
    given(streak_of(5, date(2026, 2, 2))).when(RepairStreak(ana, " ")).refuses(InvalidValue)
    given(nothing_at_all).when(RepairStreak(bea, "x")).refuses(NotFound("user", bea))


def test_a_repair_tells_who_made_it_and_why():
    scene = given(streak_of(30, date(2026, 2, 20))).when(RepairStreak(ana, "outage"), on="2026-03-01", actor="key:1")
    (event,) = scene.recorded
    assert (event.actor, event.reason, event.user_id) == ("key:1", "outage", ana)


@settings(max_examples=200)
@examples(
    st.lists(st.tuples(st.integers(0, 80), _zones, st.booleans()), min_size=1, max_size=50),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_a_streak_goes_on_exactly_where_freezes_cover_what_was_missed_in_the_kinder_zone(journey, every, most):
    streak = GiftStreak.blank(GiftStreak.stream(ana))
    rules = GiftRules(freeze_every=every, freeze_most=most)
    now = datetime(2026, 3, 27, tzinfo=UTC)
    for hours, zone, buys in journey:
        now += timedelta(hours=hours)
        journal: list = []
        streak.begin(now, journal)
        here = ZoneInfo(zone)
        if buys:
            with suppress(StreakNotRunning, FreezesFull):
                streak.buy_freeze(now, here, rules)
        before, last, store = streak.streak, streak.last_day, streak.freezes
        days = {now.astimezone(each).date() for each in (here, ZoneInfo(streak.zone or zone))}
        journal.clear()
        try:
            streak.claim(now, here, rules)
        except GiftAlreadyClaimed:
            assert journal == [] and min(days) <= last
            continue
        missed = min((day - last).days - 1 for day in days) if last else 0
        goes_on = last is not None and missed <= store
        used = missed if goes_on else 0
        earned = int(bool(every) and streak.streak % every == 0 and store - used < most)
        assert streak.streak == (before + 1 if goes_on else 1)
        assert streak.freezes == store - used + earned
        assert 0 <= streak.freezes <= most
