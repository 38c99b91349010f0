"""Administration: bans, roles, who there is, the community in figures, projections and parked events."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy.engine import Connection

from adapters.http.cursors import PageSize
from adapters.http.requests import Body, Changed, Changes, Moment, Services, Stored, UserInPath, scope
from adapters.http.services import KeyInfo
from commands.users import BanUser, GrantRole, RevokeRole, UnbanUser
from domain.ids import UserId
from domain.reasons import MAX_REASON
from domain.users import ROLES
from queries.achievements import unlocked_by_how_many
from queries.catalogue import PackView, pack_in_force
from queries.projections import BuildView, ParkedView, parked_events, projection_builds
from queries.users import UserView, user_count, users_page
from queries.wallet import FlowView, besitos_by_reason, besitos_in_circulation

router = APIRouter(prefix="/v1/admin", tags=["admin"])

Admin = Annotated[KeyInfo, scope("admin")]
reading = [scope("admin")]


class Ban(Body):
    """`until` None is for good. `reason` stays in the log: name nobody."""

    user: Annotated[UserId, Field(max_length=64)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    until: Moment | None = None


class NewRole(Body):
    """A role, such as moderator."""

    user: Annotated[UserId, Field(max_length=64)]
    role: Annotated[str, Field(max_length=20, description=", ".join(ROLES[1:]), examples=["moderator"])]


class Builds(BaseModel):
    """Every build of every read model, and the newest position of the log."""

    head: int
    items: list[BuildView]


class Parked(BaseModel):
    """Events that a projection could not take, by position."""

    items: list[ParkedView]


class Users(BaseModel):
    """Users, by id. Names are in the vault only."""

    items: list[UserView]
    next: UserId | None


class Unlocked(BaseModel):
    """One level of an achievement, and how many have it."""

    achievement: str
    level: str
    users: int


class Stats(BaseModel):
    """`users` have registered; `besitos` are all that can be spent or is held, `flows` where they came from and went.

    `content` is the pack in force, none before the first was published.
    """

    users: int
    besitos: int
    flows: list[FlowView]
    achievements: list[Unlocked]
    content: PackView | None


AfterUser = Annotated[UserId | None, Query(max_length=64, description="`next` of the page before")]


@router.post("/bans")
async def ban_user(body: Ban, change: Changes, key: Admin) -> Changed:
    """Stops a user from acting, in every process at once."""
    return await change.give(BanUser(body.user, body.reason, body.until), key)


@router.delete("/bans/{user_id}")
async def unban_user(user_id: UserInPath, change: Changes, key: Admin) -> Changed:
    """Lets a user act again."""
    return await change.give(UnbanUser(user_id), key)


@router.get("/users", dependencies=reading)
async def list_users(app: Services, after: AfterUser = None, limit: PageSize = 50) -> Users:
    """Everybody, in the order of their ids; `next` goes into `after`, None at the end."""
    found = await app.reads.run(users_page, after, limit + 1)
    items = found[:limit]
    return Users(items=items, next=items[-1].user_id if len(found) > limit else None)


@router.get("/stats", dependencies=reading)
async def get_stats(app: Services) -> Stats:
    """The community in figures, as the read models have them."""
    return await app.reads.run(_stats)


def _stats(read: Connection) -> Stats:
    """All from one state of the database."""
    return Stats(
        users=user_count(read),
        besitos=besitos_in_circulation(read),
        flows=besitos_by_reason(read),
        achievements=[
            Unlocked(achievement=achievement, level=level, users=users)
            for (achievement, level), users in sorted(unlocked_by_how_many(read).items())
        ],
        content=pack_in_force(read),
    )


@router.post("/roles")
async def grant_role(body: NewRole, change: Changes, key: Admin) -> Changed:
    """Gives a user a role."""
    return await change.give(GrantRole(body.user, body.role), key)


@router.delete("/roles/{user_id}/{role}")
async def revoke_role(user_id: UserInPath, role: str, change: Changes, key: Admin) -> Changed:
    """Takes a role from a user."""
    return await change.give(RevokeRole(user_id, role), key)


@router.get("/projections", dependencies=[*reading, Stored])
async def list_projections(app: Services) -> Builds:
    """Where every read model is."""
    return Builds(head=await app.log.head(), items=list(await app.reads.run(projection_builds)))


@router.get("/parked", dependencies=reading)
async def list_parked_events(app: Services) -> Parked:
    """The events that a projection could not take."""
    return Parked(items=list(await app.reads.run(parked_events)))
