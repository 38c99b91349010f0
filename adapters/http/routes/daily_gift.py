"""The daily gift."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.daily_gift import ClaimDailyGift
from domain.ids import UserId
from queries.daily_gift import gift_streak

router = APIRouter(prefix="/v1/users/{user_id}/daily-gift", tags=["daily gift"])


@router.get("", dependencies=[Depends(scope("read")), Fresh])
async def streak(user_id: UserId, app: Services) -> dict[str, Any]:
    """The streak so far."""
    await known_user(app, user_id)
    found = await app.reads.run(gift_streak, user_id)
    fields = asdict(found) if found else {"streak": 0, "longest": 0, "gifts": 0, "total": 0, "last_day": None}
    fields.pop("user_id", None)
    return fields


@router.post("")
async def claim(user_id: UserId, change: Changes, key: Annotated[KeyInfo, Depends(scope("write"))]) -> dict[str, Any]:
    """Takes today's gift. 409 with `again_at`, the next one's time, if it was taken."""
    return await change.give(ClaimDailyGift(user_id), key, actor=user_id)
