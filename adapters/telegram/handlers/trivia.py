"""Trivia: a question as a quiz poll of Telegram's, and its answer."""

import logging
from datetime import timedelta

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, InputPollOption, Message, PollAnswer
from prometheus_client import Counter

from adapters.telegram.callbacks import Open, Quiz
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor
from commands.trivia import AnswerTriviaPoll, AskForTrivia, NoteTriviaPoll, OpenTriviaInChat
from domain.errors import NotFound
from domain.trivia import Place, TriviaAlreadyAnswered, TriviaClosed
from domain.trivia_definition import SHORTEST, QuestionText
from queries.trivia import RoundView, answered_with, trivia_round, trivia_score
from queries.users import user_view

log = logging.getLogger(__name__)

too_late_total = Counter("yabot_trivia_votes_too_late", "Votes told a day or more after the end of their question")

ROLES = frozenset(("moderator", "admin", "owner"))

LINK = "quiz_"
"""What a deep link to a question begins with; its id follows."""


def router() -> Router:
    router = Router(name="trivia")
    router.message.register(ask, Command("trivia"), F.chat.type == "private")
    router.message.register(ask_here, Command("trivia"), F.chat.type.in_({"group", "supergroup"}), MayAsk())
    router.callback_query.register(open_trivia, Open.filter(F.screen == "trivia"))
    router.callback_query.register(ask_again, Quiz.filter())
    router.poll_answer.register(answer)
    return router


class MayAsk(Filter):
    """Lets through who may put questions to a group: its administrators, and who has a role for it."""

    async def __call__(self, message: Message, visitor: Visitor) -> bool:
        view = await visitor.read(user_view, visitor.user_id)
        if view is not None and ROLES.intersection(view.roles):
            return True
        assert message.from_user is not None
        try:
            member = await visitor.bot.get_chat_member(message.chat.id, message.from_user.id)
        except TelegramBadRequest as error:  # for a bot that is no administrator
            log.info("members are not to be seen, correlation %s: %s", visitor.correlation_id, error.message)
            return False
        return member.status in (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR)


async def ask_here(message: Message, visitor: Visitor) -> None:
    """Puts a question to the group, one that it has not had for long; whoever answers plays."""
    chat = await visitor.services.vault.chat_for(message.chat.id, message.chat.title or "", message.chat.username)
    language = visitor.services.bus.content.community.language
    receipt = await visitor.execute(OpenTriviaInChat(language, chat.chat_id))
    opened = await visitor.read(trivia_round, receipt.result["trivia"])
    try:
        await send(visitor, opened, receipt.result["trivia"], "chat")
    except TelegramBadRequest as error:
        log.info("no poll could be sent there, correlation %s: %s", visitor.correlation_id, error.message)
        await visitor.tell(visitor.say.plain("trivia-no-polls-here"))


async def open_trivia(query: CallbackQuery, visitor: Visitor) -> None:
    """How one has done so far, and the way to the next question."""
    await visitor.show(await overview(visitor))


async def ask(message: Message, visitor: Visitor) -> None:
    """Puts a question to who asked for one."""
    await put(visitor)


async def ask_again(query: CallbackQuery, visitor: Visitor) -> None:
    """Puts a question to who tapped for one."""
    await put(visitor)


async def overview(visitor: Visitor) -> Screen:
    """Answers so far, and what a right one is worth."""
    score, rules, say = (
        await visitor.read(trivia_score, visitor.user_id),
        visitor.services.bus.content.trivia,
        visitor.say,
    )
    worth = rules.besitos
    parts = [
        say("trivia-title"),
        say("trivia-rules", easy=worth.easy, medium=worth.medium, hard=worth.hard, daily=rules.daily),
        say("trivia-bonus", every=rules.streak_every, bonus=rules.streak_bonus) if rules.streak_bonus else "",
        say("trivia-score", answers=score.answers, right=score.right, streak=score.streak, best=score.best)
        if score.answers
        else "",
    ]
    rows = [[visitor.button("button-trivia-ask", Quiz(owner=visitor.owner))], [visitor.home()]]
    return Screen("\n\n".join(part for part in parts if part), rows)


async def put(visitor: Visitor) -> None:
    """Puts the user a question of their own. Refused while the last one waits, and when the day has no more."""
    receipt = await visitor.execute(AskForTrivia(visitor.user_id))
    opened = await visitor.read(trivia_round, receipt.result["trivia"])
    await send(visitor, opened, receipt.result["trivia"])


async def follow(visitor: Visitor, trivia: str) -> None:
    """Puts the question that a deep link leads to. Raises TriviaAlreadyAnswered, and as `send`."""
    if (option := await visitor.read(answered_with, visitor.user_id, trivia)) is not None:
        raise TriviaAlreadyAnswered(option)
    await send(visitor, await visitor.read(trivia_round, trivia), trivia)


async def send(visitor: Visitor, opened: RoundView | None, trivia: str, place: Place = "private") -> None:
    """Sends the question to the chat that the visitor is in.

    One that closes so soon that Telegram takes no poll of it is not sent, and that is said. Raises NotFound, and
    TriviaClosed.
    """
    if opened is None or opened.asked_of not in (None, visitor.user_id):
        raise NotFound("trivia", trivia)
    if visitor.say.now >= opened.closes_at:
        raise TriviaClosed(opened.closes_at)
    if opened.closes_at - visitor.say.now < timedelta(seconds=SHORTEST):
        await visitor.tell(visitor.say.plain("trivia-closing"))
        return
    words = words_of(visitor, opened, visitor.say.language if place == "private" else opened.language)
    message = await visitor.bot.send_poll(
        visitor.chat_id,
        question=words.question,
        question_parse_mode=None,
        options=[InputPollOption(text=option, text_parse_mode=None) for option in words.options(opened.order)],
        type="quiz",
        is_anonymous=False,
        correct_option_ids=[opened.order.index(0)],
        explanation=words.explanation or None,
        explanation_parse_mode=None,
        close_date=opened.closes_at,
    )
    assert message.poll is not None
    await visitor.execute(NoteTriviaPoll(message.poll.id, opened.trivia, place))


def words_of(visitor: Visitor, opened: RoundView, language: str) -> QuestionText:
    """The question's words, in `language` if it has them, else as it was put. Raises NotFound where the content has
    dropped it since."""
    question = visitor.services.bus.content.question(opened.question)
    for words in (question.text(language), question.text(opened.language)):
        if words is not None and len(words.wrong) + 1 == len(opened.order):
            return words
    raise NotFound("question", opened.question)


async def answer(poll_answer: PollAnswer, visitor: Visitor) -> None:
    """Counts an answer; in the private chat it is said what it earned. Who took a vote back has nothing to answer.

    One that Telegram tells of too late is not counted, and that is logged and shows at /metrics.
    """
    if not poll_answer.option_ids:
        return
    vote = AnswerTriviaPoll(visitor.user_id, poll_answer.poll_id, poll_answer.option_ids[0])
    try:
        answered = (await visitor.execute(vote)).result
    except TriviaClosed as closed:
        too_late_total.inc()
        log.warning(
            "a vote for a question that closed at %s came too late to count, correlation %s",
            closed.closed_at.isoformat(),
            visitor.correlation_id,
        )
        return
    if answered["place"] != "private":
        return  # in a group the poll itself shows who was right
    key = "trivia-right" if answered["correct"] else "trivia-wrong"
    earned = answered["besitos"] + answered["bonus"]
    text = visitor.say(key, earned=earned, streak=answered["streak"], experience=answered["experience"])
    await visitor.show(
        Screen(text, [[visitor.button("button-trivia-next", Quiz(owner=visitor.owner))], [visitor.home()]])
    )
