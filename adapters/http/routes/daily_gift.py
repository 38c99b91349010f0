"""The daily gift."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.http.requests import Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.daily_gift import ClaimDailyGift
from queries.daily_gift import gift_streak

router = APIRouter(prefix="/v1/users/{user_id}/daily-gift", tags=["daily gift"])


class Streak(BaseModel):
    """Days in a row, and all gifts so far; `last_day` is the user's local one."""

    streak: int
    longest: int
    gifts: int
    total: int
    last_day: date | None


@router.get("", dependencies=[scope("read"), Fresh])
async def get_gift_streak(user_id: UserInPath, app: Services) -> Streak:
    """The streak so far, and what was given in all."""
    await known_user(app, user_id)
    found = await app.reads.run(gift_streak, user_id)
    if found is None:
        return Streak(streak=0, longest=0, gifts=0, total=0, last_day=None)
    return Streak(
        streak=found.streak, longest=found.longest, gifts=found.gifts, total=found.total, last_day=found.last_day
    )


@router.post("")
async def claim_daily_gift(user_id: UserInPath, change: Changes, key: Annotated[KeyInfo, scope("write")]) -> Changed:
    """Takes today's gift; `result` is `{amount, streak, balance}`. 409 with `again_at`, the next one's time, if it was
    taken."""
    return await change.give(ClaimDailyGift(user_id), key, actor=user_id)
