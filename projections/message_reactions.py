"""Rewarded reactions, and messages that are worth something of their own."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

reactions = Table(
    "reactions",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("chat_id", String(16), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("numbering", Integer, nullable=False),
    Column("emoji", String, nullable=False),
    Column("besitos", Integer, nullable=False),
    Column("experience", Integer, nullable=False),
    Index("reactions_by_user", "user_id", "position"),
    Index("reactions_by_message", "chat_id", "message_id", "numbering"),
)
"""`numbering` tells messages of one number apart: how often Telegram had begun to number the chat's afresh."""

reward_posts = Table(
    "reward_posts",
    metadata,
    Column("chat_id", String(16), primary_key=True),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("numbering", Integer, primary_key=True, autoincrement=False),
    Column("besitos", Integer),
    Column("hint", String),
    Column("button", Boolean, nullable=False),
    Column("trivia", String),
    Column("marked_at", UtcDateTime, nullable=False),
)


class Reactions(Projection):
    """One row a reward."""

    version, tables = 2, (reactions,)

    @on("reaction.rewarded")
    def rewarded(self, event: Recorded, rows: Rows) -> None:
        rows[reactions].add(
            event,
            user_id=event.user_id,
            chat_id=event.chat,
            message_id=event.message_id,
            numbering=event.numbering,
            emoji=event.emoji,
            besitos=event.besitos,
            experience=event.experience,
        )


class RewardPosts(Projection):
    """One row a message that was marked or linked."""

    version, tables = 3, (reward_posts,)

    @on("post.marked")
    def marked(self, event: Recorded, rows: Rows) -> None:
        row = rows[reward_posts].get_or_new(event.chat, event.message_id, event.numbering)
        row |= {"besitos": event.besitos, "hint": event.hint, "button": event.button, "marked_at": event.timestamp}

    @on("post.quiz_linked")
    def quiz_linked(self, event: Recorded, rows: Rows) -> None:
        row = rows[reward_posts].get_or_new(event.chat, event.message_id, event.numbering, button=False)
        row |= {"trivia": event.trivia, "marked_at": event.timestamp}
