"""Which readings of a story are counted, and what the counts over them share.

Everything that a writer asks of a story is counted over the readings (runs) that `Readings` picks. Names are those of
the Ink: places are knots.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.engine import Connection

from projections.story import story_choices, story_runs, story_visits
from queries.paging import page_size

T = TypeVar("T")

RUNS, MADE, BEEN = story_runs.c, story_choices.c, story_visits.c


@dataclass(frozen=True, slots=True)
class Readings:
    """Which readings are counted: of one story, and of these only that compiled version, that language, and each
    reader's first (`first`), where asked for.

    A reading counts, with all of its choices, in the version where it stands: one that was moved, in that to which it
    was moved, which tells the same places with the same choices. So each choice is counted where its reading is.
    """

    story: str
    hash: str | None = None
    language: str | None = None
    first: bool = False

    def among(self, columns: Any) -> Any:
        """The condition on the columns of story_runs or story_choices."""
        asked = [columns.story == self.story]
        if self.first:
            asked.append(columns.run == 1)
        standing = [] if self.hash is None else [RUNS.hash == self.hash]
        if self.language is not None:
            standing.append(RUNS.language == self.language)
        if columns is not RUNS and standing:
            whose = (RUNS.story == columns.story, RUNS.user_id == columns.user_id, RUNS.run == columns.run)
            standing = [select(RUNS.run).where(*whose, *standing).correlate(columns.story.table).exists()]
        return and_(*asked, *standing)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Some of a list that is in a fixed order; `next` is where the next part begins, None at the end."""

    items: tuple[T, ...]
    next: int | None


def has_readings(read: Connection, story: str) -> bool:
    """Whether anybody ever began the story."""
    return read.execute(select(RUNS.run).where(RUNS.story == story).limit(1)).first() is not None


def stories_read(read: Connection) -> tuple[str, ...]:
    """The ids of all stories that anybody ever began, in the content still or not."""
    return tuple(read.execute(select(RUNS.story).distinct().order_by(RUNS.story)).scalars())


def states_of(idle_since: datetime) -> tuple[Any, ...]:
    """How many runs have ended, were left for a new one, have stopped, are being read."""
    reading = RUNS.state == "reading"
    return (
        func.coalesce(func.sum(as_number(RUNS.state == "ended")), 0).label("ended"),
        func.coalesce(func.sum(as_number(RUNS.state == "restarted")), 0).label("restarted"),
        func.coalesce(func.sum(as_number(and_(reading, RUNS.updated_at < idle_since))), 0).label("stopped"),
        func.coalesce(func.sum(as_number(and_(reading, RUNS.updated_at >= idle_since))), 0).label("reading"),
    )


def as_number(condition: Any) -> Any:
    """1 where it holds, else 0: to be summed up."""
    return case((condition, 1), else_=0)


def share_of(some: int, all_: int) -> float:
    """From 0 to 1, to four places."""
    return round(some / all_, 4) if all_ else 0.0


def part_of(read: Connection, ordered: Select[Any], after: int, limit: int) -> tuple[Any, int | None]:
    """The rows after the first `after`, as many as fit a part, and where the next part begins."""
    size = page_size(limit)
    rows = read.execute(ordered.offset(max(after, 0)).limit(size + 1)).all()
    return rows[:size], max(after, 0) + size if len(rows) > size else None
