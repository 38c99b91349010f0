"""Who takes part: registration, settings, standing."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.http.problems import Problem
from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.services import ApiServices, KeyInfo
from commands.users import RegisterUser, UpdateUser
from domain.errors import NotFound
from domain.ids import UserId
from queries.levels import level_of
from queries.users import UserView, user_view

router = APIRouter(prefix="/v1/users", tags=["users"])

TelegramId = Annotated[int, Field(ge=1, le=2**52)]
"""Telegram says: at most 52 significant bits."""

Read = Annotated[KeyInfo, Depends(scope("read"))]
Write = Annotated[KeyInfo, Depends(scope("write"))]


class NewUser(BaseModel):
    """Somebody to register. Names go into the vault, and into nothing else."""

    model_config = ConfigDict(extra="forbid")

    telegram_id: TelegramId
    first_name: Annotated[str, Field(min_length=1, max_length=64)]
    last_name: Annotated[str | None, Field(max_length=64)] = None
    username: Annotated[str | None, Field(max_length=32)] = None
    language: Annotated[str | None, Field(max_length=35, description="as Telegram tells it, such as es-MX")] = None
    time_zone: Annotated[str | None, Field(max_length=64, description="IANA name")] = None


class Settings(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    language: str | None = None
    time_zone: str | None = None
    preferences: dict[str, Any] = {}


async def known_user(app: ApiServices, user_id: UserId) -> UserView:
    """The user's row. Raises NotFound."""
    found = await app.reads.run(user_view, user_id)
    if found is None or found.registered_at is None:
        raise NotFound("user", user_id)
    return found


@router.post("", status_code=201, responses={200: {"description": "They were registered before"}})
async def register(body: NewUser, app: Services, change: Changes, response: Response, key: Write) -> dict[str, Any]:
    """Registers a Telegram account, or finds it: `result.id` is its user id from now on."""
    user_id = await app.vault.user_for(body.telegram_id, body.first_name, body.last_name, body.username)
    answer = await change.give(RegisterUser(user_id, body.language, body.time_zone), key)
    if not answer["positions"]:
        response.status_code = 200
    return {**answer, "result": {"id": user_id, **answer["result"]}}


@router.get("", dependencies=[Depends(scope("read"))])
async def find(app: Services, telegram_id: Annotated[TelegramId, Query()]) -> dict[str, Any]:
    """The user of a Telegram account, in a list of one or none."""
    user_id = await app.vault.find(telegram_id)
    return {"items": [{"id": user_id}] if user_id else []}


@router.get("/{user_id}", dependencies=[Depends(scope("read")), Fresh])
async def show(user_id: UserId, app: Services) -> dict[str, Any]:
    """Standing, settings and level. Names are not here: they are in the vault only."""
    found = await known_user(app, user_id)
    level = await app.reads.run(level_of, user_id)
    fields = asdict(found)
    return {
        "id": fields.pop("user_id"),
        **fields,
        "banned": found.is_banned(app.clock.now()),
        "level": level.level,
        "experience": level.experience,
    }


@router.patch("/{user_id}")
async def change_settings(user_id: UserId, body: Settings, change: Changes, key: Write) -> dict[str, Any]:
    """Changes language, time zone and preferences, all or none."""
    if not body.model_fields_set:
        raise Problem(422, "invalid-request", "name at least one of language, time_zone, preferences")
    return await change.give(UpdateUser(user_id, body.language, body.time_zone, body.preferences), key)
