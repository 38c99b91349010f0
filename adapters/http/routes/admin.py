"""Administration: bans, projections, parked events, and one-time links to the console."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.http.requests import Changes, Services, scope
from adapters.http.services import KeyInfo
from commands.users import BanUser, UnbanUser
from domain.ids import UserId
from domain.users import MAX_REASON
from queries.projections import parked_events, projection_builds

router = APIRouter(prefix="/v1/admin", tags=["admin"])

Admin = Annotated[KeyInfo, Depends(scope("admin"))]
reading = [Depends(scope("admin"))]


class Ban(BaseModel):
    """`until` None is for good. `reason` stays in the log: name nobody."""

    model_config = ConfigDict(extra="forbid")

    user: UserId
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    until: AwareDatetime | None = None


@router.post("/bans")
async def ban(body: Ban, change: Changes, key: Admin) -> dict[str, Any]:
    """Stops a user from acting, in every process at once."""
    return await change.give(BanUser(body.user, body.reason, body.until), key)


@router.delete("/bans/{user_id}")
async def unban(user_id: UserId, change: Changes, key: Admin) -> dict[str, Any]:
    """Lets a user act again."""
    return await change.give(UnbanUser(user_id), key)


@router.get("/projections", dependencies=reading)
async def projections(app: Services) -> dict[str, Any]:
    """Every build of every read model."""
    return {"head": await app.log.head(), "items": await app.reads.run(projection_builds)}


@router.get("/parked", dependencies=reading)
async def parked(app: Services) -> dict[str, Any]:
    """The events that a projection could not take."""
    return {"items": await app.reads.run(parked_events)}
