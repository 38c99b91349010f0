"""Missions: what there is to do, and how far somebody has come."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.missions import SetMissionProgress
from domain.counting import COUNTED_TO
from domain.ids import UserId
from queries.missions import current_missions

router = APIRouter(prefix="/v1/users/{user_id}/missions", tags=["missions"])


class Progress(BaseModel):
    """`progress` is the absolute total, which never falls."""

    model_config = ConfigDict(extra="forbid")

    progress: Annotated[StrictInt, Field(ge=0, le=COUNTED_TO)]


@router.get("", dependencies=[Depends(scope("read")), Fresh])
async def missions(request: Request, user_id: UserId, app: Services) -> dict[str, Any]:
    """Every mission of the content in force, with the user's progress in its present period."""
    await known_user(app, user_id)
    language = "es" if speaks_spanish(request) else "en"
    begun = await app.reads.run(current_missions, user_id, app.clock.now())
    return {
        "items": [
            {
                "id": mission.id,
                "kind": mission.kind,
                "title": mission.title.by_language[language],
                "description": mission.description.by_language[language],
                "vip_only": mission.vip_only,
                "reward": mission.reward.besitos,
                "target": mission.target,
                **_standing(begun.get(mission.id)),
            }
            for mission in app.bus.content.missions
        ]
    }


def _standing(view: Any) -> dict[str, Any]:
    if view is None:
        return {"progress": 0, "period": None, "completed_at": None, "expires_at": None, "steps": []}
    return {
        "progress": view.progress,
        "period": view.period,
        "completed_at": view.completed_at,
        "expires_at": view.expires_at,
        "steps": [asdict(step) for step in view.steps],
    }


@router.post("/{mission}/progress")
async def set_progress(
    user_id: UserId,
    mission: str,
    body: Progress,
    change: Changes,
    key: Annotated[KeyInfo, Depends(scope("write"))],
) -> dict[str, Any]:
    """Brings a mission to a total; what is lower than it is already does nothing. Completing it pays the reward."""
    return await change.give(SetMissionProgress(user_id, mission, body.progress), key)
