"""What a reaction to a message in a group is worth, and a tap on the reward button under a channel's post.

One reward per user and message, for ever: it is version 1 of a stream of its own, so taking a reaction back and
reacting again gives nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field

from domain.aggregate import Aggregate, event
from domain.definitions import ContentId, Definition, Experience
from domain.errors import DomainError, InvalidValue
from domain.ids import StreamId, UserId
from domain.wallet import MAX_AMOUNT

MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 30
"""Rewards of one user within any minute, at most; content may allow fewer."""
MAX_POST_BESITOS = 1_000
CUSTOM = "custom"
"""Stands for a custom emoji, which only Telegram's own ids tell apart."""
BUTTON = "button"
"""Stands in place of the emoji where the button under a post was tapped."""
MARKERS = ("moderator", "admin", "owner")
"""The roles that may give a message a worth of its own."""


@dataclass
class ReactionRewarded(DomainError):
    """The user has had the reward of this message."""

    message_id: int


@dataclass
class OwnMessage(DomainError):
    """Nobody is rewarded for reacting to what they wrote themselves."""

    message_id: int


@dataclass
class TooManyReactions(DomainError):
    """The user had as many rewards within a minute as there are. `again_at` is when there is room for another."""

    again_at: datetime


@dataclass
class ModeratorsOnly(DomainError):
    """Only moderators and administrators may do this."""


class HintAfter(Definition):
    """A hint of a story that is given for so many rewarded reactions in all."""

    hint: ContentId
    after: Annotated[int, Field(ge=1)]


class ReactionRules(Definition):
    """What a reaction gives. `emoji` are those that count, all where the list is empty; `custom` counts custom ones."""

    besitos: Annotated[int, Field(ge=0, le=MAX_AMOUNT)] = 1
    experience: Experience = 1
    emoji: tuple[str, ...] = ()
    custom: bool = True
    per_minute: Annotated[int, Field(ge=1, le=MOST_A_MINUTE)] = MOST_A_MINUTE
    hints: tuple[HintAfter, ...] = ()

    def counts(self, emoji: str) -> bool:
        """Whether this emoji is worth something. What Telegram draws with a variation selector is the same emoji."""
        if emoji in (CUSTOM, BUTTON):
            return self.custom if emoji == CUSTOM else True
        return not self.emoji or _bare(emoji) in {_bare(each) for each in self.emoji}

    def first_counting(self, emoji: Iterable[str]) -> str | None:
        """The first of these that is worth something."""
        return next((each for each in emoji if self.counts(each)), None)


def _of_the_first_numbering(fields: dict[str, Any]) -> None:
    """Version 1 took messages of one number for one message."""
    fields["numbering"] = 0


def message_key(message_id: int, numbering: int) -> str:
    """Names a message within its chat, for ever: its number, and after a move which numbering that is of (`7-1`)."""
    return f"{message_id}-{numbering}" if numbering else str(message_id)


def _bare(emoji: str) -> str:
    return emoji.replace("\ufe0f", "")


class Post(Aggregate):
    """One message that is worth something of its own, or leads to a question.

    `button`: its worth is shown under it, since nobody sees who reacts. `trivia` is the question that a link leads to.
    """

    TOPIC = "post"
    KEYS = ("chat_id", "message_id")
    UPCASTS = {"post.marked": (_of_the_first_numbering,), "post.quiz_linked": (_of_the_first_numbering,)}

    besitos: int | None = None
    hint: str | None = None
    button: bool = False
    trivia: str | None = None

    @classmethod
    def stream(cls, *keys: str | int) -> StreamId:
        """The stream of (chat, message key)."""
        return super().stream(*map(str, keys))

    def mark(self, chat: str, message_id: int, numbering: int, besitos: int, hint: str | None, button: bool) -> None:
        """Gives the message its worth. Does nothing where it has that. Raises InvalidValue."""
        if not 1 <= besitos <= MAX_POST_BESITOS:
            raise InvalidValue("besitos", f"must be from 1 to {MAX_POST_BESITOS}, not {besitos}")
        _check_number(message_id)
        if (besitos, hint, button) != (self.besitos, self.hint, self.button):
            self._marked(
                chat=chat, message_id=message_id, numbering=numbering, besitos=besitos, hint=hint, button=button
            )

    def link(self, chat: str, message_id: int, numbering: int, trivia: str) -> None:
        """Has a link under the message lead to a question. Does nothing where it does. Raises InvalidValue."""
        _check_number(message_id)
        if trivia != self.trivia:
            self._quiz_linked(chat=chat, message_id=message_id, numbering=numbering, trivia=trivia)

    @event("Marked", topic="post.marked")
    def _marked(self, chat: str, message_id: int, numbering: int, besitos: int, hint: str | None, button: bool) -> None:
        self.besitos, self.hint, self.button = besitos, hint, button

    @event("QuizLinked", topic="post.quiz_linked")
    def _quiz_linked(self, chat: str, message_id: int, numbering: int, trivia: str) -> None:
        self.trivia = trivia


def _check_number(message_id: int) -> None:
    if message_id < 1:
        raise InvalidValue("message_id", "must be a message's number, from 1")


class Reaction(Aggregate):
    """What one user has had for one message."""

    TOPIC = "reaction"
    KEYS = ("chat_id", "message_id", "user_id")
    UPCASTS = {"reaction.rewarded": (_of_the_first_numbering,)}

    rewarded: bool = False

    @classmethod
    def stream(cls, *keys: str | int) -> StreamId:
        """The stream of (chat, message key, user)."""
        return super().stream(*map(str, keys))

    @classmethod
    def owner(cls, stream: str) -> UserId | None:
        return UserId(stream.rsplit(":", 1)[1])

    def require_new(self, message_id: int) -> None:
        """Raises ReactionRewarded where the reward was given."""
        if self.rewarded:
            raise ReactionRewarded(message_id)

    def reward(self, chat: str, message_id: int, numbering: int, emoji: str, besitos: int, experience: int) -> None:
        """Gives the reward. Raises ReactionRewarded."""
        self.require_new(message_id)
        self._rewarded(
            chat=chat,
            message_id=message_id,
            numbering=numbering,
            emoji=emoji,
            besitos=besitos,
            experience=experience,
        )

    @event("Rewarded", topic="reaction.rewarded")
    def _rewarded(self, chat: str, message_id: int, numbering: int, emoji: str, besitos: int, experience: int) -> None:
        self.rewarded = True


class ReactionPace(Aggregate):
    """How fast one user reacts: the times of their last rewards, oldest first, and how many there were in all."""

    TOPIC = "reactions"

    times: list[datetime] = field(default_factory=list)
    total: int = 0

    def count(self, at: datetime, per_minute: int) -> None:
        """Counts a reward at `at`. Raises TooManyReactions if the minute before has had `per_minute`.

        What Telegram brings late and out of order counts as having happened with the last one.
        """
        at = max([at, *self.times[-1:]])
        recent = [each for each in self.times if each > at - MINUTE]
        if len(recent) >= per_minute:
            raise TooManyReactions(again_at=recent[-per_minute] + MINUTE)
        self._counted(at=at, total=self.total + 1)

    @event("Counted", topic="reaction.counted")
    def _counted(self, at: datetime, total: int) -> None:
        self.times, self.total = [*self.times, at][-MOST_A_MINUTE:], total
