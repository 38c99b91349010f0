"""Experience given by an admin. What somebody has, and their level, stand with the user."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StrictInt

from adapters.http.requests import Body, Changed, Changes, UserInPath, scope
from adapters.http.services import KeyInfo
from commands.levels import GrantExperience
from domain.definitions import MAX_EXPERIENCE
from domain.reasons import MAX_REASON

router = APIRouter(prefix="/v1/users/{user_id}/experience", tags=["levels"])


class Grant(Body):
    """Experience to add. `reason` stays in the log: name nobody."""

    amount: Annotated[StrictInt, Field(ge=1, le=MAX_EXPERIENCE)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


@router.post("")
async def grant_experience(
    user_id: UserInPath, body: Grant, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Adds experience, and reaches every level on the way. `result` is `{amount, reason, total, level}`."""
    return await change.give(GrantExperience(user_id, body.amount, body.reason), key)
