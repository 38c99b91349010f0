"""Telegram's side of who may come into a group or channel, for the simulator and the tests."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from adapters.telegram.bot_api import bad_request
from adapters.telegram.simulated_chat import SimulatedChat

LONGEST_NAME = 32
"""Characters of an invite link's name (core.telegram.org/bots/api#createchatinvitelink)."""


def checked_link(chat: SimulatedChat, params: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is told of the invite link that was asked for, but for its address. Raises Refused."""
    _require(chat, "can_invite_users", "not enough rights to manage chat invite link")
    if len(params.get("name", "")) > LONGEST_NAME:
        raise bad_request("INVITE_LINK_NAME_TOO_LONG")
    if params.get("creates_join_request") and params.get("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    if (expires := params.get("expire_date")) is not None and int(expires) <= now.timestamp():
        raise bad_request("EXPIRE_DATE_INVALID")
    told: dict[str, Any] = {"is_primary": False, "is_revoked": False}
    told["creates_join_request"] = bool(params.get("creates_join_request"))
    if expires is not None:
        told["expire_date"] = int(expires)
    return told | ({"name": params["name"]} if "name" in params else {})


class NotLetIn(Exception):
    """The link leads nowhere; the message is what whoever followed it reads."""


def asked_by(chats: Iterable[SimulatedChat], user_id: int, link: str, now: datetime) -> dict[str, Any]:
    """The chat that a link leads into, and the link: what a request to join tells of both. Raises NotLetIn."""
    chat = next((each for each in chats if link in each.invites), None)
    if chat is None or chat.invites[link].get("expire_date", now.timestamp() + 1) <= now.timestamp():
        raise NotLetIn("the link has expired, or there is none")
    if user_id in chat.guests:
        raise NotLetIn("you are in there already")
    return {"chat": chat.about, "invite_link": chat.invites[link]}


def answer_request(chat: SimulatedChat, params: Mapping[str, Any], approve: bool) -> bool:
    """Lets in whoever asks to join, or does not. Raises Refused."""
    _require(chat, "can_invite_users", "not enough rights")
    user = params["user_id"]
    if user in chat.guests:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user not in chat.asking:
        raise bad_request("HIDE_REQUESTER_MISSING")
    chat.asking.discard(user)
    if approve:
        chat.guests.add(user)
    return True


def ban(chat: SimulatedChat, params: Mapping[str, Any]) -> bool:
    """Removes somebody, who can't come back until that is taken back. Raises Refused."""
    _require(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    user = params["user_id"]
    if user in chat.administrators:
        raise bad_request("user is an administrator of the chat")
    chat.guests.discard(user)
    chat.asking.discard(user)
    chat.banned.add(user)
    return True


def unban(chat: SimulatedChat, params: Mapping[str, Any]) -> bool:
    """Takes a ban back; without `only_if_banned` it removes a member, as Telegram does. Raises Refused."""
    if chat.kind == "group":
        raise bad_request("method is available for supergroup and channel chats only")
    _require(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    if not params.get("only_if_banned"):
        chat.guests.discard(params["user_id"])
    chat.banned.discard(params["user_id"])
    return True


def _require(chat: SimulatedChat, right: str, otherwise: str) -> None:
    if not chat.may(right):
        raise bad_request(otherwise)
