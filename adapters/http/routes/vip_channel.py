"""The VIP channel: which chat it is, and how people's way into it stands."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.vip_channel import DropVipChannel, ExpelFromVipChannel, NameVipChannel
from queries.vip_channel import VipAccessView, VipChannelView, vip_access_of, vip_channel

router = APIRouter(prefix="/v1", tags=["membership"])

Admin = Annotated[KeyInfo, scope("admin")]


class NewChannel(Body):
    """`chat` is the random id of `GET /v1/chats`: a channel or supergroup."""

    chat: Annotated[str, Field(min_length=1, max_length=64)]


class Channel(BaseModel):
    """The VIP channel; `channel` is null where there is none."""

    channel: VipChannelView | None


class Access(BaseModel):
    """How somebody's way into the VIP channel stands: `state` is null where nothing was ever done about it."""

    chat: str | None = None
    state: Annotated[
        str | None, Field(description="admitted, expelled (to be removed), removed, vip_again, failed")
    ] = None
    reason: str = ""
    changed_at: datetime | None = None


@router.get("/vip-channel", dependencies=[scope("read"), Fresh])
async def get_vip_channel(app: Services) -> Channel:
    """Which chat it is, what the bot lacks there, and how many people are in which state."""
    return Channel(channel=await app.reads.run(vip_channel))


@router.post("/vip-channel")
async def name_vip_channel(body: NewChannel, change: Changes, key: Admin) -> Changed:
    """Makes a chat the VIP channel. 409 where the bot is in it no more, or may not invite
    and remove people there; 404 for a chat that it never was in."""
    return await change.give(NameVipChannel(body.chat), key)


@router.delete("/vip-channel")
async def drop_vip_channel(change: Changes, key: Admin) -> Changed:
    """There is no VIP channel any more; who is in that chat stays."""
    return await change.give(DropVipChannel(), key)


@router.get("/users/{user_id}/vip-channel", dependencies=[scope("read"), Fresh])
async def get_vip_access(user_id: UserInPath, app: Services) -> Access:
    """How the user's way into the VIP channel stands."""
    await known_user(app, user_id)
    found: VipAccessView | None = await app.reads.run(vip_access_of, user_id)
    if found is None:
        return Access()
    return Access(chat=found.chat, state=found.state, reason=found.reason, changed_at=found.changed_at)


@router.post("/users/{user_id}/vip-channel/removals")
async def remove_from_vip_channel(user_id: UserInPath, app: Services, change: Changes, key: Admin) -> Changed:
    """Has the user removed again, where that had failed. Does nothing while they are VIP, or without a channel."""
    await known_user(app, user_id)
    return await change.give(ExpelFromVipChannel(user_id), key)
