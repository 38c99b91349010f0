"""The daily gift."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StrictInt

from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.daily_gift import BuyStreakFreeze, ClaimDailyGift, RepairStreak
from domain.daily_gift import MAX_STREAK
from domain.reasons import MAX_REASON
from queries.daily_gift import gift_streak

router = APIRouter(prefix="/v1/users/{user_id}/daily-gift", tags=["daily gift"])


class Streak(BaseModel):
    """Days in a row, and all gifts so far; `last_day` is the user's local one."""

    streak: int
    longest: int
    gifts: int
    total: int
    last_day: date | None
    freezes: Annotated[int, Field(description="each keeps the streak over one missed day")]


class Repair(Body):
    """`streak` is the days to give back; left out, what it would be. `reason` stays in the log: name nobody."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    streak: Annotated[StrictInt | None, Field(ge=1, le=MAX_STREAK)] = None


@router.get("", dependencies=[scope("read"), Fresh])
async def get_gift_streak(user_id: UserInPath, app: Services) -> Streak:
    """The streak so far, and what was given in all."""
    await known_user(app, user_id)
    found = await app.reads.run(gift_streak, user_id)
    if found is None:
        return Streak(streak=0, longest=0, gifts=0, total=0, last_day=None, freezes=0)
    return Streak(
        streak=found.streak,
        longest=found.longest,
        gifts=found.gifts,
        total=found.total,
        last_day=found.last_day,
        freezes=found.freezes,
    )


@router.post("")
async def claim_daily_gift(user_id: UserInPath, change: Changes, key: Annotated[KeyInfo, scope("write")]) -> Changed:
    """Takes today's gift; `result` is `{amount, streak, balance, freezes_used}`.

    409 with `again_at`, the next one's time, if it was taken.
    """
    return await change.give(ClaimDailyGift(user_id), key, actor=user_id)


@router.post("/freezes")
async def buy_streak_freeze(user_id: UserInPath, change: Changes, key: Annotated[KeyInfo, scope("write")]) -> Changed:
    """Buys a freeze; `result` is `{price, freezes, balance}`.

    402 if there is too little, 409 if no streak runs or there is no room for more.
    """
    return await change.give(BuyStreakFreeze(user_id), key, actor=user_id)


@router.post("/repairs")
async def repair_streak(
    user_id: UserInPath, body: Repair, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Gives a broken streak back, on record with its reason and whose key it was; `result` is `{streak, last_day,
    reason}`."""
    return await change.give(RepairStreak(user_id, body.reason, body.streak), key)
