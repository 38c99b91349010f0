"""Who takes part: registration, settings, standing."""

from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, Field, StrictInt

from adapters.http.problems import Problem
from adapters.http.requests import Body, Changed, Changes, Fresh, PlainFields, Services, Stored, UserInPath, scope
from adapters.http.services import ApiServices, KeyInfo
from commands.users import RegisterUser, UpdateUser
from domain.errors import NotFound
from domain.ids import UserId
from domain.users import checked_time_zone
from projections.waiting import NotReached, ParkedAt, ProjectionStopped
from queries.levels import level_of
from queries.users import UserView, user_view

router = APIRouter(prefix="/v1/users", tags=["users"])

CATCH_UP_SECONDS = 1.0
"""How long the rows may take to catch up before somebody whom they do not know is believed to be nobody."""

MAX_TELEGRAM_ID = 2**52
"""Telegram says: at most 52 significant bits."""

TelegramId = Annotated[StrictInt, Field(ge=1, le=MAX_TELEGRAM_ID)]
TimeZone = Annotated[str, Field(max_length=64, description="IANA name, such as America/Bogota")]

Write = Annotated[KeyInfo, scope("write")]


class NewUser(Body):
    """Somebody to register. Names go into the vault, and into nothing else."""

    telegram_id: TelegramId
    first_name: Annotated[str, Field(min_length=1, max_length=64)]
    last_name: Annotated[str | None, Field(max_length=64)] = None
    username: Annotated[str | None, Field(max_length=32, pattern=r"^[A-Za-z0-9_]+$", description="without @")] = None
    language: Annotated[str | None, Field(max_length=35, description="as Telegram tells it, such as es-MX")] = None
    # Checked before the vault is asked: who can't be registered is not to be known there either.
    time_zone: Annotated[TimeZone, AfterValidator(checked_time_zone)] | None = None


class Settings(Body):
    """What to change; what is left out stays."""

    language: Annotated[str | None, Field(max_length=35, description="es or en")] = None
    time_zone: TimeZone | None = None
    preferences: Annotated[
        PlainFields,
        Field(
            description="`notifications`: all, important or none; `game`, `social`, `ranks`, `news`: true or false; "
            "`quiet_hours`: off, or by the user's clock such as 23:00-08:00"
        ),
    ] = {}


class User(BaseModel):
    """Somebody's standing, settings and level."""

    id: UserId
    registered_at: datetime | None
    language: str | None
    time_zone: str | None
    time_zone_known: Annotated[
        bool, Field(description="whether they chose it; else it is the one the community had when they came")
    ]
    roles: list[str]
    preferences: dict[str, Any]
    reach: Annotated[str, Field(description="unknown, reachable, blocked, never_started or deactivated")]
    banned: bool
    banned_until: datetime | None
    last_visit: date | None
    visit_days: int
    visit_streak: int
    level: int
    experience: int


class Found(BaseModel):
    """One whom a Telegram account belongs to."""

    id: UserId


class FoundUsers(BaseModel):
    """A list of one or none."""

    items: list[Found]


async def known_user(app: ApiServices, user_id: UserId) -> UserView:
    """The user's row, even if they have only just been registered. Raises NotFound."""
    found = await app.reads.run(user_view, user_id)
    if (found is None or found.registered_at is None) and app.health.ready():
        with suppress(NotReached, ParkedAt, ProjectionStopped):  # then what the rows know is all there is to say
            await app.reads.wait_for(await app.log.head(), CATCH_UP_SECONDS)
        found = await app.reads.run(user_view, user_id)
    if found is None or found.registered_at is None:
        raise NotFound("user", user_id)
    return found


@router.post("", status_code=201, responses={200: {"description": "They were registered before", "model": Changed}})
async def register_user(body: NewUser, app: Services, change: Changes, response: Response, key: Write) -> Changed:
    """Registers a Telegram account, or finds it: `result.id` is its user id from now on.

    Names are brought up to date each time, but not by a repeat; they are no part of what the Idempotency-Key compares.
    """
    async with change.alone(key):  # of two with one key, the second must not leave somebody in the vault
        if await change.is_repeat(key):
            user_id = await app.vault.find(body.telegram_id)
            if user_id is None:  # so it was for somebody else
                raise change.reused(key)
        else:
            user_id = await app.vault.user_for(body.telegram_id, body.first_name, body.last_name, body.username)
        answer = await change.give(RegisterUser(user_id, body.language, body.time_zone), key)
    if not answer.positions:
        response.status_code = 200
    return Changed(positions=answer.positions, result={"id": user_id, **answer.result})


@router.get("", dependencies=[scope("read"), Stored])
async def find_users(app: Services, telegram_id: Annotated[int, Query(ge=1, le=MAX_TELEGRAM_ID)]) -> FoundUsers:
    """The user of a Telegram account. Asks the vault, so it sees whoever was just registered."""
    user_id = await app.vault.find(telegram_id)
    return FoundUsers(items=[Found(id=user_id)] if user_id else [])


@router.get("/{user_id}", dependencies=[scope("read"), Fresh])
async def get_user(user_id: UserInPath, app: Services) -> User:
    """Standing, settings and level. Names are not here: they are in the vault only."""
    found = await known_user(app, user_id)
    level = await app.reads.run(level_of, user_id)
    return User(
        id=found.user_id,
        registered_at=found.registered_at,
        language=found.language,
        time_zone=found.time_zone,
        time_zone_known=found.time_zone_known,
        roles=list(found.roles),
        preferences=dict(found.preferences),
        reach=found.reach,
        banned=found.is_banned(app.clock.now()),
        banned_until=found.banned_until,
        last_visit=found.last_visit,
        visit_days=found.visit_days,
        visit_streak=found.visit_streak,
        level=level.level,
        experience=level.experience,
    )


@router.patch("/{user_id}")
async def change_user(user_id: UserInPath, body: Settings, change: Changes, key: Write) -> Changed:
    """Changes language, time zone and preferences, all or none."""
    if not body.model_fields_set:
        raise Problem(422, "invalid-request", "name at least one of language, time_zone, preferences")
    return await change.give(UpdateUser(user_id, body.language, body.time_zone, body.preferences), key)
