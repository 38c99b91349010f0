"""Achievements: what can be reached, and what somebody has."""

from typing import Any

from fastapi import APIRouter, Depends, Request

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Fresh, Services, scope
from adapters.http.routes.users import known_user
from domain.ids import UserId
from queries.achievements import achievement_counts, achievements_of

router = APIRouter(prefix="/v1/users/{user_id}/achievements", tags=["achievements"])


@router.get("", dependencies=[Depends(scope("read")), Fresh])
async def achievements(request: Request, user_id: UserId, app: Services) -> dict[str, Any]:
    """Every achievement, with what the user has of it; hidden ones only once they are unlocked."""
    await known_user(app, user_id)
    language = "es" if speaks_spanish(request) else "en"
    unlocked: dict[str, list[dict[str, Any]]] = {}
    for each in await app.reads.run(achievements_of, user_id):
        unlocked.setdefault(each.achievement, []).append({"level": each.level, "unlocked_at": each.unlocked_at})
    counts = await app.reads.run(achievement_counts, user_id)
    return {
        "items": [
            {
                "id": achievement.id,
                "title": achievement.title.by_language[language],
                "description": achievement.description.by_language[language],
                "levels": [level.level for level in achievement.levels],
                "unlocked": unlocked.get(achievement.id, []),
                "progress": counts.get(achievement.id, {}),
            }
            for achievement in app.bus.content.achievements
            if not achievement.hidden or achievement.id in unlocked
        ]
    }
