"""VIP memberships."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StrictInt

from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.membership import GrantMembership, RevokeMembership
from domain.membership import MAX_DAYS
from domain.reasons import MAX_REASON
from queries.membership import membership_of

router = APIRouter(prefix="/v1/users/{user_id}/membership", tags=["membership"])


class Grant(Body):
    """Days of a plan to add; `days` in place of the plan's own. `reason` stays in the log: name nobody."""

    plan: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    days: Annotated[StrictInt | None, Field(ge=1, le=MAX_DAYS)] = None


class Revocation(Body):
    """`reason` stays in the log: name nobody."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


class Standing(BaseModel):
    """Whether the user is VIP now. `plan` and `until` are those of the last grant; it `ends` then, or a
    little later while word of a subscription's next payment is awaited."""

    active: bool
    plan: str | None = None
    until: datetime | None = None
    ends: datetime | None = None


@router.get("", dependencies=[scope("read"), Fresh])
async def get_membership(user_id: UserInPath, app: Services) -> Standing:
    """Whether the user is VIP now, and until when."""
    await known_user(app, user_id)
    found = await app.reads.run(membership_of, user_id)
    if found is None:
        return Standing(active=False)
    return Standing(active=found.active(app.clock.now()), plan=found.plan, until=found.until, ends=found.ends)


@router.post("")
async def grant_membership(
    user_id: UserInPath, body: Grant, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Makes the user VIP, or VIP for longer; `result` is `{plan, days, begins, until, reason}`."""
    return await change.give(GrantMembership(user_id, body.plan, body.reason, body.days), key)


@router.post("/revocations")
async def revoke_membership(
    user_id: UserInPath, body: Revocation, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Ends a membership now, whatever was granted or paid; a payment is not given back by it. 409 if none is active."""
    return await change.give(RevokeMembership(user_id, body.reason), key)
