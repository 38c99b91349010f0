"""Naming the VIP channel, letting VIPs in, and removing those who are VIP no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Command, Context, UserCommand
from commands.reactions import reaction
from commands.registry import Streams, handles
from domain.chats import Chat
from domain.content import ContentPack
from domain.ids import UserId
from domain.membership import Membership, VipOnly
from domain.recorded import Recorded
from domain.users import User
from domain.vip_channel import COMMUNITY, NAMERS, RIGHTS, AdminsOnly, Outcome, VipAccess, VipChannel


@dataclass(frozen=True, slots=True)
class NameVipChannel(Command):
    """That chat is the VIP channel. `by` is the user who wants it; None for the program's administrators."""

    chat_id: str
    by: UserId | None = None
    community: str = COMMUNITY


@dataclass(frozen=True, slots=True)
class DropVipChannel(Command):
    """There is no VIP channel any more. `by` as in NameVipChannel."""

    by: UserId | None = None
    community: str = COMMUNITY


@dataclass(frozen=True, slots=True)
class AdmitToVipChannel(UserCommand):
    """The user has asked to join the chat, which must be the VIP channel; if it is not, nothing happens."""

    requires_active_user: ClassVar[bool] = False

    chat_id: str
    community: str = COMMUNITY


@dataclass(frozen=True, slots=True)
class ExpelFromVipChannel(UserCommand):
    """Has the user removed from the VIP channel, if there is one and they may not be in it: no VIP, or banned."""

    requires_active_user: ClassVar[bool] = False

    community: str = COMMUNITY


@dataclass(frozen=True, slots=True)
class RecordRemoval(UserCommand):
    """What came of removing the user from a chat."""

    requires_active_user: ClassVar[bool] = False

    chat_id: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DescribeVipChannel(Command):
    """Asks which chat the VIP channel is, and whether its door works."""

    community: str = COMMUNITY


@dataclass(frozen=True, slots=True)
class MayEnter(UserCommand):
    """Asks whether the user may be in the VIP channel now: VIP, and not banned."""

    requires_active_user: ClassVar[bool] = False


def _admins(command: NameVipChannel | DropVipChannel, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"admins": [User.stream(command.by)] if command.by else []}


def _allow(admins: Mapping[str, User], context: Context) -> None:
    """Raises AdminsOnly, and what an inactive user is refused with."""
    for user in admins.values():
        user.require_active(context.now)
        if not any(user.has_role(role) for role in NAMERS):
            raise AdminsOnly()


@handles(NameVipChannel, loads=_admins)
def name_vip_channel(
    command: NameVipChannel, context: Context, chat: Chat, channel: VipChannel, admins: dict[str, User]
) -> None:
    _allow(admins, context)
    channel.name(chat)


@handles(DropVipChannel, loads=_admins)
def drop_vip_channel(command: DropVipChannel, context: Context, channel: VipChannel, admins: dict[str, User]) -> None:
    _allow(admins, context)
    channel.drop()


@handles(AdmitToVipChannel)
def admit_to_vip_channel(
    command: AdmitToVipChannel,
    context: Context,
    user: User,
    membership: Membership,
    access: VipAccess,
    channel: VipChannel,
) -> None:
    """Raises UserBanned and VipOnly."""
    if command.chat_id != channel.chat:
        return
    user.require_active(context.now)
    if not membership.active(context.now):
        raise VipOnly()
    access.admit(command.chat_id)


@handles(ExpelFromVipChannel)
def expel_from_vip_channel(
    command: ExpelFromVipChannel,
    context: Context,
    user: User,
    membership: Membership,
    access: VipAccess,
    channel: VipChannel,
) -> None:
    if channel.chat is not None and not _may_be_in(user, membership, context):
        access.expel(channel.chat)


@handles(RecordRemoval)
def record_removal(command: RecordRemoval, context: Context, access: VipAccess) -> None:
    access.end_removal(command.chat_id, command.outcome, command.reason)


def _its_chat(command: DescribeVipChannel, context: Context, loaded: Mapping[str, Any]) -> Streams:
    chat = loaded["channel"].chat
    return {"chats": [Chat.stream(chat)] if chat else []}


@handles(DescribeVipChannel, loads=_its_chat)
def describe_vip_channel(
    command: DescribeVipChannel, context: Context, channel: VipChannel, chats: dict[str, Chat]
) -> dict[str, Any]:
    """`chat` (None: there is no VIP channel), whether the bot is `here`, and which rights are `missing` there."""
    for chat in chats.values():
        missing = [right for right in RIGHTS if right not in chat.rights]
        return {"chat": channel.chat, "here": chat.here, "missing": missing}
    return {"chat": None, "here": False, "missing": []}


@handles(MayEnter)
def may_enter(command: MayEnter, context: Context, user: User, membership: Membership) -> bool:
    return _may_be_in(user, membership, context)


def _may_be_in(user: User, membership: Membership, context: Context) -> bool:
    return membership.active(context.now) and not user.is_banned(context.now)


@reaction("vip channel", topics=("membership.expired", "user.banned"), begins="head")
def end_access(event: Recorded, content: ContentPack) -> Iterable[tuple[str, Command]]:
    """However VIP ended (over, revoked, refunded), that it has ended is noted once; then they are removed.

    So is whoever is banned, by whatever way they had come in.
    """
    if event.user_id is not None:
        yield "expelled", ExpelFromVipChannel(event.user_id)
