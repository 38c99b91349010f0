"""Where the bot plays. What the chats are called is in the vault."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from domain.chats import missing_rights
from projections.chats import chats


@dataclass(frozen=True, slots=True)
class ChatView:
    """One group or channel. `standing` is None where the bot is no more; `missing` is what it lacks there."""

    chat_id: str
    kind: str
    standing: str | None
    rights: tuple[str, ...]
    missing: tuple[str, ...]
    since: datetime
    left_at: datetime | None


def chat_view(read: Connection, chat_id: str) -> ChatView | None:
    """The chat, None if the bot never was there."""
    row = read.execute(select(chats).where(chats.c.chat_id == chat_id)).one_or_none()
    return _view(row) if row else None


def all_chats(read: Connection, left: bool = False) -> list[ChatView]:
    """The chats that the bot is in, the oldest first; with `left` those too that it has left."""
    wanted = select(chats).order_by(chats.c.since, chats.c.chat_id)
    if not left:
        wanted = wanted.where(chats.c.standing.is_not(None))
    return [_view(row) for row in read.execute(wanted)]


def _view(row: Row[tuple[object, ...]]) -> ChatView:
    return ChatView(
        chat_id=row.chat_id,
        kind=row.kind,
        standing=row.standing,
        rights=tuple(row.rights),
        missing=tuple(missing_rights(row.kind, row.standing, row.rights)) if row.standing else (),
        since=row.since,
        left_at=row.left_at,
    )
