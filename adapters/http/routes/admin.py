"""Administration: bans, projections and parked events."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adapters.http.requests import Body, Changed, Changes, Moment, Services, Stored, UserInPath, scope
from adapters.http.services import KeyInfo
from commands.users import BanUser, UnbanUser
from domain.ids import UserId
from domain.users import MAX_REASON
from queries.projections import BuildView, ParkedView, parked_events, projection_builds

router = APIRouter(prefix="/v1/admin", tags=["admin"])

Admin = Annotated[KeyInfo, scope("admin")]
reading = [scope("admin")]


class Ban(Body):
    """`until` None is for good. `reason` stays in the log: name nobody."""

    user: Annotated[UserId, Field(max_length=64)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    until: Moment | None = None


class Builds(BaseModel):
    """Every build of every read model, and the newest position of the log."""

    head: int
    items: list[BuildView]


class Parked(BaseModel):
    """Events that a projection could not take, by position."""

    items: list[ParkedView]


@router.post("/bans")
async def ban_user(body: Ban, change: Changes, key: Admin) -> Changed:
    """Stops a user from acting, in every process at once."""
    return await change.give(BanUser(body.user, body.reason, body.until), key)


@router.delete("/bans/{user_id}")
async def unban_user(user_id: UserInPath, change: Changes, key: Admin) -> Changed:
    """Lets a user act again."""
    return await change.give(UnbanUser(user_id), key)


@router.get("/projections", dependencies=[*reading, Stored])
async def list_projections(app: Services) -> Builds:
    """Where every read model is."""
    return Builds(head=await app.log.head(), items=list(await app.reads.run(projection_builds)))


@router.get("/parked", dependencies=reading)
async def list_parked_events(app: Services) -> Parked:
    """The events that a projection could not take."""
    return Parked(items=list(await app.reads.run(parked_events)))
