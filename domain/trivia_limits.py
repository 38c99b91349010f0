"""How much trivia a day of the community holds, for one user and for one group; and what they were asked so far."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.trivia import TriviaAnswer, TriviaRound, Verdict
from domain.trivia_definition import TriviaRules


@dataclass
class TriviaWaiting(DomainError):
    """A question of theirs is open until `closes_at`, and waits for an answer."""

    closes_at: datetime


@dataclass
class TriviaUsedUp(DomainError):
    """Today's questions are used up: `daily` a day, right answers that were paid in groups among them."""

    daily: int


@dataclass
class TriviaChatUsedUp(DomainError):
    """The group has had all questions of today: `daily` a day."""

    daily: int


class TriviaAsked(Aggregate):
    """Which questions somebody has asked for, so that they do not come again too soon; and how much of the last day
    that they played on is used up. Days are the community's: moving house resets nothing."""

    TOPIC = "trivia_asked"

    asked: list[str] = field(default_factory=list)
    day: date | None = None
    used: int = 0
    unpaid_on: date | None = None
    current: str = "none"
    closes_at: datetime | None = None

    def used_on(self, day: date) -> int:
        """How many of the day's questions are used up: those asked for, and right answers paid in groups."""
        return self.used if self.day == day else 0

    def require_more(self, day: date, rules: TriviaRules, now: datetime, last: TriviaAnswer) -> None:
        """Raises TriviaWaiting while the last one can be answered, and TriviaUsedUp when the day has no more."""
        if self.closes_at is not None and now < self.closes_at and last.option is None:
            raise TriviaWaiting(self.closes_at)
        if self.used_on(day) >= rules.daily:
            raise TriviaUsedUp(rules.daily)

    def note(self, trivia: TriviaRound, day: date) -> None:
        """Notes that the round was opened for them on `day`."""
        assert trivia.question is not None
        assert trivia.closes_at is not None
        self._noted(
            trivia=trivia.trivia,
            question=trivia.question,
            day=day,
            asked_today=self.used_on(day) + 1,
            closes_at=trivia.closes_at,
        )

    def pays(self, trivia: TriviaRound, day: date, rules: TriviaRules) -> bool:
        """Whether a right answer is paid: a group's only while the day is not used up. One's own question was counted
        when it was asked for, and what the community opens to everybody is its own affair."""
        return trivia.chat is None or self.used_on(day) < rules.daily

    def count(self, trivia: TriviaRound, verdict: Verdict, day: date) -> None:
        """Counts a right answer in a group; the day's first one that is not paid is noted, too."""
        if trivia.chat is None or not verdict.correct:
            return
        if verdict.paid:
            self._paid_in_chat(trivia=trivia.trivia, day=day, used_today=self.used_on(day) + 1)
        elif self.unpaid_on != day:
            self._went_unpaid(trivia=trivia.trivia, day=day)

    @event("Noted", topic="trivia.asked")
    def _noted(self, trivia: str, question: str, day: date, asked_today: int, closes_at: datetime) -> None:
        self.asked = [*(each for each in self.asked if each != question), question]
        self.day, self.used, self.current, self.closes_at = day, asked_today, trivia, closes_at

    @event("PaidInChat", topic="trivia.paid_in_chat")
    def _paid_in_chat(self, trivia: str, day: date, used_today: int) -> None:
        self.day, self.used = day, used_today

    @event("WentUnpaid", topic="trivia.went_unpaid")
    def _went_unpaid(self, trivia: str, day: date) -> None:
        self.unpaid_on = day


def _put_when_there_was_no_limit(state: dict[str, Any]) -> None:
    """Version 1 did not count: what it put to a chat is of no day."""
    state["day"], state["asked_today"] = None, 0


class TriviaInChat(Aggregate):
    """Which questions a chat has been asked, so that they do not come again too soon; and how many on the last day."""

    TOPIC = "trivia_chat"
    KEYS = ("chat_id",)
    UPCASTS = {"trivia.put_to_chat": (_put_when_there_was_no_limit,)}

    asked: list[str] = field(default_factory=list)
    day: date | None = None
    asked_today: int = 0

    def asked_on(self, day: date) -> int:
        """How many were put there on that day of the community."""
        return self.asked_today if self.day == day else 0

    def require_more(self, day: date, rules: TriviaRules) -> None:
        """Raises TriviaChatUsedUp when the day has no more."""
        if self.asked_on(day) >= rules.chat_daily:
            raise TriviaChatUsedUp(rules.chat_daily)

    def note(self, trivia: TriviaRound, day: date) -> None:
        """Notes that the round was opened there on `day`."""
        assert trivia.question is not None
        self._noted(trivia=trivia.trivia, question=trivia.question, day=day, asked_today=self.asked_on(day) + 1)

    @event("Noted", topic="trivia.put_to_chat")
    def _noted(self, trivia: str, question: str, day: date | None, asked_today: int) -> None:
        self.asked = [*(each for each in self.asked if each != question), question]
        self.day, self.asked_today = day, asked_today
