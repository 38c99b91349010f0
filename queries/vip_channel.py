"""The VIP channel, and how a user's way into it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from domain.vip_channel import RIGHTS
from projections.vip_channel import vip_access, vip_channels
from queries.chats import chat_view


@dataclass(frozen=True, slots=True)
class VipChannelView:
    """Which chat it is since when, what the bot lacks there for its door, and how many people are in which state."""

    chat: str
    since: datetime
    here: bool
    missing: tuple[str, ...]
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class VipAccessView:
    """How a user's way in or out stands: admitted, expelled (to be removed), removed, vip_again or failed."""

    user_id: UserId
    chat: str
    state: str
    reason: str
    changed_at: datetime


def vip_channel(read: Connection) -> VipChannelView | None:
    """The VIP channel, None where there is none."""
    row = read.execute(select(vip_channels).where(vip_channels.c.chat.is_not(None))).one_or_none()
    if row is None:
        return None
    chat = chat_view(read, row.chat)
    rights = chat.rights if chat else ()
    counted = select(vip_access.c.state, func.count()).where(vip_access.c.chat == row.chat)
    return VipChannelView(
        chat=row.chat,
        since=row.changed_at,
        here=chat is not None and chat.standing is not None,
        missing=tuple(right for right in RIGHTS if right not in rights),
        states={row[0]: row[1] for row in read.execute(counted.group_by(vip_access.c.state))},
    )


def vip_access_of(read: Connection, user_id: UserId) -> VipAccessView | None:
    """How the user's way stands, None if nothing was ever done about it."""
    row = read.execute(select(vip_access).where(vip_access.c.user_id == user_id)).one_or_none()
    return VipAccessView(**row._mapping) if row else None
