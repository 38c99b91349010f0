"""Leaderboards as rows tell them: in any zone, as of any time, whatever the order of the events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects import sqlite

from adapters.sqlite.read_models import ReadModels
from domain.errors import NotFound
from domain.ids import UserId
from projections.engine import Projector
from projections.leaderboards import Leaderboards, leaderboard_entries
from projections.users import Users
from queries.leaderboards import Period, leaderboard, ranges, span_of, totals_of
from tests.unit.projection_log import Log

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
ana, bea, carla, dora, eva = (UserId(f"{letter * 16}") for letter in "abcde")


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    models = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    yield models
    models.close()


def fold(log: Log, models: ReadModels) -> None:
    projector = Projector(log, models.rows, [Leaderboards(), Users()])
    projector.open()
    while projector.step():
        pass


def earn(log: Log, user: str, amount: int, at: datetime, reason: str = "mission:m") -> None:
    log.append(f"wallet:{user}", "wallet.credited", at=at, amount=amount, reason=reason, balance=amount)


def ranks(
    models: ReadModels, period: Period, at: date | datetime, board: str = "besitos"
) -> list[tuple[int, str, int]]:
    found = models.read(leaderboard, board, span_of(period, MADRID, at), NOW)
    return [(each.rank, each.user_id, each.value) for each in found.items]


def test_a_period_is_one_of_the_community(models: ReadModels) -> None:
    log = Log()
    earn(log, ana, 10, datetime(2026, 2, 28, 22, 59, tzinfo=UTC))  # still February in Madrid
    earn(log, ana, 20, datetime(2026, 2, 28, 23, 0, tzinfo=UTC))  # March there already, a Sunday
    earn(log, ana, 40, datetime(2026, 3, 1, 23, 0, tzinfo=UTC))  # Monday
    fold(log, models)
    assert ranks(models, "all", date(2026, 3, 31)) == [(1, ana, 70)]
    assert ranks(models, "month", date(2026, 3, 31)) == [(1, ana, 60)]
    assert ranks(models, "month", date(2026, 2, 28)) == [(1, ana, 10)]
    assert ranks(models, "week", date(2026, 3, 2)) == [(1, ana, 40)]
    assert ranks(models, "week", date(2026, 3, 1)) == [(1, ana, 30)]


def test_a_board_stands_as_it_stood_then(models: ReadModels) -> None:
    log = Log()
    for day, user in enumerate((ana, bea, bea), start=1):
        earn(log, user, 10, datetime(2026, 3, day, 10, 7, tzinfo=UTC))
    fold(log, models)
    assert ranks(models, "all", date(2026, 3, 1)) == [(1, ana, 10)]
    assert ranks(models, "all", date(2026, 3, 2)) == [(1, ana, 10), (1, bea, 10)]
    assert ranks(models, "all", date(2026, 3, 3)) == [(1, bea, 20), (2, ana, 10)]
    assert ranks(models, "all", datetime(2026, 3, 3, 10, 0, tzinfo=UTC)) == [(1, ana, 10), (1, bea, 10)]
    assert ranks(models, "all", datetime(2026, 3, 3, 10, 7, tzinfo=UTC)) == [(1, bea, 20), (2, ana, 10)]


def test_equal_values_have_equal_ranks_and_each_finds_themselves_among_neighbours(models: ReadModels) -> None:
    log = Log()
    for user, amount in zip((ana, bea, carla, dora, eva), (50, 40, 40, 30, 20), strict=True):
        earn(log, user, amount, NOW)
    fold(log, models)
    assert [rank for rank, _, _ in ranks(models, "week", NOW.date())] == [1, 2, 2, 4, 5]
    span = span_of("week", MADRID, NOW.date())
    around = models.read(leaderboard, "besitos", span, NOW, user_id=dora).around
    assert [(each.place, each.rank, each.user_id) for each in around] == [
        (2, 2, bea),
        (3, 2, carla),
        (4, 4, dora),
        (5, 5, eva),
    ]
    assert models.read(leaderboard, "besitos", span, NOW, user_id=UserId("f" * 16)).around == ()
    first = models.read(leaderboard, "besitos", span, NOW, limit=3)
    assert first.next == 3
    rest = models.read(leaderboard, "besitos", span, NOW, after=first.next, limit=3)
    second = models.read(leaderboard, "besitos", span, NOW, after=2, limit=1)
    assert [(each.place, each.rank, each.user_id) for each in second.items] == [(3, 2, carla)]
    assert [each.user_id for each in (*first.items, *rest.items)] == [ana, bea, carla, dora, eva]
    assert rest.next is None


def test_what_was_brought_along_counts_for_all_time_only(models: ReadModels) -> None:
    log = Log()
    earn(log, ana, 500, NOW, reason="import:members")
    earn(log, bea, 5, NOW)
    fold(log, models)
    assert ranks(models, "all", NOW.date()) == [(1, ana, 500), (2, bea, 5)]
    assert ranks(models, "month", NOW.date()) == ranks(models, "week", NOW.date()) == [(1, bea, 5)]


def test_what_was_brought_along_counts_from_when_it_came(models: ReadModels) -> None:
    log = Log()
    earn(log, ana, 500, NOW + timedelta(minutes=7), reason="import:members")
    log.append(
        f"level:{ana}", "level.experience_gained", at=NOW, amount=120, reason="import:members", total=120, level=2
    )
    fold(log, models)
    assert ranks(models, "all", date(1999, 1, 1)) == ranks(models, "all", NOW.date() - timedelta(days=1)) == []
    assert ranks(models, "all", NOW) == []
    assert ranks(models, "all", NOW + timedelta(minutes=7)) == ranks(models, "all", NOW.date()) == [(1, ana, 500)]
    assert ranks(models, "all", NOW.date() - timedelta(days=1), "experience") == []
    assert ranks(models, "all", NOW.date(), "experience") == [(1, ana, 120)]


@pytest.mark.parametrize("reason", [f"transfer_received:{bea}", "auction_sold:1f"])
def test_what_came_from_other_members_is_not_earned(models: ReadModels, reason: str) -> None:
    log = Log()
    earn(log, ana, 500, NOW, reason=reason)
    earn(log, ana, 5, NOW, reason="daily_gift")
    fold(log, models)
    assert ranks(models, "all", NOW.date()) == [(1, ana, 5)]


def test_experience_adds_up_and_a_streak_is_the_longest(models: ReadModels) -> None:
    log = Log()
    for day, streak in ((1, 7), (2, 8), (4, 1)):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        log.append(f"gift:{ana}", "gift.claimed", at=at, day=at.date(), zone="UTC", streak=streak, amount=1)
        log.append(f"level:{ana}", "level.experience_gained", at=at, amount=5, reason="x", total=5, level=1)
    fold(log, models)
    assert ranks(models, "all", NOW.date(), "streak") == [(1, ana, 8)]
    assert ranks(models, "week", date(2026, 3, 4), "streak") == [(1, ana, 8)]
    assert ranks(models, "month", date(2026, 3, 1), "streak") == [(1, ana, 7)]
    assert ranks(models, "month", date(2026, 3, 31), "experience") == [(1, ana, 15)]


def test_who_is_banned_is_not_shown_and_who_was_is(models: ReadModels) -> None:
    log = Log()
    for user in (ana, bea, carla):
        log.append(f"user:{user}", "user.registered", language="es", time_zone="UTC", time_zone_known=False)
        earn(log, user, 10, NOW)
    log.append(f"user:{ana}", "user.banned", reason="x", until=None)
    log.append(f"user:{bea}", "user.banned", reason="x", until=NOW - timedelta(days=1))
    fold(log, models)
    assert ranks(models, "all", NOW.date()) == [(1, bea, 10), (1, carla, 10)]


def test_a_board_that_there_is_not_is_not_found(models: ReadModels) -> None:
    fold(Log(), models)
    with pytest.raises(NotFound):
        ranks(models, "all", NOW.date(), "beauty")


def test_an_empty_board_is_empty(models: ReadModels) -> None:
    fold(Log(), models)
    assert ranks(models, "all", NOW.date()) == []


# -- any zone, any time -----------------------------------------------------------------------------------------------

ZONES = st.sampled_from(
    ["Europe/Madrid", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Honolulu"]
)
MOMENTS = st.integers(0, 90 * 24 * 60).map(
    lambda minutes: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PERIODS = st.sampled_from(["all", "month", "week"])


@given(PERIODS, ZONES, st.one_of(MOMENTS, MOMENTS.map(lambda moment: moment.date())), MOMENTS, MOMENTS, st.booleans())
def test_each_moment_of_the_span_counts_once_and_no_other_does(
    period: Period, zone: str, at: date | datetime, moment: datetime, now: datetime, sums: bool
) -> None:
    span = span_of(period, ZoneInfo(zone), at)
    moment = min(moment, now)
    found = ranges(span, now, sums)
    holding = [1 if each.counts else -1 for each in found if each.begins <= moment < each.ends]
    assert sum(holding) == (moment < span.ends and (span.begins is None or span.begins <= moment))
    assert sums or all(each.counts for each in found)
    assert len(found) <= 7


@pytest.mark.parametrize(
    ("board", "period", "at", "most"),
    [
        ("besitos", "all", date(2026, 3, 18), 2),  # the months
        ("besitos", "month", date(2026, 3, 18), 2),  # the month, and a quarter of the day before it
        ("besitos", "week", date(2026, 3, 18), 4),  # three days, and the same
        ("besitos", "all", date(2026, 2, 25), 5),  # the month less three days, and a quarter of those
        ("besitos", "month", date(2026, 2, 25), 6),
        ("streak", "all", date(2026, 3, 18), 2),
        ("streak", "month", date(2026, 3, 18), 2),
        ("streak", "month", date(2026, 2, 25), 26),  # greatest values can't be taken away: day by day
    ],
)
def test_a_board_is_read_from_few_rows(models: ReadModels, board: str, period: Period, at: date, most: int) -> None:
    log = Log()
    first = datetime(2026, 2, 1, 23, 7, tzinfo=UTC)  # after midnight in Madrid
    for moment in (first + timedelta(days=day) for day in range((NOW - first).days + 1)):
        earn(log, ana, 1, moment)
        log.append(f"gift:{ana}", "gift.claimed", at=moment, day=moment.date(), zone="UTC", streak=3, amount=1)
    fold(log, models)
    rows = leaderboard_entries.c
    found = ranges(span_of(period, MADRID, at), NOW, sums=board != "streak")
    wanted = or_(*(and_(rows.grain == r.grain, rows.begins >= r.begins, rows.begins < r.ends) for r in found))
    count = select(func.count()).where(rows.board == board, wanted)
    looked_at = models.read(lambda read: read.execute(count).scalar_one())
    assert 0 < looked_at <= most


def test_a_board_is_read_along_the_key_and_no_row_beside_it(models: ReadModels) -> None:
    fold(Log(), models)
    totals = totals_of("besitos", span_of("month", MADRID, date(2026, 2, 25)), NOW)
    statement = str(totals.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    plan = models.read(lambda read: [row[3] for row in read.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")])
    entries = [step for step in plan if "leaderboard_entries" in step]
    assert len(entries) == 4
    for step in entries:
        assert step.startswith("SEARCH")
        assert step.endswith("USING PRIMARY KEY (board=? AND grain=? AND begins>? AND begins<?)")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((ana, bea, carla)), st.integers(1, 50), MOMENTS), max_size=30),
    PERIODS,
    ZONES,
    MOMENTS.map(lambda moment: moment.date()),
    MOMENTS,
    st.randoms(),
)
def test_a_board_is_the_sum_of_its_events_in_any_order(
    events: list[tuple[UserId, int, datetime]], period: Period, zone: str, day: date, now: datetime, random: Random
) -> None:
    events = [(user, amount, at) for user, amount, at in events if at <= now]
    shuffled = list(events)
    random.shuffle(shuffled)
    span = span_of(period, ZoneInfo(zone), day)
    expected: dict[str, int] = {}
    for user, amount, at in events:
        if at < span.ends and (span.begins is None or span.begins <= at):
            expected[user] = expected.get(user, 0) + amount
    log = Log()
    for user, amount, at in shuffled:
        earn(log, user, amount, at)
    with TemporaryDirectory() as folder:
        models = ReadModels.open(f"sqlite:///{folder}/read.db")
        fold(log, models)
        found = models.read(leaderboard, "besitos", span, now)
        models.close()
    assert {each.user_id: each.value for each in found.items} == expected
    assert [each.value for each in found.items] == sorted(expected.values(), reverse=True)
