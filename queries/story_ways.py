"""Which ways readers go through a story, and where they stop."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.engine import Connection

from projections.story import story_runs
from queries.story_readings import BEEN, MADE, RUNS, Part, Readings, as_number, part_of, share_of, states_of

MOST_STEPS = 12
"""The longest paths that can be asked for."""

Step = Literal["places", "choices"]


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """One place: how many readings reached it, and chose something there; how many have it as their last place.

    Those that stand there are `ended`, `restarted` (left for a new reading), `stopped` (nothing chosen since long) or
    still `reading`. `depth` is the smallest number of choices that led there.
    """

    place: str
    depth: int
    reached: int
    chose: int
    ended: int
    restarted: int
    stopped: int
    reading: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the opening on that some readings went, and how many of them ended. Its share is of all readings."""

    steps: tuple[str, ...]
    readings: int
    ended: int
    share: float


def drop_off(
    read: Connection, readings: Readings, idle_since: datetime, after: int = 0, limit: int = 50
) -> Part[PlaceFigures]:
    """Where readings went on and where they did not, place by place in the order of the story."""
    runs = readings.among(RUNS)
    been = [BEEN.story == readings.story]
    if readings.first:
        been.append(BEEN.run == 1)
    if readings.hash is not None or readings.language is not None:
        counted = and_(runs, RUNS.story == BEEN.story, RUNS.user_id == BEEN.user_id, RUNS.run == BEEN.run)
        been.append(exists().where(counted))
    reached = (
        select(
            BEEN.place,
            func.min(BEEN.depth).label("depth"),
            func.count().label("reached"),
            func.sum(as_number(BEEN.chose)).label("chose"),
        )
        .where(*been)
        .group_by(BEEN.place)
        .subquery()
    )
    standing = select(RUNS.place, *states_of(idle_since)).where(runs).group_by(RUNS.place).subquery()
    states = [func.coalesce(standing.c[name], 0).label(name) for name in ("ended", "restarted", "stopped", "reading")]
    ordered = (
        select(*reached.c, *states)
        .select_from(reached.outerjoin(standing, standing.c.place == reached.c.place))
        .order_by(reached.c.depth, reached.c.place)
    )
    rows, further = part_of(read, ordered, after, limit)
    return Part(tuple(PlaceFigures(*row) for row in rows), further)


def paths(
    read: Connection, readings: Readings, length: int, by: Step = "places", after: int = 0, limit: int = 50
) -> Part[Path]:
    """The ways of up to `length` choices that most readings went, by the places they led to or by the choices' texts.

    A reading that chose less often counts with the way that it went.
    """
    length = min(max(length, 1), MOST_STEPS)
    told = MADE.next_place if by == "places" else MADE.text
    names = [f"step_{place}" for place in range(1, length + 1)]
    went = (
        select(
            MADE.user_id,
            MADE.run,
            *(func.max(case((MADE.number == place, told))).label(name) for place, name in enumerate(names, 1)),
        )
        .where(MADE.story == readings.story, MADE.number <= length)
        .group_by(MADE.user_id, MADE.run)
        .subquery()
    )
    ways = [RUNS.opening.label("step_0"), *(went.c[name].label(name) for name in names)]
    along = (
        select(*ways, func.count().label("readings"), func.sum(as_number(RUNS.state == "ended")).label("ended"))
        .select_from(story_runs.outerjoin(went, and_(went.c.user_id == RUNS.user_id, went.c.run == RUNS.run)))
        .where(readings.among(RUNS))
        .group_by(*ways)
        .subquery()
    )
    all_ = func.sum(along.c.readings).over().label("of_all")
    way = [along.c[f"step_{place}"] for place in range(length + 1)]
    rows, further = part_of(read, select(along, all_).order_by(along.c.readings.desc(), *way), after, limit)
    items = [
        Path(
            steps=tuple(step for step in row[: length + 1] if step is not None),
            readings=row.readings,
            ended=row.ended,
            share=share_of(row.readings, row.of_all),
        )
        for row in rows
    ]
    return Part(tuple(items), further)
