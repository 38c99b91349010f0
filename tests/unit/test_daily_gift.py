from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.daily_gift import ClaimDailyGift
from domain.daily_gift import GiftAlreadyClaimed, GiftRules, GiftStreak
from domain.errors import NotFound
from domain.users import UserBanned
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
    given(nothing).when(ClaimDailyGift(ana)).answers({"amount": 10, "streak": 1, "balance": 10})


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
