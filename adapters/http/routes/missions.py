"""Missions: what there is to do, and how far somebody has come."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field, StrictInt

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.missions import SetMissionProgress, StartMission
from domain.counting import COUNTED_TO
from queries.missions import StepView, current_missions

router = APIRouter(prefix="/v1/users/{user_id}/missions", tags=["missions"])

MissionInPath = Annotated[str, Path(description="the mission's id")]
Write = Annotated[KeyInfo, scope("write")]


class Progress(Body):
    """`progress` is the absolute total, which never falls."""

    progress: Annotated[StrictInt, Field(ge=0, le=COUNTED_TO)]


class Mission(BaseModel):
    """A mission, and how far the user is with it in its present period. `reward` is in besitos.

    One that is `taken_on` counts nothing before the user has begun it.
    """

    id: str
    kind: str
    title: str
    description: str
    vip_only: bool
    taken_on: bool
    reward: int
    target: int
    progress: int = 0
    period: str | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    steps: list[StepView] = []


class Missions(BaseModel):
    """All of them, in the content's order."""

    items: list[Mission]


@router.get("", dependencies=[scope("read"), Fresh])
async def list_missions(request: Request, user_id: UserInPath, app: Services) -> Missions:
    """Every mission of the content in force, in the language of Accept-Language, with the user's progress."""
    await known_user(app, user_id)
    language = "es" if speaks_spanish(request) else "en"
    begun = await app.reads.run(current_missions, user_id, app.clock.now())
    items = []
    for mission in app.bus.content.missions:
        item = Mission(
            id=mission.id,
            kind=mission.kind,
            title=mission.title.by_language[language],
            description=mission.description.by_language[language],
            vip_only=mission.vip_only,
            taken_on=mission.taken_on,
            reward=mission.reward.besitos,
            target=mission.target,
        )
        if view := begun.get(mission.id):
            item.progress, item.period, item.steps = view.progress, view.period, list(view.steps)
            item.completed_at, item.expires_at = view.completed_at, view.expires_at
        items.append(item)
    return Missions(items=items)


@router.post("/{mission}/start")
async def start_mission(user_id: UserInPath, mission: MissionInPath, change: Changes, key: Write) -> Changed:
    """Takes a mission on: those that are `taken_on` begin by this alone, others do with their first fact anyway.

    `result` is `{mission, period, kind, target, expires_at}`, empty if it has begun. 403 if it is for VIPs or a higher
    level, 409 if other missions come first, or it is not its time.
    """
    return await change.give(StartMission(user_id, mission), key, actor=user_id)


@router.post("/{mission}/progress")
async def set_mission_progress(
    user_id: UserInPath, mission: MissionInPath, body: Progress, change: Changes, key: Write
) -> Changed:
    """Brings a mission to a total; what is lower than it is already does nothing. Completing it pays the reward.

    `result` is `{mission, period, progress, target, completed}`.
    """
    return await change.give(SetMissionProgress(user_id, mission, body.progress), key)
