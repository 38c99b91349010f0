"""When people rather sleep, and what they want to be told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, settings
from hypothesis import given as for_any
from hypothesis import strategies as st

from commands.users import NoteReach, UpdateUser
from domain.errors import InvalidValue, NotFound
from domain.notifications import QuietHours, quiet_hours, wanted
from tests.unit.given import ana, bea, given, nothing, nothing_at_all, user

MADRID = ZoneInfo("Europe/Madrid")
NIGHT = QuietHours.parse("23:00-08:00")
ZONES = ("UTC", "Europe/Madrid", "America/Bogota", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("now", "over"), [
    ("2026-01-15 21:59", None),
    ("2026-01-15 22:00", "2026-01-16 07:00"),
    ("2026-01-16 03:00", "2026-01-16 07:00"),
    ("2026-01-16 06:59", "2026-01-16 07:00"),
    ("2026-01-16 07:00", None),
    ("2026-07-15 21:30", "2026-07-16 06:00"),
])  # fmt: skip
def test_a_night_is_counted_by_the_users_clock_across_midnight(now: str, over: str | None) -> None:
    assert NIGHT.over_at(at(now), MADRID) == (at(over) if over else None)


def test_a_siesta_lies_within_one_day() -> None:
    siesta = QuietHours.parse("14:00-16:30")
    assert siesta.over_at(at("2026-01-15 14:00"), MADRID) == at("2026-01-15 15:30")
    assert siesta.over_at(at("2026-01-15 15:30"), MADRID) is None


def test_the_night_in_which_clocks_are_put_forward_is_shorter_and_back_longer() -> None:
    assert NIGHT.over_at(at("2026-03-28 22:00"), MADRID) == at("2026-03-29 06:00")
    assert NIGHT.over_at(at("2026-10-24 21:00"), MADRID) == at("2026-10-25 07:00")


def test_an_end_that_a_clock_skips_is_when_it_skips_it() -> None:
    assert QuietHours.parse("23:00-02:30").over_at(at("2026-03-28 23:00"), MADRID) == at("2026-03-29 01:00")


def test_hours_that_a_clock_shows_twice_are_quiet_twice() -> None:
    short = QuietHours.parse("23:00-02:30")
    assert short.over_at(at("2026-10-24 23:00"), MADRID) == at("2026-10-25 00:30")
    assert short.over_at(at("2026-10-25 00:45"), MADRID) is None
    assert short.over_at(at("2026-10-25 01:10"), MADRID) == at("2026-10-25 01:30")


@settings(max_examples=300)
@for_any(
    begins=st.integers(0, 1439),
    length=st.integers(1, 1439),
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001  # UTC is put on below
)
@example(begins=150, length=30, zone="Australia/Lord_Howe", now=datetime(2026, 10, 3, 15, 29))  # noqa: DTZ001
def test_the_end_is_the_first_minute_that_is_not_quiet(begins: int, length: int, zone: str, now: datetime) -> None:
    ends = (begins + length) % 1440
    hours = QuietHours.parse(f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}")
    moment, place = now.replace(tzinfo=UTC, second=0, microsecond=0), ZoneInfo(zone)
    over = hours.over_at(moment, place)
    shown = moment.astimezone(place).strftime("%H:%M")
    first, last = f"{hours.begins:%H:%M}", f"{hours.ends:%H:%M}"
    assert (over is not None) == (first <= shown < last if first < last else not last <= shown < first)
    if over is not None:
        assert timedelta() < over - moment <= timedelta(hours=25)
        assert hours.over_at(over, place) is None
        assert hours.over_at(over - timedelta(minutes=1), place) == over


@pytest.mark.parametrize(("preferences", "kinds"), [
    ({}, {"money", "casual", "game", "social", "news"}),
    ({"ranks": True, "game": False}, {"money", "casual", "social", "ranks", "news"}),
    ({"notifications": "important", "ranks": True}, {"money"}),
    ({"notifications": "none"}, set()),
])  # fmt: skip
def test_what_is_wanted(preferences: dict[str, Any], kinds: set[str]) -> None:
    everything = ("money", "casual", "game", "social", "ranks", "news")
    assert {kind for kind in everything if wanted(preferences, kind)} == kinds  # type: ignore[arg-type]


def test_preferences_are_changed_together_and_only_what_differs_is_recorded() -> None:
    wish = {"ranks": True, "game": True, "quiet_hours": "23:00-08:00"}
    given(nothing).when(UpdateUser(ana, preferences=wish)).records(
        user.preferences_changed({"ranks": True, "quiet_hours": "23:00-08:00"})
    )
    assert quiet_hours(wish) == NIGHT
    assert quiet_hours({"quiet_hours": "off"}) is None


@pytest.mark.parametrize("wish", [
    {"game": 1}, {"game": "on"}, {"weather": True}, {"notifications": "some"}, {"quiet_hours": "23:00"},
    {"quiet_hours": "23:00-23:00"}, {"quiet_hours": "25:00-08:00"}, {"quiet_hours": "T0800-T0900"}, {"quiet_hours": 8},
])  # fmt: skip
def test_what_cannot_be_preferred_is_refused(wish: dict[str, Any]) -> None:
    given(nothing).when(UpdateUser(ana, preferences=wish)).refuses(InvalidValue)


def test_having_blocked_the_bot_is_noted_once_and_undone() -> None:
    given(nothing).when(NoteReach(ana, "blocked")).records(user.reachability_changed("blocked"))
    given(nothing, user.reachability_changed("blocked")).when(NoteReach(ana, "blocked")).records_nothing()
    given(nothing, user.reachability_changed("blocked")).when(NoteReach(ana, "reachable")).records(
        user.reachability_changed("reachable")
    )


def test_the_reach_of_the_banned_is_noted_too_and_that_of_nobody_refused() -> None:
    given(nothing, user.banned("spam", None)).when(NoteReach(ana, "blocked")).records(
        user.reachability_changed("blocked")
    )
    given(nothing_at_all).when(NoteReach(bea, "blocked")).refuses(NotFound("user", bea))
    given(nothing).when(NoteReach(ana, "asleep")).refuses(InvalidValue)  # type: ignore[arg-type]
