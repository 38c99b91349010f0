"""Reactions to messages, and messages that are worth something of their own."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.message_reactions import LinkQuiz, MarkPost, RewardReaction
from domain.errors import NotFound
from domain.ids import UserId
from domain.message_reactions import MAX_POST_BESITOS
from queries.chats import chat_view
from queries.message_reactions import PostView, ReactionView, posts_of, reactions_of

router = APIRouter(prefix="/v1", tags=["reactions"])

MAX_MESSAGE = 2**31 - 1
ChatId = Annotated[str, Field(min_length=1, max_length=64)]
MessageId = Annotated[StrictInt, Field(ge=1, le=MAX_MESSAGE)]


class NewReaction(Body):
    """`chat` is the random id of `GET /v1/chats`, `message_id` Telegram's number of the message in it.

    `author`: who wrote it, where you know that; nobody is rewarded for reacting to their own message.
    """

    model_config = ConfigDict(json_schema_extra={"example": {"chat": "c1d2…", "message_id": 17, "emoji": "❤"}})

    chat: ChatId
    message_id: MessageId
    emoji: Annotated[str, Field(min_length=1, max_length=16)]
    author: Annotated[UserId, Field(min_length=1, max_length=64)] | None = None


class NewPost(Body):
    """What a message is worth to each who reacts to it; in a channel a button under it is tapped instead."""

    message_id: MessageId
    besitos: Annotated[StrictInt, Field(ge=1, le=MAX_POST_BESITOS)]
    hint: Annotated[str | None, Field(max_length=40, description="a hint of a story, to be unlocked")] = None


class QuizUnderPost(Body):
    """`trivia` is the id of a question that is open to whoever comes by, as `POST /v1/trivia` answered it."""

    message_id: MessageId
    trivia: Annotated[str, Field(min_length=1, max_length=64)]


class ReactionList(BaseModel):
    """Rewards, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[ReactionView]
    next: str | None


class PostList(BaseModel):
    """Marked messages, the newest first."""

    items: list[PostView]


@router.get("/users/{user_id}/reactions", dependencies=[scope("read"), Fresh])
async def list_reactions(
    user_id: UserInPath, app: Services, cursor: Cursor = None, limit: PageSize = 50
) -> ReactionList:
    """What the user had for reactions, the newest first."""
    await known_user(app, user_id)
    page = await app.reads.run(reactions_of, user_id, position_of(app, cursor), limit)
    return ReactionList(items=list(page.items), next=next_cursor(app, page.next))


@router.post("/users/{user_id}/reactions")
async def reward_reaction(
    user_id: UserInPath, body: NewReaction, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """The user reacted to a message; `result` is `{besitos, experience, total, hints, balance}`.

    Empty for an emoji that does not count. 409 if the message was rewarded before or is their own, for more than 30 a
    minute, or where the bot is no more; 404 for a chat that it never was in.
    """
    command = RewardReaction(user_id, body.chat, body.message_id, body.emoji, author=body.author)
    return await change.give(command, key, actor=user_id)


@router.get("/chats/{chat_id}/posts", dependencies=[scope("read"), Fresh])
async def list_posts(chat_id: str, app: Services) -> PostList:
    """The messages of a chat that are worth something of their own."""
    if await app.reads.run(chat_view, chat_id) is None:
        raise NotFound("chat", chat_id)
    return PostList(items=list(await app.reads.run(posts_of, chat_id)))


@router.post("/chats/{chat_id}/posts")
async def mark_post(chat_id: str, body: NewPost, change: Changes, key: Annotated[KeyInfo, scope("admin")]) -> Changed:
    """Gives a message a worth of its own. In a channel the bot puts a button under it. 409 without the right to."""
    return await change.give(MarkPost(chat_id, body.message_id, body.besitos, body.hint), key)


@router.post("/chats/{chat_id}/quizzes")
async def link_quiz(
    chat_id: str, body: QuizUnderPost, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Has a link under a channel's post lead to a question, which each reader answers in their private chat.

    404 for a question that there is not; 409 for one that is closed, or without the right to change posts.
    """
    return await change.give(LinkQuiz(chat_id, body.message_id, body.trivia), key)
