"""Where the bot plays: groups and channels."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adapters.http.requests import Fresh, Services, Stored, scope
from domain.errors import NotFound
from queries.chats import ChatView, all_chats, chat_view

router = APIRouter(prefix="/v1", tags=["chats"])

Left = Annotated[bool, Query(description="also those that the bot is in no more")]


class Chat(BaseModel):
    """A group or channel. `missing` is what the bot lacks there for all that it can do."""

    id: str
    kind: Annotated[str, Field(description="group, supergroup or channel")]
    standing: Annotated[str | None, Field(description="member, administrator, restricted; null where it has left")]
    rights: Annotated[list[str], Field(description="those of an administrator, by Telegram's names")]
    missing: list[str]
    since: datetime
    left_at: datetime | None


class NamedChat(Chat):
    """The same with its title, from the vault; null where that is unknown."""

    title: str | None
    username: str | None


class Chats(BaseModel):
    """The oldest first."""

    items: list[Chat]


class NamedChats(BaseModel):
    """The oldest first."""

    items: list[NamedChat]


@router.get("/chats", dependencies=[scope("read"), Fresh])
async def list_chats(app: Services, left: Left = False) -> Chats:
    """The groups and channels that the bot is in."""
    return Chats(items=[_chat(view) for view in await app.reads.run(all_chats, left)])


@router.get("/chats/{chat_id}", dependencies=[scope("read"), Fresh])
async def get_chat(chat_id: str, app: Services) -> Chat:
    """One group or channel."""
    if (found := await app.reads.run(chat_view, chat_id)) is None:
        raise NotFound("chat", chat_id)
    return _chat(found)


@router.get("/admin/chats", dependencies=[scope("admin"), Fresh, Stored])
async def list_named_chats(app: Services, left: Left = False) -> NamedChats:
    """The same with their titles."""
    found = await app.reads.run(all_chats, left)
    named = await app.vault.chats([view.chat_id for view in found])
    return NamedChats(
        items=[
            NamedChat(
                **_chat(view).model_dump(),
                title=known.title if (known := named.get(view.chat_id)) else None,
                username=known.username if known else None,
            )
            for view in found
        ]
    )


def _chat(view: ChatView) -> Chat:
    return Chat(
        id=view.chat_id,
        kind=view.kind,
        standing=view.standing,
        rights=list(view.rights),
        missing=list(view.missing),
        since=view.since,
        left_at=view.left_at,
    )
