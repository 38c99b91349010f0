"""Trivia: a quiz question is open for a while, everybody answers once, and what is right is worth besitos."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal

from domain.aggregate import Aggregate, event
from domain.definitions import Reward
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.trivia_definition import LONGEST, SHORTEST, NoQuestions, QuestionDefinition, TriviaRules

Place = Literal["private", "chat", "api"]
"""Where an answer was given: in the private chat with the bot, in a group, or through the API."""

DELIVERED_WITHIN = timedelta(hours=24)
"""Telegram closes its polls itself, and keeps updates for so long (core.telegram.org/bots/api#getting-updates): a vote
that is heard of after the end was given before it."""


@dataclass
class TriviaClosed(DomainError):
    """The question took answers until `closed_at`."""

    closed_at: datetime


@dataclass
class TriviaAlreadyAnswered(DomainError):
    """One answer is all that a person has; `option` was theirs."""

    option: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth: besitos, a `bonus` of them for the `streak` that it makes, and experience.

    One that is right and not `paid` came when the day's limit was used up.
    """

    option: int
    correct: bool
    paid: bool = False
    streak: int = 0
    besitos: int = 0
    bonus: int = 0
    experience: int = 0

    @property
    def reward(self) -> Reward:
        """What is paid for it."""
        return Reward(besitos=self.besitos + self.bonus, experience=self.experience)


class TriviaRound(Aggregate):
    """One question put to somebody (`asked_of`), to a chat, or to whoever comes by a link.

    `order` says how the options are shown: 0 stands for the right one.
    """

    TOPIC = "trivia"
    KEYS = ("trivia",)

    question: str | None = None
    difficulty: str = "medium"
    order: list[int] = field(default_factory=list)
    closes_at: datetime | None = None
    asked_of: str | None = None
    chat: str | None = None

    @property
    def trivia(self) -> str:
        """Its id."""
        return self.id.split(":")[1]

    @property
    def right(self) -> int:
        """The place of the right option, from 0."""
        return self.order.index(0)

    def open(
        self,
        question: QuestionDefinition,
        language: str,
        seconds: int,
        now: datetime,
        random: Random,
        *,
        asked_of: str | None = None,
        chat: str | None = None,
    ) -> None:
        """Puts a question, its options in an order drawn from `random`. Raises InvalidValue for a time out of bounds,
        NoQuestions where it has no words in the language."""
        if not SHORTEST <= seconds <= LONGEST:
            raise InvalidValue("seconds", f"must be from {SHORTEST} to {LONGEST}, not {seconds}")
        if question.text(language) is None:
            raise NoQuestions(language)
        order = list(range(question.option_count))
        random.shuffle(order)
        self._opened(
            trivia=self.trivia,
            question=question.id,
            language=language,
            difficulty=question.difficulty,
            order=order,
            closes_at=now + timedelta(seconds=seconds),
            asked_of=asked_of,
            chat=chat,
        )

    def require_open(self, now: datetime, user_id: UserId | None = None, late: timedelta = timedelta(0)) -> None:
        """Raises NotFound if it was never put to them (None: to whoever comes by), TriviaClosed from its end on, or
        from so `late` after it, where somebody else sees to the end."""
        if self.closes_at is None or self.asked_of not in (None, user_id):
            raise NotFound("trivia", self.trivia)
        if now >= self.closes_at + late:
            raise TriviaClosed(self.closes_at)

    def judge(self, option: int, streak: "TriviaStreak", rules: TriviaRules, paid: bool) -> Verdict:
        """What an answer is worth to somebody with this streak, if it can be `paid`. Raises InvalidValue for no option
        of the question."""
        if not 0 <= option < len(self.order):
            raise InvalidValue("option", f"must be from 0 to {len(self.order) - 1}, not {option}")
        if option != self.right:
            return Verdict(option, correct=False)
        in_a_row = streak.after(correct=True)
        if not paid:
            return Verdict(option, correct=True, streak=in_a_row)
        besitos, experience = rules.besitos.of(self.difficulty), rules.experience.of(self.difficulty)
        return Verdict(option, True, True, in_a_row, besitos, rules.bonus(in_a_row), experience)

    @event("Opened", topic="trivia.opened")
    def _opened(
        self,
        trivia: str,
        question: str,
        language: str,
        difficulty: str,
        order: list[int],
        closes_at: datetime,
        asked_of: str | None,
        chat: str | None,
    ) -> None:
        self.question, self.difficulty, self.order = question, difficulty, order
        self.closes_at, self.asked_of, self.chat = closes_at, asked_of, chat


class TriviaPoll(Aggregate):
    """Which question a poll of Telegram's puts; polls are answered by their own id."""

    TOPIC = "poll"
    KEYS = ("poll",)

    trivia: str | None = None
    place: str = "private"

    def post(self, trivia: str, place: Place) -> None:
        """Notes it, once."""
        if self.trivia is None:
            self._posted(poll=self.id.split(":")[1], trivia=trivia, place=place)

    @event("Posted", topic="trivia.posted")
    def _posted(self, poll: str, trivia: str, place: str) -> None:
        self.trivia, self.place = trivia, place


def _answered_when_all_were_paid(state: dict[str, Any]) -> None:
    """Version 1 knew no limit: whatever was right was paid."""
    state["paid"] = state["correct"]


class TriviaAnswer(Aggregate):
    """What one person answered to one question: nothing, or one thing for ever."""

    TOPIC = "trivia_answer"
    KEYS = ("user_id", "trivia")
    UPCASTS = {"trivia.answered": (_answered_when_all_were_paid,)}

    option: int | None = None

    def give(self, trivia: TriviaRound, verdict: Verdict, place: str) -> None:
        """Raises TriviaAlreadyAnswered for a second one, though it were the same."""
        if self.option is not None:
            raise TriviaAlreadyAnswered(self.option)
        self._answered(
            trivia=trivia.trivia,
            question=trivia.question or "",
            difficulty=trivia.difficulty,
            option=verdict.option,
            right=trivia.right,
            correct=verdict.correct,
            paid=verdict.paid,
            besitos=verdict.besitos,
            bonus=verdict.bonus,
            experience=verdict.experience,
            streak=verdict.streak,
            place=place,
        )

    @event("Answered", topic="trivia.answered")
    def _answered(
        self,
        trivia: str,
        question: str,
        difficulty: str,
        option: int,
        right: int,
        correct: bool,
        paid: bool,
        besitos: int,
        bonus: int,
        experience: int,
        streak: int,
        place: str,
    ) -> None:
        self.option = option


class TriviaStreak(Aggregate):
    """How many right answers in a row somebody has given, in the order in which they gave them."""

    TOPIC = "trivia_streak"

    streak: int = 0

    def after(self, correct: bool) -> int:
        """The streak once this answer counts."""
        return self.streak + 1 if correct else 0

    def count(self, correct: bool) -> None:
        """Counts an answer; a wrong one without a streak changes nothing."""
        if (streak := self.after(correct)) != self.streak:
            self._changed(streak=streak)

    @event("Changed", topic="trivia.streak_changed")
    def _changed(self, streak: int) -> None:
        self.streak = streak
