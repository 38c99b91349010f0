"""Rewarded reactions, and messages that are worth something of their own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.message_reactions import reactions, reward_posts
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class ReactionView:
    """One reward; `emoji` is `button` where the button under a post was tapped, `custom` for a custom emoji."""

    position: int
    occurred_at: datetime
    chat_id: str
    message_id: int
    emoji: str
    besitos: int
    experience: int


@dataclass(frozen=True, slots=True)
class PostView:
    """One marked message, and how many have had its reward; `trivia` is the question that a link under it leads to."""

    message_id: int
    besitos: int | None
    hint: str | None
    button: bool
    trivia: str | None
    marked_at: datetime
    rewarded: int


def reactions_of(read: Connection, user_id: UserId, before: int | None = None, limit: int = 50) -> Page[ReactionView]:
    """The user's rewards, the newest first, from before the position `before`."""
    wanted = select(reactions).where(reactions.c.user_id == user_id)
    if before is not None:
        wanted = wanted.where(reactions.c.position < before)
    rows = read.execute(wanted.order_by(reactions.c.position.desc()).limit(page_size(limit) + 1)).all()
    views = [
        ReactionView(row.position, row.occurred_at, row.chat_id, row.message_id, row.emoji, row.besitos, row.experience)
        for row in rows
    ]
    return page_of(views, [view.position for view in views], limit)


def posts_of(read: Connection, chat_id: str, limit: int = 100) -> list[PostView]:
    """The marked messages of a chat, the newest message first."""
    rewarded = (
        select(func.count())
        .where(*(reactions.c[name] == reward_posts.c[name] for name in ("chat_id", "message_id", "numbering")))
        .scalar_subquery()
    )
    newest = reward_posts.c.numbering.desc(), reward_posts.c.message_id.desc()
    wanted = select(reward_posts, rewarded.label("rewarded")).where(reward_posts.c.chat_id == chat_id)
    rows = read.execute(wanted.order_by(*newest).limit(page_size(limit)))
    return [
        PostView(row.message_id, row.besitos, row.hint, row.button, row.trivia, row.marked_at, row.rewarded)
        for row in rows
    ]
