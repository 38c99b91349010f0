"""Trivia: the questions that were put, and who answered what."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Partition, Projection, on
from projections.rows import Row, Rows

trivia_rounds = Table(
    "trivia_rounds",
    metadata,
    Column("trivia", String(12), primary_key=True),
    Column("question", String),
    Column("language", String(2)),
    Column("difficulty", String(6)),
    Column("option_order", String),
    Column("opened_at", UtcDateTime),
    Column("closes_at", UtcDateTime),
    Column("asked_of", String(16)),
    Column("chat", String),
    Column("answers", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
    Index("trivia_rounds_by_chat", "chat", "opened_at"),
    Index("trivia_rounds_by_end", "closes_at"),
)
"""`asked_of` is the one user whom it is for, if it is for one. `option_order` says how the options were shown, as
`2,0,1`: 0 stands for the right one."""

trivia_answers = Table(
    "trivia_answers",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("trivia", String(12), nullable=False),
    Column("question", String, nullable=False),
    Column("difficulty", String(6), nullable=False),
    Column("option", Integer, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("paid", Boolean, nullable=False),
    Column("besitos", Integer, nullable=False),
    Column("bonus", Integer, nullable=False),
    Column("experience", Integer, nullable=False),
    Column("streak", Integer, nullable=False),
    Column("place", String(7), nullable=False),
    Index("trivia_answers_by_user", "user_id", "position"),
    Index("trivia_answers_by_round", "trivia", "position"),
)


class Trivia(Projection):
    """One row a round, and one for each answer."""

    version, tables = 2, (trivia_rounds, trivia_answers)
    partition = Partition.EVENT  # a round is the sum of what its streams say, in any order

    def _round(self, trivia: str, rows: Rows) -> Row:
        return rows[trivia_rounds].get_or_new(trivia, answers=0, right_answers=0)

    @on("trivia.opened")
    def opened(self, event: Recorded, rows: Rows) -> None:
        row = self._round(event.trivia, rows)
        row |= {
            "question": event.question,
            "language": event.language,
            "difficulty": event.difficulty,
            "option_order": ",".join(map(str, event.order)),
            "opened_at": event.timestamp,
            "closes_at": event.closes_at,
            "asked_of": event.asked_of,
            "chat": event.chat,
        }

    @on("trivia.answered")
    def answered(self, event: Recorded, rows: Rows) -> None:
        row = self._round(event.trivia, rows)
        row |= {"answers": row["answers"] + 1, "right_answers": row["right_answers"] + event.correct}
        rows[trivia_answers].add(
            event,
            user_id=event.user_id,
            trivia=event.trivia,
            question=event.question,
            difficulty=event.difficulty,
            option=event.option,
            correct=event.correct,
            paid=event.paid,
            besitos=event.besitos,
            bonus=event.bonus,
            experience=event.experience,
            streak=event.streak,
            place=event.place,
        )
