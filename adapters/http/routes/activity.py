"""How much goes on, by days: for one user, and for the community."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.http.problems import Problem
from adapters.http.requests import Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import ApiServices
from queries.activity import ActivityDay, CommunityDay, activity_of, community_activity

router = APIRouter(prefix="/v1", tags=["activity"])

DAYS = 30
MOST_DAYS = 366

First = Annotated[date | None, Query(alias="from", description="included; 30 days before `to`, unless named")]
Last = Annotated[date | None, Query(alias="to", description="included; tomorrow in UTC, unless named")]


class Days(BaseModel):
    """Local days of one user on which something happened, the first one first."""

    items: list[ActivityDay]


class CommunityDays(BaseModel):
    """Days on which something happened, the first one first: each user's in their own zone."""

    items: list[CommunityDay]


@router.get("/users/{user_id}/activity", dependencies=[scope("read"), Fresh])
async def get_activity(user_id: UserInPath, app: Services, first: First = None, last: Last = None) -> Days:
    """What a user did on each of their local days: actions, besitos, missions, choices in the story."""
    first, last = _span(app, first, last)
    await known_user(app, user_id)
    return Days(items=list(await app.reads.run(activity_of, user_id, first, last)))


@router.get("/activity", dependencies=[scope("admin"), Fresh])
async def get_community_activity(app: Services, first: First = None, last: Last = None) -> CommunityDays:
    """How many were active on each day, what they earned and what they spent."""
    first, last = _span(app, first, last)
    return CommunityDays(items=list(await app.reads.run(community_activity, first, last)))


def _span(app: ApiServices, first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for, as far as they are named. Raises Problem."""
    tomorrow = app.clock.now().date() + timedelta(days=1)  # which it is already somewhere
    last = last or tomorrow
    first = first or date.fromordinal(max(1, last.toordinal() - DAYS))
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Problem(422, "invalid-request", f"from, to: at most {MOST_DAYS} days, the first one first")
    return first, last
