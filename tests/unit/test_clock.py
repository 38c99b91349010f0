from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from yabot.clock import MovableClock, SystemClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@freeze_time("2026-03-01 12:00:00.123987")
def test_the_time_is_utc_in_whole_milliseconds_for_more_the_log_cannot_keep():
    assert SystemClock().now() == NOON + timedelta(milliseconds=123)


def test_a_moved_clock_never_goes_back_and_is_given_back_to_the_machine():
    clock = MovableClock()
    with freeze_time("2026-04-01"):
        clock.advance(NOON)
        clock.advance(NOON - timedelta(hours=1))
        assert clock.now() == NOON

        clock.release()
        assert clock.now() == datetime(2026, 4, 1, tzinfo=UTC)
