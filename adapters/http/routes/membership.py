"""VIP memberships."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.membership import GrantMembership
from domain.ids import UserId
from domain.membership import MAX_DAYS
from domain.users import MAX_REASON
from queries.membership import membership_of

router = APIRouter(prefix="/v1/users/{user_id}/membership", tags=["membership"])


class Grant(BaseModel):
    """Days of a plan to add; `days` in place of the plan's own. `reason` stays in the log: name nobody."""

    model_config = ConfigDict(extra="forbid")

    plan: str
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    days: Annotated[StrictInt | None, Field(ge=1, le=MAX_DAYS)] = None


@router.get("", dependencies=[Depends(scope("read")), Fresh])
async def membership(user_id: UserId, app: Services) -> dict[str, Any]:
    """Whether the user is VIP now, and until when."""
    await known_user(app, user_id)
    found = await app.reads.run(membership_of, user_id)
    if found is None:
        return {"active": False, "plan": None, "until": None}
    return {"active": found.active(app.clock.now()), "plan": found.plan, "until": found.until}


@router.post("")
async def grant(
    user_id: UserId, body: Grant, change: Changes, key: Annotated[KeyInfo, Depends(scope("admin"))]
) -> dict[str, Any]:
    """Makes the user VIP, or VIP for longer."""
    return await change.give(GrantMembership(user_id, body.plan, body.reason, body.days), key)
