"""Finding one's time zone by the hour."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram import zones
from domain.users import checked_time_zone

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@settings(max_examples=40)
@given(moments)
def test_every_hour_that_is_offered_leads_to_a_place(now: datetime) -> None:
    hours = zones.hours(now)
    assert hours == sorted(set(hours))
    for ahead in hours:
        places = zones.places(ahead, now)
        assert places
        assert all(now.astimezone(ZoneInfo(place)).utcoffset() == zones.clock(ahead, now) - now for place in places)


@settings(max_examples=40)
@given(moments)
def test_no_second_step_has_more_buttons_than_a_phone_shows(now: datetime) -> None:
    assert max(len(zones.places(ahead, now)) for ahead in zones.hours(now)) <= 16


def test_every_offered_place_exists() -> None:
    assert [zone for zone in zones.OFFERED if checked_time_zone(zone) != zone] == []
    assert len(set(zones.OFFERED)) == len(zones.OFFERED)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("madrid", "Europe/Madrid"),
        (" Ciudad de México ", "America/Mexico_City"),
        ("mexico city", "America/Mexico_City"),
        ("BOGOTA", "America/Bogota"),
        ("bogotá", "America/Bogota"),
        ("new york", "America/New_York"),
        ("nueva york", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("asia/ho_chi_minh", "Asia/Ho_Chi_Minh"),
    ],
)
def test_a_place_is_found_by_name(written: str, zone: str) -> None:
    assert zones.find(written) == zone


@pytest.mark.parametrize("written", ["", "   ", "atlantis", "💋", "../../etc/passwd", "x" * 100])
def test_what_is_no_place_is_not_found(written: str) -> None:
    assert zones.find(written) is None


def test_every_zone_is_found_by_its_name() -> None:
    assert [zone for zone in available_timezones() if zones.find(zone) != zone] == []


def test_places_are_called_as_people_call_them() -> None:
    assert zones.city("America/Mexico_City", "es") == "Ciudad de México"
    assert zones.city("America/Argentina/Buenos_Aires", "es") == "Buenos Aires"
    assert zones.city("Europe/London", "es") == "Londres"
