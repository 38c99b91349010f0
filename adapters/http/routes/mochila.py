"""The mochila: what somebody owns, and the hints they know."""

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.http.requests import Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from queries.mochila import HintView, OwnedView, hints_of, inventory_of

router = APIRouter(prefix="/v1/users/{user_id}/inventory", tags=["mochila"])


class Inventory(BaseModel):
    """What is in the mochila."""

    items: list[OwnedView]
    hints: list[HintView]


@router.get("", dependencies=[scope("read"), Fresh])
async def get_inventory(user_id: UserInPath, app: Services) -> Inventory:
    """Items with their quantities, and hints."""
    await known_user(app, user_id)
    return Inventory(
        items=list(await app.reads.run(inventory_of, user_id)), hints=list(await app.reads.run(hints_of, user_id))
    )
