"""The mochila: what somebody owns and wears, the hints they know, and what is done with it."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StrictInt

from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.mochila import CombineItems, EquipItem, GiveItem, GrantItem, RemoveItem, UnequipItem, UseItem
from domain.definitions import MAX_QUANTITY
from domain.ids import UserId
from domain.reasons import MAX_REASON
from queries.mochila import HintView, OwnedView, hints_of, inventory_of, worn_by

router = APIRouter(prefix="/v1/users/{user_id}/inventory", tags=["mochila"])

Write = Annotated[KeyInfo, scope("write")]
Admin = Annotated[KeyInfo, scope("admin")]
ItemInPath = Annotated[str, Path(description="the item's id", max_length=40)]


class Inventory(BaseModel):
    """What is in the mochila; `worn` says which item in each slot (title, badge)."""

    items: list[OwnedView]
    worn: dict[str, str]
    hints: list[HintView]


class Gift(Body):
    """Pieces for another user, by their id."""

    to: Annotated[UserId, Field(max_length=16)]
    quantity: Annotated[StrictInt, Field(ge=1, le=MAX_QUANTITY)] = 1


class Correction(Body):
    """Pieces that an admin puts in or takes out. `reason` stays in the log: name nobody."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]
    quantity: Annotated[StrictInt, Field(ge=1, le=MAX_QUANTITY)] = 1


class Together(Body):
    """What is put together, in any order; how many of each it takes is the recipe's affair."""

    items: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=5)]


@router.get("", dependencies=[scope("read"), Fresh])
async def get_inventory(user_id: UserInPath, app: Services) -> Inventory:
    """Items with their quantities, what is worn, and hints."""
    await known_user(app, user_id)
    return Inventory(
        items=list(await app.reads.run(inventory_of, user_id)),
        worn=await app.reads.run(worn_by, user_id),
        hints=list(await app.reads.run(hints_of, user_id)),
    )


@router.post("/combine")
async def combine_items(user_id: UserInPath, body: Together, change: Changes, key: Write) -> Changed:
    """Makes one thing out of several. `result` is `{recipe, used, item, quantity}`; 409 if nothing comes of them."""
    return await change.give(CombineItems(user_id, tuple(body.items)), key)


@router.post("/{item}/use")
async def use_item(user_id: UserInPath, item: ItemInPath, change: Changes, key: Write) -> Changed:
    """Uses up one piece. `result` is what it gave: `{item, besitos, experience, items, hint, vip_days, owned}`."""
    return await change.give(UseItem(user_id, item), key)


@router.post("/{item}/equip")
async def equip_item(user_id: UserInPath, item: ItemInPath, change: Changes, key: Write) -> Changed:
    """Wears it, in place of what is worn there. `result` is `{item, slot}`, empty if it is worn already."""
    return await change.give(EquipItem(user_id, item), key)


@router.post("/{item}/unequip")
async def unequip_item(user_id: UserInPath, item: ItemInPath, change: Changes, key: Write) -> Changed:
    """Takes it off. `result` is `{item, slot}`; 409 if it is not worn."""
    return await change.give(UnequipItem(user_id, item), key)


@router.post("/{item}/give")
async def give_item(user_id: UserInPath, item: ItemInPath, body: Gift, change: Changes, key: Write) -> Changed:
    """Gives pieces to another user, who is told. `result` is `{item, quantity, to, owned}`."""
    return await change.give(GiveItem(user_id, item, body.to, body.quantity), key)


@router.post("/{item}/grant")
async def grant_item(user_id: UserInPath, item: ItemInPath, body: Correction, change: Changes, key: Admin) -> Changed:
    """Puts pieces into a mochila, on record with the reason; the user is told. `result` is `{item, quantity, reason,
    owned}`."""
    return await change.give(GrantItem(user_id, item, body.quantity, body.reason), key)


@router.post("/{item}/remove")
async def remove_item(user_id: UserInPath, item: ItemInPath, body: Correction, change: Changes, key: Admin) -> Changed:
    """Takes pieces out, also of what the content has no more. `result` as for `grant`; 409 if there are fewer."""
    return await change.give(RemoveItem(user_id, item, body.quantity, body.reason), key)
