"""Trivia's questions and rules, as content defines them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.definitions import ContentId, Definition
from domain.errors import DomainError
from domain.wallet import MAX_AMOUNT

Difficulty = Literal["easy", "medium", "hard"]

SHORTEST, LONGEST = 5, 2_628_000
"""Seconds that a question is open, as Telegram limits them for its polls: five seconds to a month."""
MAX_OPTIONS = 12
MAX_QUESTION, MAX_OPTION, MAX_EXPLANATION = 300, 100, 200
"""Characters that Telegram takes in a poll."""

Option = Annotated[str, Field(min_length=1, max_length=MAX_OPTION)]


class QuestionText(Definition):
    """A question in one language. `wrong` are the other options; in which order all are shown is drawn each time."""

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
    answer: Option
    wrong: Annotated[tuple[Option, ...], Field(min_length=1, max_length=MAX_OPTIONS - 1)]
    explanation: Annotated[str, Field(max_length=MAX_EXPLANATION)] = ""

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        if len({self.answer, *self.wrong}) <= len(self.wrong):
            raise ValueError("two options are the same")
        return self

    def options(self, order: Iterable[int]) -> list[str]:
        """All options as they are shown: 0 stands for the right one."""
        every = (self.answer, *self.wrong)
        return [every[number] for number in order]


class QuestionDefinition(Definition):
    """A question in one or more languages, with as many options in each."""

    id: ContentId
    difficulty: Difficulty = "medium"
    es: QuestionText | None = None
    en: QuestionText | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        texts = [text for text in (self.es, self.en) if text is not None]
        if not texts:
            raise ValueError("has no words: give es, en or both")
        if len({len(text.wrong) for text in texts}) > 1:
            raise ValueError("must have as many wrong options in each language")
        return self

    def text(self, language: str) -> QuestionText | None:
        """Its words in this language, None where it has none."""
        return self.en if language == "en" else self.es

    @property
    def option_count(self) -> int:
        text = self.es or self.en
        assert text is not None
        return 1 + len(text.wrong)


Worth = Annotated[int, Field(ge=0, le=MAX_AMOUNT // 2)]


class ByDifficulty(Definition):
    """A number for each difficulty."""

    easy: Worth
    medium: Worth
    hard: Worth

    def of(self, difficulty: str) -> int:
        return {"easy": self.easy, "hard": self.hard}.get(difficulty, self.medium)


class TriviaRules(Definition):
    """What a right answer is worth, and how much of it a day of the community holds.

    `daily` is how many questions of their own somebody may ask for; right answers that are paid in groups count among
    them. `chat_daily` is how many questions may be put to one group, whoever asks for them.
    """

    besitos: ByDifficulty = ByDifficulty(easy=3, medium=6, hard=10)
    experience: ByDifficulty = ByDifficulty(easy=2, medium=4, hard=7)
    streak_every: Annotated[int, Field(ge=2)] = 3
    streak_bonus: Worth = 5
    seconds: Annotated[int, Field(ge=SHORTEST, le=LONGEST)] = 60
    daily: Annotated[int, Field(ge=0, le=1000)] = 5
    chat_daily: Annotated[int, Field(ge=0, le=1000)] = 20

    def bonus(self, streak: int) -> int:
        """Besitos on top of the `streak`th right answer in a row."""
        return self.streak_bonus if streak and streak % self.streak_every == 0 else 0


@dataclass
class NoQuestions(DomainError):
    """There is no question in this language."""

    language: str


def next_question(
    asked: Sequence[str], questions: Iterable[QuestionDefinition], language: str, random: Random
) -> QuestionDefinition:
    """One that is not among those `asked`; after all have been, one of the longest ago. Raises NoQuestions."""
    usable = in_language(questions, language)
    asked_at = {question: place for place, question in enumerate(asked)}
    if fresh := [question for question in usable if question.id not in asked_at]:
        return random.choice(fresh)
    longest_ago = sorted(usable, key=lambda question: asked_at[question.id])
    return random.choice(longest_ago[: max(1, len(usable) // 3)])


def in_language(questions: Iterable[QuestionDefinition], language: str) -> list[QuestionDefinition]:
    """Those that have words in this language. Raises NoQuestions if there is none."""
    usable = [question for question in questions if question.text(language) is not None]
    if not usable:
        raise NoQuestions(language)
    return usable
