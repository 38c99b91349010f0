"""Questions that were put, and how they were answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.trivia import trivia_answers, trivia_rounds
from queries.paging import page_size


@dataclass(frozen=True, slots=True)
class RoundView:
    """A question as it was put: `order` says how the options were shown, 0 standing for the right one."""

    trivia: str
    question: str
    language: str
    difficulty: str
    order: tuple[int, ...]
    opened_at: datetime
    closes_at: datetime
    asked_of: UserId | None
    chat: str | None
    answers: int
    right_answers: int


@dataclass(frozen=True, slots=True)
class TriviaScore:
    """All answers of one user; `streak` is that of the last one, `best` the longest ever."""

    answers: int
    right: int
    streak: int
    best: int
    besitos: int


def open_rounds(read: Connection, now: datetime, limit: int = 50) -> tuple[RoundView, ...]:
    """The questions that take answers now and are for everybody who finds them, the one that closes first at first."""
    opened = _rounds().where(trivia_rounds.c.closes_at > now, trivia_rounds.c.asked_of.is_(None))
    return tuple(map(_view, read.execute(opened.order_by(trivia_rounds.c.closes_at).limit(page_size(limit)))))


def trivia_round(read: Connection, trivia: str) -> RoundView | None:
    """One question, None if it was never put."""
    row = read.execute(_rounds().where(trivia_rounds.c.trivia == trivia)).one_or_none()
    return _view(row) if row else None


def answered_with(read: Connection, user_id: UserId, trivia: str) -> int | None:
    """The option that the user has answered this question with; None while they have not."""
    theirs = (trivia_answers.c.user_id == user_id, trivia_answers.c.trivia == trivia)
    return read.execute(select(trivia_answers.c.option).where(*theirs)).scalar()


def trivia_score(read: Connection, user_id: UserId) -> TriviaScore:
    """How the user has done so far."""
    theirs = trivia_answers.c.user_id == user_id
    sums = read.execute(
        select(
            func.count(),
            func.coalesce(func.sum(trivia_answers.c.correct.cast(trivia_answers.c.streak.type)), 0),
            func.coalesce(func.max(trivia_answers.c.streak), 0),
            func.coalesce(func.sum(trivia_answers.c.besitos + trivia_answers.c.bonus), 0),
        ).where(theirs)
    ).one()
    last = select(trivia_answers.c.streak).where(theirs).order_by(trivia_answers.c.position.desc()).limit(1)
    return TriviaScore(sums[0], sums[1], read.execute(last).scalar() or 0, sums[2], sums[3])


def _rounds() -> Select[tuple[object, ...]]:
    return select(trivia_rounds).where(trivia_rounds.c.opened_at.is_not(None))


def _view(row: Row[tuple[object, ...]]) -> RoundView:
    fields = dict(row._mapping)
    order = tuple(int(number) for number in fields.pop("option_order").split(","))
    return RoundView(order=order, **fields)
