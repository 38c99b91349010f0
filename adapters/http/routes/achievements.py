"""Achievements: what can be reached, and what somebody has."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from queries.achievements import achievement_counts, achievements_of

router = APIRouter(prefix="/v1/users/{user_id}/achievements", tags=["achievements"])


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
