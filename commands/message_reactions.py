"""Rewarding reactions and taps on reward buttons; giving a message a worth of its own."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commands.context import Command, Context, UserCommand
from commands.registry import Fact, Streams, handles
from commands.rewards import pay
from domain.chats import Chat
from domain.definitions import Reward
from domain.errors import InvalidValue, NotFound
from domain.ids import UserId
from domain.levels import Level
from domain.message_reactions import (
    BUTTON,
    MARKERS,
    ModeratorsOnly,
    OwnMessage,
    Post,
    Reaction,
    ReactionPace,
    ReactionRules,
    message_key,
)
from domain.mochila import Mochila
from domain.trivia import TriviaRound
from domain.users import User
from domain.wallet import Wallet

REASON = "reaction"


@dataclass(frozen=True, slots=True)
class RewardReaction(UserCommand):
    """The user reacted to a message with an emoji, at `reacted_at` (now, if it is not said).

    `author` is who wrote it, where that is known. Raises NotFound, ChatLeft, OwnMessage, ReactionRewarded and
    TooManyReactions.
    """

    chat_id: str
    message_id: int
    emoji: str
    reacted_at: datetime | None = None
    author: UserId | None = None


@dataclass(frozen=True, slots=True)
class TakePostReward(UserCommand):
    """The user tapped the reward button under a post."""

    chat_id: str
    message_id: int


@dataclass(frozen=True, slots=True)
class MarkPost(Command):
    """A message is worth `besitos` to each who reacts, and may unlock a hint. In a channel a button is put under it.

    `moderator` is the user who wants it; None for the program's administrators, whose keys were checked.
    """

    chat_id: str
    message_id: int
    besitos: int
    hint: str | None = None
    moderator: UserId | None = None


@dataclass(frozen=True, slots=True)
class LinkQuiz(Command):
    """A link under a channel's post leads to the question `trivia`, in the private chat. `moderator` as in MarkPost.

    Raises ModeratorsOnly, ChatLeft, RightMissing, InvalidValue, and NotFound or TriviaClosed for the question.
    """

    chat_id: str
    message_id: int
    trivia: str
    moderator: UserId | None = None


@dataclass(frozen=True, slots=True)
class DescribePost(Command):
    """Asks what is to be shown under a post."""

    chat_id: str
    message_id: int


def _rewarded(events: Sequence[Fact]) -> dict[str, Any]:
    found = {event.topic: event.state for event in events}
    rewarded, wallet = found["reaction.rewarded"], found.get("wallet.credited")
    return {
        "besitos": wallet["amount"] if wallet else 0,
        "experience": rewarded["experience"],
        "total": found["reaction.counted"]["total"],
        "hints": [event.state["hint"] for event in events if event.topic == "story.hint_unlocked"],
        "balance": wallet["balance"] if wallet else None,
    }


def _now_numbered(command: Any, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The post, and the reaction, of the message that has the number now: Telegram may have given it before."""
    chat = loaded["chat"]
    if not chat.numbering:
        return {}
    key = message_key(command.message_id, chat.numbering)
    streams = {"post": Post.stream(chat.chat_id, key)}
    if "reaction" in loaded:
        streams["reaction"] = Reaction.stream(chat.chat_id, key, command.user_id)
    return streams


@handles(RewardReaction, loads=_now_numbered, answers=_rewarded)
def reward_reaction(
    command: RewardReaction,
    context: Context,
    chat: Chat,
    post: Post,
    reaction: Reaction,
    pace: ReactionPace,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    """An emoji that does not count is no reason to refuse anything: nothing happens."""
    chat.require_here()
    if not context.content.reactions.counts(command.emoji) or command.emoji == BUTTON:
        return
    if command.author == command.user_id:
        raise OwnMessage(command.message_id)
    rules, worth = context.content.reactions, _worth(post, context.content.reactions)
    reaction.require_new(command.message_id)
    pace.count(min(command.reacted_at or context.now, context.now), rules.per_minute)
    reaction.reward(command.chat_id, command.message_id, chat.numbering, command.emoji, worth.besitos, worth.experience)
    pay(worth, REASON, context, wallet, level, mochila)
    _unlock_hints(context, post, pace.total, mochila)


@handles(TakePostReward, loads=_now_numbered, answers=_rewarded)
def take_post_reward(
    command: TakePostReward,
    context: Context,
    chat: Chat,
    post: Post,
    reaction: Reaction,
    pace: ReactionPace,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    chat.require_here()
    if not post.button:
        raise NotFound("post", str(command.message_id))
    rules, worth = context.content.reactions, _worth(post, context.content.reactions)
    reaction.require_new(command.message_id)
    pace.count(context.now, rules.per_minute)
    reaction.reward(command.chat_id, command.message_id, chat.numbering, BUTTON, worth.besitos, worth.experience)
    pay(worth, REASON, context, wallet, level, mochila)
    _unlock_hints(context, post, pace.total, mochila)


def _worth(post: Post, rules: ReactionRules) -> Reward:
    """What a message gives to each: its own besitos where it has some."""
    return Reward(besitos=rules.besitos if post.besitos is None else post.besitos, experience=rules.experience)


def _unlock_hints(context: Context, post: Post, total: int, mochila: Mochila) -> None:
    """The hint of the message, and those that come with so many rewards in all."""
    earned = [each.hint for each in context.content.reactions.hints if each.after <= total]
    for hint in [*earned, *([post.hint] if post.hint else [])]:
        with suppress(NotFound):  # the content has dropped it since
            mochila.unlock_hint(hint, context.content.story_of(hint), REASON)


def _moderator(command: MarkPost | LinkQuiz, context: Context, loaded: Mapping[str, Any]) -> Streams:
    moderators = [User.stream(command.moderator)] if command.moderator else []
    return {**_now_numbered(command, context, loaded), "moderators": moderators}


def _allow(moderators: Mapping[str, User], context: Context, chat: Chat) -> None:
    """Raises ModeratorsOnly, NotFound, ChatLeft, RightMissing where a post of the chat can't be changed for them."""
    for user in moderators.values():
        user.require_active(context.now)
        if not any(user.has_role(role) for role in MARKERS):
            raise ModeratorsOnly()
    chat.require_here()
    if chat.kind == "channel":
        chat.require_right("can_edit_messages")


@handles(MarkPost, loads=_moderator)
def mark_post(command: MarkPost, context: Context, chat: Chat, post: Post, moderators: dict[str, User]) -> None:
    _allow(moderators, context, chat)
    if command.hint is not None:
        context.content.hint(command.hint)
    button = chat.kind == "channel"
    post.mark(command.chat_id, command.message_id, chat.numbering, command.besitos, command.hint, button)


@handles(LinkQuiz, loads=_moderator)
def link_quiz(
    command: LinkQuiz,
    context: Context,
    chat: Chat,
    post: Post,
    trivia: TriviaRound,
    moderators: dict[str, User],
) -> None:
    """In a group the question itself is put: there is no link under other people's messages."""
    _allow(moderators, context, chat)
    if chat.kind != "channel":
        raise InvalidValue("chat_id", "must be a channel's")
    trivia.require_open(context.now)
    post.link(command.chat_id, command.message_id, chat.numbering, command.trivia)


@handles(DescribePost, loads=_now_numbered)
def describe_post(command: DescribePost, context: Context, chat: Chat, post: Post) -> dict[str, Any]:
    """`besitos` of the button, None where there is none, and the `trivia` that a link leads to."""
    return {"besitos": post.besitos if post.button else None, "trivia": post.trivia}
