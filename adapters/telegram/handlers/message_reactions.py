"""Reactions in groups, the reward button under a channel's posts, and what moderators make them worth."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import (
    CallbackQuery,
    Message,
    MessageOriginChannel,
    MessageReactionUpdated,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    ReactionTypeUnion,
)
from aiogram.types import Chat as TelegramChat

from adapters.telegram.callbacks import Prize, QuizLink, Worth, whole
from adapters.telegram.members import as_noted
from adapters.telegram.screens import Screen, button
from adapters.telegram.visitor import Visitor
from commands.chats import NoteStanding
from commands.context import Command as Order
from commands.decision import Receipt
from commands.message_reactions import LinkQuiz, MarkPost, RewardReaction, TakePostReward
from commands.trivia import OpenTrivia
from domain.chats import ChatLeft
from domain.errors import NotFound
from domain.message_reactions import CUSTOM, MARKERS, MAX_POST_BESITOS, ModeratorsOnly
from queries.users import user_view

OFFERED = (1, 3, 5, 10)
"""Besitos that a post can be made worth with one tap."""
LINK_SECONDS = 24 * 60 * 60
"""How long a question that a post leads to takes answers: readers come by during a day."""
GROUPS = {"group", "supergroup"}


def router() -> Router:
    router = Router(name="message_reactions")
    router.message_reaction.register(reacted, F.chat.type.in_(GROUPS))
    router.callback_query.register(tapped, Prize.filter())
    router.callback_query.register(make_worth, Worth.filter(), F.message.chat.type == "private")
    router.callback_query.register(link_quiz, QuizLink.filter(), F.message.chat.type == "private")
    router.message.register(ask_worth, F.chat.type == "private", F.forward_origin.type == "channel")
    router.message.register(reward_answered, F.chat.type.in_(GROUPS), Command("premio", "reward"))
    router.message.register(reward_elsewhere, F.chat.type == "private", Command("premio", "reward"))
    return router


async def reacted(reaction: MessageReactionUpdated, visitor: Visitor) -> None:
    """Somebody reacted in a group: the first new emoji that counts is worth something, once, without a word."""
    before = set(_emoji(reaction.old_reaction))
    new = [each for each in _emoji(reaction.new_reaction) if each not in before]
    emoji = visitor.services.bus.content.reactions.first_counting(new)
    if emoji is None:
        return
    vault, chat, message_id = visitor.services.vault, reaction.chat, reaction.message_id
    known = await vault.chat_for(chat.id, chat.title or "", chat.username)
    own = reaction.user is not None and await vault.wrote(chat.id, message_id, reaction.user.id)
    author = visitor.user_id if own else None
    await _in_chat(
        visitor,
        chat,
        known.chat_id,
        RewardReaction(visitor.user_id, known.chat_id, message_id, emoji, reaction.date, author),
    )


async def tapped(query: CallbackQuery, visitor: Visitor) -> None:
    """Somebody tapped the button under a post."""
    if query.message is None:
        raise NotFound("post", "0")
    chat, message_id = query.message.chat, query.message.message_id
    known = await visitor.services.vault.chat_for(chat.id, chat.title or "", chat.username)
    receipt = await visitor.execute(TakePostReward(visitor.user_id, known.chat_id, message_id))
    besitos = receipt.result["besitos"]
    await visitor.tell(visitor.say.plain("reward-taken" if besitos else "reward-full", amount=besitos), alert=False)


async def ask_worth(message: Message, visitor: Visitor) -> None:
    """A channel's post was forwarded to the bot: what shall it be worth?"""
    origin = message.forward_origin
    assert isinstance(origin, MessageOriginChannel)
    await _require_moderator(visitor)
    known = await visitor.services.vault.find_chat(origin.chat.id)
    if known is None:
        raise NotFound("chat", "channel")
    buttons = [
        button(
            visitor.say.plain("button-worth", amount=besitos),
            Worth(owner=visitor.owner, chat=known.chat_id, message=origin.message_id, besitos=besitos),
        )
        for besitos in OFFERED
    ]
    quiz = visitor.button(
        "button-quiz-link", QuizLink(owner=visitor.owner, chat=known.chat_id, message=origin.message_id)
    )
    await visitor.show(Screen(visitor.say("post-worth-asked"), [buttons, [quiz], [visitor.home()]]))


async def make_worth(query: CallbackQuery, callback_data: Worth, visitor: Visitor) -> None:
    """A moderator has said what a post is worth; the button follows from that."""
    besitos = callback_data.besitos
    await visitor.execute(
        MarkPost(callback_data.chat, callback_data.message, besitos, moderator=visitor.user_id),
    )
    amount = visitor.say("besitos", amount=besitos)
    await visitor.show(Screen(visitor.say("post-marked-channel", amount=amount), [[visitor.home()]]))


async def link_quiz(query: CallbackQuery, callback_data: QuizLink, visitor: Visitor) -> None:
    """A moderator wants a question for a post's readers: it is drawn, and a link under the post leads to it."""
    await _require_moderator(visitor)
    language = visitor.services.bus.content.community.language
    opened = await visitor.execute(OpenTrivia(language, seconds=LINK_SECONDS))
    trivia = opened.result["trivia"]
    await visitor.execute(
        LinkQuiz(callback_data.chat, callback_data.message, trivia, moderator=visitor.user_id),
    )
    await visitor.show(Screen(visitor.say("post-linked"), [[visitor.home()]]))


async def reward_answered(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """A moderator answers a message of the group with /premio: reactions to it are worth more."""
    await _require_moderator(visitor)
    besitos = whole(command.args or str(OFFERED[-1]), digits=6)
    if message.reply_to_message is not None and command.args and besitos not in range(1, MAX_POST_BESITOS + 1):
        await visitor.send(visitor.say("post-bounds", most=MAX_POST_BESITOS))
        return
    if message.reply_to_message is None or besitos is None:
        await visitor.send(visitor.say("post-how"))
        return
    known = await visitor.services.vault.chat_for(message.chat.id, message.chat.title or "", message.chat.username)
    marked = message.reply_to_message.message_id
    await _in_chat(
        visitor, message.chat, known.chat_id, MarkPost(known.chat_id, marked, besitos, moderator=visitor.user_id)
    )
    amount = visitor.say("besitos", amount=besitos)
    await visitor.send(visitor.say("post-marked-group", amount=amount))


async def reward_elsewhere(message: Message, visitor: Visitor) -> None:
    """`/premio` where there is no message of a group to answer: says where it belongs."""
    await _require_moderator(visitor)
    await visitor.show(Screen(visitor.say("post-how-elsewhere"), [[visitor.home()]]))


async def _in_chat(visitor: Visitor, chat: TelegramChat, chat_id: str, command: Order) -> Receipt:
    """Gives a command about a chat. One that the bot came into before it noted such things is noted now."""
    try:
        return await visitor.execute(command)
    except (ChatLeft, NotFound) as refusal:
        if isinstance(refusal, NotFound) and refusal.kind != "chat":
            raise
        now = as_noted(await visitor.bot.get_chat_member(chat.id, visitor.bot.id))
        if now is None:
            raise
        await visitor.execute(NoteStanding(chat_id, chat.type, *now))
        return await visitor.execute(command)


async def _require_moderator(visitor: Visitor) -> None:
    """Raises ModeratorsOnly, before anything is shown; whether it holds is decided with the command."""
    view = await visitor.read(user_view, visitor.user_id)
    if view is None or not set(view.roles) & set(MARKERS):
        raise ModeratorsOnly()


def _emoji(reactions: Sequence[ReactionTypeUnion]) -> list[str]:
    """What each reaction shows, `custom` for a custom emoji. A paid one is a gift to the channel, not a reaction."""
    shown: list[str] = []
    for each in reactions:
        match each:
            case ReactionTypeEmoji():
                shown.append(each.emoji)
            case ReactionTypeCustomEmoji():
                shown.append(CUSTOM)
    return shown
