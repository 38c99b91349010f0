"""What Telegram says of the bot as a member of a chat."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from aiogram.types import ChatMemberAdministrator, ChatMemberMember, ChatMemberRestricted, ResultChatMemberUnion
from pydantic import BaseModel

NO_RIGHT = "can_be_edited"
"""Begins as a right does, and says something else: whether the bot may change that administrator."""


def as_noted(member: ResultChatMemberUnion) -> tuple[str, tuple[str, ...]] | None:
    """What the bot is in a chat, and its rights as an administrator; None where it is not in it."""
    match member:
        case ChatMemberAdministrator():
            rights = (name for name, value in member.model_dump().items() if name.startswith("can_") and value is True)
            return "administrator", tuple(sorted(set(rights) - {NO_RIGHT}))
        case ChatMemberRestricted():
            return ("restricted", ()) if member.is_member else None
        case ChatMemberMember():
            return "member", ()
    return None


def completed(member: Mapping[str, Any]) -> dict[str, Any]:
    """A ChatMember as JSON, with every right that there is told.

    The Bot API adds rights with time. A server older than the library tells fewer, and means that they are not given.
    """
    kind = _KINDS.get(str(member.get("status")))
    return (dict.fromkeys(_rights(kind), False) if kind else {}) | dict(member)


def with_members_completed(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """An Update as JSON, the members that it tells of `completed`."""
    for kind in ("my_chat_member", "chat_member"):
        if isinstance(change := update.get(kind), dict):
            members = {
                name: completed(change[name])
                for name in ("old_chat_member", "new_chat_member")
                if isinstance(change.get(name), dict)
            }
            update = {**update, kind: change | members}
    return update


_KINDS: Mapping[str, type[BaseModel]] = {"administrator": ChatMemberAdministrator, "restricted": ChatMemberRestricted}


@cache
def _rights(kind: type[BaseModel]) -> tuple[str, ...]:
    told = {name for name, field in kind.model_fields.items() if field.is_required()}
    return tuple(name for name in told if name.startswith("can_") or name == "is_anonymous")
