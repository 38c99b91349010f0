"""The mochila: what somebody owns, and the hints they know."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends

from adapters.http.requests import Fresh, Services, scope
from adapters.http.routes.users import known_user
from domain.ids import UserId
from queries.mochila import hints_of, inventory_of

router = APIRouter(prefix="/v1/users/{user_id}/inventory", tags=["mochila"])


@router.get("", dependencies=[Depends(scope("read")), Fresh])
async def inventory(user_id: UserId, app: Services) -> dict[str, Any]:
    """Items with their quantities, and hints."""
    await known_user(app, user_id)
    return {
        "items": [asdict(each) for each in await app.reads.run(inventory_of, user_id)],
        "hints": [asdict(each) for each in await app.reads.run(hints_of, user_id)],
    }
