"""Who stands where: all-time, in a month or a week of the community, as of any moment."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, or_, select, union_all
from sqlalchemy.engine import Connection

from domain.errors import NotFound
from domain.ids import UserId
from domain.notifications import preference
from projections.leaderboards import BOARDS, LONG_AGO, MOVED_IN, QUARTER, beginnings, leaderboard_entries
from projections.users import users
from queries.paging import page_size

Period = Literal["all", "month", "week"]

NEIGHBOURS = 2
"""How many are shown above and below one user."""

_ENTRIES = leaderboard_entries.c
_DAY = timedelta(days=1)


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
    """A page of a leaderboard; `next` is the place after which the next page begins, None at the end. `around` is one
    user among their neighbours, empty for who is not on the board."""

    items: tuple[Standing, ...]
    next: int | None
    around: tuple[Standing, ...] = ()


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


def leaderboard(
    read: Connection,
    board: str,
    span: Span,
    now: datetime,
    after: int = 0,
    limit: int = 50,
    user_id: UserId | None = None,
) -> Board:
    """A page of the board, best first, and `user_id` among their neighbours. Who is banned `now` is not shown.

    Raises NotFound if there is no such board.
    """
    totals = read.execute(totals_of(board, span, now)).all()
    end = after + page_size(limit)
    own = next((at for at, row in enumerate(totals) if row[0] == user_id), None) if user_id else None
    return Board(
        items=_standings(totals, after, end),
        next=end if len(totals) > end else None,
        around=() if own is None else _standings(totals, own - NEIGHBOURS, own + NEIGHBOURS + 1),
    )


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
    totals = read.execute(totals_of(board, span, now)).all()
    return {each.user_id: each.rank for each in _standings(totals, 0, len(totals))}


def _standings(totals: Sequence[Row[str, int]], first: int, end: int) -> tuple[Standing, ...]:
    """Those at the places after `first` up to `end`. A rank is one more than how many have a greater value."""
    standings: list[Standing] = []
    first = max(first, 0)
    for place, (user_id, value) in enumerate(totals[first:end], start=first + 1):
        if standings and standings[-1].value == value:
            rank = standings[-1].rank
        else:
            rank = 1 + bisect_left(totals, -value, key=lambda row: -row[1])
        standings.append(Standing(place, rank, UserId(user_id), value))
    return tuple(standings)


def totals_of(board: str, span: Span, now: datetime) -> Select[str, int]:
    """User and value of everybody on the board, best first. Raises NotFound if there is no such board."""
    if board not in BOARDS:
        raise NotFound("leaderboard", board)
    sums = board != "streak"
    counted = ranges(span, now, sums)
    if span.begins is None:
        counted.append(Range(True, MOVED_IN, LONG_AGO, span.ends))
    moved = union_all(
        *(
            select(_ENTRIES.user_id, (_ENTRIES.value if each.counts else -_ENTRIES.value).label("value")).where(
                _ENTRIES.board == board,
                _ENTRIES.grain == each.grain,
                _ENTRIES.begins >= each.begins,
                _ENTRIES.begins < each.ends,
            )
            for each in counted
        )
    ).subquery()
    value = (func.sum if sums else func.max)(moved.c.value)
    each = select(moved.c.user_id, value.label("value")).group_by(moved.c.user_id).having(value > 0).subquery()
    banned = select(users.c.user_id).where(
        users.c.banned, or_(users.c.banned_until.is_(None), users.c.banned_until > now)
    )
    shown = select(each.c.user_id, each.c.value).where(each.c.user_id.not_in(banned))
    return shown.order_by(each.c.value.desc(), each.c.user_id)


# -- the fewest rows for a span ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Range:
    """The rows of a grain that begin from `begins` to before `ends`; they count, or (not `counts`) are taken away."""

    counts: bool
    grain: str
    begins: datetime
    ends: datetime


def ranges(span: Span, now: datetime, sums: bool) -> list[Range]:
    """Which rows make up the span: whole months, and at its edges days, and at theirs quarters.

    An edge in a month's last days is cheaper with the month in and those days taken away; that goes for `sums` only,
    not for greatest values. After `now` nothing has happened, so an end that lies there costs nothing. At least one
    range, which may be empty.
    """
    found = list(_ranges(span.begins or LONG_AGO, span.ends, now, "month", sums, counts=True))
    return found or [Range(True, "quarter", span.ends, span.ends)]


def _ranges(begins: datetime, ends: datetime, now: datetime, grain: str, sums: bool, counts: bool) -> Iterator[Range]:
    if begins >= ends or begins > now:
        return
    if grain == "quarter":
        yield Range(counts, grain, begins, ends)
        return
    finer = "day" if grain == "month" else "quarter"
    first, last = _whole(begins, ends, now, grain, sums)
    if first >= last:
        yield from _ranges(begins, ends, now, finer, sums, counts)
        return
    yield Range(counts, grain, first, last)
    yield from _ranges(first, begins, now, finer, sums, not counts)
    yield from _ranges(begins, first, now, finer, sums, counts)
    yield from _ranges(last, ends, now, finer, sums, counts)
    if ends <= now:
        yield from _ranges(ends, last, now, finer, sums, not counts)


def _whole(begins: datetime, ends: datetime, now: datetime, grain: str, sums: bool) -> tuple[datetime, datetime]:
    """The whole months or days to count for a span, given what then is to add and to take away; none if the first is
    not before the last."""
    below, above = beginnings(begins)[grain], _next(begins, grain)
    first = below if sums and begins - below < min(above, now) - begins else above
    if ends > now:
        return first, _next(ends, grain)
    below, above = beginnings(ends)[grain], _next(ends, grain)
    last = above if sums and above - ends < ends - below else below
    mended = abs(begins - first) + abs(ends - last)
    return (first, last) if mended < ends - begins else (ends, ends)


def _next(moment: datetime, grain: str) -> datetime:
    """The first beginning of a month or day that is not before `moment`."""
    begun = beginnings(moment)[grain]
    if begun == moment:
        return begun
    return (begun + timedelta(days=31)).replace(day=1) if grain == "month" else begun + _DAY


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
