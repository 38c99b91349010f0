"""Who stands where: all-time, in a month or a week of the community, as of any moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, and_, func, or_, select, union_all
from sqlalchemy.engine import Connection

from domain.errors import NotFound
from domain.ids import UserId
from domain.notifications import preference
from projections.leaderboards import BOARDS, QUARTER, beginnings, leaderboard_entries
from projections.users import users
from queries.paging import page_size

Period = Literal["all", "month", "week"]

NEIGHBOURS = 2
"""How many are shown above and below one user."""

_ENTRIES = leaderboard_entries.c
_DAY = timedelta(days=1)
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A period as far as it is looked at, in UTC: from `begins` (None: from the beginning) to before `ends`."""

    begins: datetime | None
    ends: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One user's place. Who has the same `value` has the same `rank`; `place` tells even them apart."""

    place: int
    rank: int
    user_id: UserId
    value: int


@dataclass(frozen=True, slots=True)
class RankChange:
    """Somebody who is at `rank` now, and was at `before`."""

    user_id: UserId
    rank: int
    before: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a leaderboard; `next` is the place after which the next page begins, None at the end."""

    items: tuple[Standing, ...]
    next: int | None


def span_of(period: Period, zone: ZoneInfo, at: date | datetime) -> Span:
    """The period of the community that holds `at`, up to then: a day is looked at to its end, a moment to the end of
    its quarter of an hour. Weeks begin on Monday.
    """
    if isinstance(at, datetime):
        day = at.astimezone(zone).date()
        quarter = beginnings(at.astimezone(UTC))["quarter"]
        until = quarter if quarter == at else quarter + QUARTER
    else:
        day = at
        until = _midnight(at + _DAY, zone)
    if period == "all":
        return Span(None, until)
    first = day - timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)
    after = first + timedelta(days=7) if period == "week" else (first + timedelta(days=31)).replace(day=1)
    return Span(_midnight(first, zone), min(until, _midnight(after, zone)))


def leaderboard(read: Connection, board: str, span: Span, now: datetime, after: int = 0, limit: int = 50) -> Board:
    """A page of the board, best first; who is banned `now` is not shown. Raises NotFound if there is no such board."""
    ranked = _ranked(board, span, now)
    size = page_size(limit)
    wanted = select(ranked).where(ranked.c.place > after).order_by(ranked.c.place).limit(size + 1)
    found = [Standing(row.place, row.rank, row.user_id, row.value) for row in read.execute(wanted)]
    return Board(tuple(found[:size]), found[size - 1].place if len(found) > size else None)


def standing_of(read: Connection, board: str, span: Span, now: datetime, user_id: UserId) -> tuple[Standing, ...]:
    """The user among their neighbours, best first; empty if they are not on the board. Raises NotFound."""
    ranked = _ranked(board, span, now)
    own = select(ranked.c.place).where(ranked.c.user_id == user_id).scalar_subquery()
    near = ranked.c.place.between(own - NEIGHBOURS, own + NEIGHBOURS)
    rows = read.execute(select(ranked).where(near).order_by(ranked.c.place))
    return tuple(Standing(row.place, row.rank, row.user_id, row.value) for row in rows)


def rank_changes(read: Connection, board: str, now: datetime, span: Span, before: Span) -> tuple[RankChange, ...]:
    """Those who want to be told, and whose rank in `span` is another than it was in `before`. Raises NotFound."""
    rows = read.execute(select(users.c.user_id, users.c.preferences))
    wanting = {row.user_id for row in rows if preference(row.preferences, "ranks") is True}
    if not wanting:
        return ()
    then, ranks = _ranks(read, board, before, now), _ranks(read, board, span, now)
    return tuple(
        RankChange(user_id, ranks[user_id], then[user_id])
        for user_id in sorted(wanting & then.keys() & ranks.keys())
        if ranks[user_id] != then[user_id]
    )


def _ranks(read: Connection, board: str, span: Span, now: datetime) -> dict[UserId, int]:
    ranked = _ranked(board, span, now)
    return {row.user_id: row.rank for row in read.execute(select(ranked.c.user_id, ranked.c.rank))}


def _ranked(board: str, span: Span, now: datetime) -> CTE:
    """Everybody on the board with rank and place; worked out once for a query, however often it is named in it."""
    if board not in BOARDS:
        raise NotFound("leaderboard", board)
    parts = [
        select(_ENTRIES.user_id, _ENTRIES.value).where(
            _ENTRIES.board == board, _ENTRIES.grain == grain, _ENTRIES.begins >= begins, _ENTRIES.begins < ends
        )
        for grain, begins, ends in whole_grains(span)
    ]
    moved = union_all(*parts).subquery()
    value = func.max(moved.c.value) if board == "streak" else func.sum(moved.c.value)
    banned = select(users.c.user_id).where(
        and_(users.c.banned, or_(users.c.banned_until.is_(None), users.c.banned_until > now))
    )
    totals = select(moved.c.user_id, value.label("value")).where(moved.c.user_id.not_in(banned))
    each = totals.group_by(moved.c.user_id).subquery()
    best = each.c.value.desc()
    return select(
        each.c.user_id,
        each.c.value,
        func.rank().over(order_by=best).label("rank"),
        func.row_number().over(order_by=(best, each.c.user_id)).label("place"),
    ).cte("ranked")


def whole_grains(span: Span) -> list[tuple[str, datetime, datetime]]:
    """The span as ranges of whole months, of whole days beside them, and of quarters beside those: as few rows as
    there can be, each moment once. At least one range, which may be empty."""
    found = [each for each in _divided(span.begins or _BEFORE_ALL, span.ends, "month") if each[1] < each[2]]
    return found or [("quarter", span.ends, span.ends)]


def _divided(begins: datetime, ends: datetime, grain: str) -> Iterator[tuple[str, datetime, datetime]]:
    if grain == "quarter":
        yield grain, begins, ends
        return
    finer = "day" if grain == "month" else "quarter"
    first, last = _from(begins, grain), beginnings(ends)[grain]
    if first >= last:
        yield from _divided(begins, ends, finer)
        return
    yield from _divided(begins, first, finer)
    yield grain, first, last
    yield from _divided(last, ends, finer)


def _from(moment: datetime, grain: str) -> datetime:
    """The first beginning of a month or day that is not before `moment`."""
    begun = beginnings(moment)[grain]
    if begun == moment:
        return begun
    return (begun + timedelta(days=31)).replace(day=1) if grain == "month" else begun + _DAY


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
