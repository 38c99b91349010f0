"""Questions put and answered."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.context import Command, Context, UserCommand
from commands.registry import Fact, Streams, handles
from commands.rewards import pay
from domain.chats import Chat
from domain.errors import NotFound
from domain.levels import Level
from domain.mochila import Mochila
from domain.trivia import DELIVERED_WITHIN, Place, TriviaAnswer, TriviaPoll, TriviaRound, TriviaStreak
from domain.trivia_definition import next_question
from domain.trivia_limits import TriviaAsked, TriviaInChat
from domain.users import User, checked_language
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class AskForTrivia(UserCommand):
    """Puts the user a question of their own, one they have not had for long.

    Raises TriviaWaiting while the last one waits for its answer, TriviaUsedUp, NoQuestions.
    """


@dataclass(frozen=True, slots=True)
class OpenTrivia(Command):
    """Puts a question to whoever is led to it. One is drawn where none is named.

    Raises NotFound, NoQuestions, InvalidValue.
    """

    language: str
    question: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class OpenTriviaInChat(Command):
    """Puts a group a question that it has not had for long.

    Raises NotFound, ChatLeft, TriviaChatUsedUp, NoQuestions, InvalidValue.
    """

    language: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class NoteTriviaPoll(Command):
    """Notes which question a poll of Telegram's puts."""

    poll: str
    trivia: str
    place: Place


@dataclass(frozen=True, slots=True)
class AnswerTrivia(UserCommand):
    """Answers with option `option`, from 0 as shown.

    Raises NotFound, TriviaClosed, TriviaAlreadyAnswered, InvalidValue.
    """

    trivia: str
    option: int


@dataclass(frozen=True, slots=True)
class AnswerTriviaPoll(UserCommand):
    """As AnswerTrivia, by the poll that put the question.

    Telegram takes no vote after the end, but may tell of one later, as after a breakdown: it counts within 24 hours.
    """

    poll: str
    option: int


def _opening(
    command: AskForTrivia | OpenTrivia | OpenTriviaInChat, context: Context, loaded: Mapping[str, Any]
) -> Streams:
    """The round that this command opens, the same for a repeat; and the answer to the one before."""
    streams = {"trivia": TriviaRound.stream(hashlib.sha256(context.command_id.encode()).hexdigest()[:12])}
    if isinstance(command, AskForTrivia):
        streams["last"] = TriviaAnswer.stream(command.user_id, loaded["asked"].current)
    return streams


def _today(context: Context) -> date:
    return context.now.astimezone(context.content.community.zone).date()


def _put(events: Sequence[Fact]) -> dict[str, Any]:
    """What may be told of a question before it is answered."""
    state = events[0].state
    return {name: state[name] for name in ("trivia", "question", "language", "difficulty", "closes_at", "chat")}


@handles(AskForTrivia, loads=_opening, answers=_put)
def ask_for_trivia(
    command: AskForTrivia, context: Context, user: User, asked: TriviaAsked, trivia: TriviaRound, last: TriviaAnswer
) -> None:
    rules, day = context.content.trivia, _today(context)
    asked.require_more(day, rules, context.now, last)
    question = next_question(asked.asked, context.content.questions, user.language, context.random)
    trivia.open(question, user.language, rules.seconds, context.now, context.random, asked_of=command.user_id)
    asked.note(trivia, day)


@handles(OpenTrivia, loads=_opening, answers=_put)
def open_trivia(command: OpenTrivia, context: Context, trivia: TriviaRound) -> None:
    content, language = context.content, checked_language(command.language)
    if command.question is not None:
        question = content.question(command.question)
    else:
        question = next_question((), content.questions, language, context.random)
    seconds = content.trivia.seconds if command.seconds is None else command.seconds
    trivia.open(question, language, seconds, context.now, context.random)


@handles(OpenTriviaInChat, loads=_opening, answers=_put)
def open_trivia_in_chat(
    command: OpenTriviaInChat, context: Context, chat: Chat, asked: TriviaInChat, trivia: TriviaRound
) -> None:
    chat.require_here()
    content, language, day = context.content, checked_language(command.language), _today(context)
    asked.require_more(day, content.trivia)
    question = next_question(asked.asked, content.questions, language, context.random)
    trivia.open(question, language, content.trivia.seconds, context.now, context.random, chat=command.chat_id)
    asked.note(trivia, day)


@handles(NoteTriviaPoll)
def note_trivia_poll(command: NoteTriviaPoll, context: Context, poll: TriviaPoll) -> None:
    poll.post(command.trivia, command.place)


def _of_poll(command: AnswerTriviaPoll, context: Context, loaded: Mapping[str, Any]) -> Streams:
    trivia = loaded["poll"].trivia
    if trivia is None:
        raise NotFound("trivia", command.poll)
    return {"trivia": TriviaRound.stream(trivia), "answer": TriviaAnswer.stream(command.user_id, trivia)}


def _answered(events: Sequence[Fact]) -> dict[str, Any]:
    told = next(event.state for event in events if event.topic == "trivia.answered")
    return dict(told)


@dataclass(frozen=True)
class _Player:
    """Who answers, with all that an answer may change."""

    answer: TriviaAnswer
    streak: TriviaStreak
    asked: TriviaAsked
    wallet: Wallet
    level: Level
    mochila: Mochila

    def answers(self, trivia: TriviaRound, option: int, place: str, context: Context) -> None:
        """Judges, notes and pays the answer to a question that takes it."""
        rules, day = context.content.trivia, _today(context)
        verdict = trivia.judge(option, self.streak, rules, self.asked.pays(trivia, day, rules))
        self.answer.give(trivia, verdict, place)
        self.streak.count(verdict.correct)
        self.asked.count(trivia, verdict, day)
        pay(verdict.reward, "trivia", context, self.wallet, self.level, self.mochila)


@handles(AnswerTrivia, answers=_answered)
def answer_trivia(
    command: AnswerTrivia,
    context: Context,
    trivia: TriviaRound,
    answer: TriviaAnswer,
    streak: TriviaStreak,
    asked: TriviaAsked,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    trivia.require_open(context.now, command.user_id)
    player = _Player(answer, streak, asked, wallet, level, mochila)
    player.answers(trivia, command.option, "api", context)


@handles(AnswerTriviaPoll, loads=_of_poll, answers=_answered)
def answer_trivia_poll(
    command: AnswerTriviaPoll,
    context: Context,
    poll: TriviaPoll,
    trivia: TriviaRound,
    answer: TriviaAnswer,
    streak: TriviaStreak,
    asked: TriviaAsked,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    trivia.require_open(context.now, command.user_id, late=DELIVERED_WITHIN)
    player = _Player(answer, streak, asked, wallet, level, mochila)
    player.answers(trivia, command.option, poll.place, context)
