"""Leaderboards: who stands where, now or then."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Fresh, Moment, Services, scope
from adapters.http.routes.users import known_user
from domain.errors import InvalidValue
from domain.ids import UserId
from queries.leaderboards import Period, Span, Standing, leaderboard, span_of

router = APIRouter(prefix="/v1/leaderboards", tags=["leaderboards"])

FIRST, LAST = 1971, 2999
"""The years that may be asked about."""


def _day_or_moment(told: object) -> object:
    """Ten characters are a day, anything else is a moment. Said here, since a union would say why it is neither."""
    if not isinstance(told, str):
        return told
    try:
        return date.fromisoformat(told) if len(told) == len("2026-03-01") else _MOMENT.validate_python(told)
    except ValueError:
        raise ValueError(
            "must be a day such as 2026-03-01, or a moment with its zone, such as 2026-03-01T12:00:00Z"
        ) from None


_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


AsOf = Annotated[
    Annotated[date, Field(strict=True)] | Moment | None,
    BeforeValidator(_day_or_moment),
    Query(description="a day of the community, to its end (`2026-03-01`), or a moment, to the quarter of an hour"),
]


class Place(BaseModel):
    """One user's place. Who has the same value has the same rank."""

    rank: int
    user_id: UserId
    value: int


class Leaderboard(BaseModel):
    """A page, best first; the period in UTC, `begins` None for all-time. `around` is one user among their neighbours,
    empty for who has nothing on this board."""

    name: str
    period: Period
    begins: datetime | None
    ends: datetime
    items: list[Place]
    next: str | None
    around: list[Place] | None = None


@router.get("/{name}", dependencies=[scope("read"), Fresh])
async def get_leaderboard(
    name: Annotated[str, Path(description="besitos (earned), experience, streak (the longest)")],
    app: Services,
    period: Literal["all", "month", "week"] = "all",
    as_of: AsOf = None,
    user: Annotated[UserId | None, Query(max_length=64, description="whose place to show with neighbours")] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Leaderboard:
    """All-time, or the month or week of the community that holds `as_of` (else the present one), up to then.

    404 for a `user` whom nobody knows.
    """
    if user is not None:
        await known_user(app, user)
    now = app.clock.now()
    span = _span(ZoneInfo(app.bus.content.community.time_zone), period, as_of, now)
    page = await app.reads.run(leaderboard, name, span, now, position_of(app, cursor) or 0, limit, user)
    return Leaderboard(
        name=name,
        period=period,
        begins=span.begins,
        ends=span.ends,
        items=[_place(each) for each in page.items],
        next=next_cursor(app, page.next),
        around=None if user is None else [_place(each) for each in page.around],
    )


def _span(zone: ZoneInfo, period: Period, as_of: date | datetime | None, now: datetime) -> Span:
    at = as_of if as_of is not None else now.astimezone(zone).date()
    if not FIRST <= at.year <= LAST:
        raise InvalidValue("as_of", f"must be in the years {FIRST} to {LAST}")
    return span_of(period, zone, at)


def _place(standing: Standing) -> Place:
    return Place(rank=standing.rank, user_id=standing.user_id, value=standing.value)
