"""Achievements: what can be reached, and what somebody has."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.achievements import CheckAchievements, GiveAchievement
from queries.achievements import achievement_counts, achievements_of

router = APIRouter(prefix="/v1/users/{user_id}/achievements", tags=["achievements"])

Admin = Annotated[KeyInfo, scope("admin")]


class Gift(Body):
    """An achievement to give, whatever has been counted for it."""

    achievement: Annotated[str, Field(min_length=1, max_length=40)]


class Unlocked(BaseModel):
    """A level that was reached."""

    level: str
    unlocked_at: datetime


class Achievement(BaseModel):
    """An achievement, the levels the user has of it, and how far they are towards each of its goals."""

    id: str
    title: str
    description: str
    levels: list[str]
    unlocked: list[Unlocked]
    progress: dict[str, int]


class Achievements(BaseModel):
    """All that may be seen, in the content's order."""

    items: list[Achievement]


@router.get("", dependencies=[scope("read"), Fresh])
async def list_achievements(request: Request, user_id: UserInPath, app: Services) -> Achievements:
    """Every achievement, with what the user has of it; hidden ones only once they are unlocked."""
    await known_user(app, user_id)
    language = "es" if speaks_spanish(request) else "en"
    unlocked: dict[str, list[Unlocked]] = {}
    for each in await app.reads.run(achievements_of, user_id):
        unlocked.setdefault(each.achievement, []).append(Unlocked(level=each.level, unlocked_at=each.unlocked_at))
    counts = await app.reads.run(achievement_counts, user_id)
    return Achievements(
        items=[
            Achievement(
                id=achievement.id,
                title=achievement.title.by_language[language],
                description=achievement.description.by_language[language],
                levels=[level.level for level in achievement.levels],
                unlocked=unlocked.get(achievement.id, []),
                progress=dict(counts.get(achievement.id, {})),
            )
            for achievement in app.bus.content.achievements
            if not achievement.hidden or achievement.id in unlocked
        ]
    )


@router.post("")
async def give_achievement(user_id: UserInPath, body: Gift, change: Changes, key: Admin) -> Changed:
    """Unlocks its first level and pays what that brings. `result` is `{unlocked: [{achievement, level}]}`, empty if the
    user has it."""
    return await change.give(GiveAchievement(user_id, body.achievement), key)


@router.post("/check")
async def check_achievements(user_id: UserInPath, change: Changes, key: Admin) -> Changed:
    """Unlocks what the user's counts have reached, as where the content asks for less by now. `result` as above."""
    return await change.give(CheckAchievements(user_id), key)
