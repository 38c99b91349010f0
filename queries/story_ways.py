"""Which ways readers go through a story, and where they stop."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import and_, case, func, literal, select, union_all
from sqlalchemy.engine import Connection

from projections.story import story_runs
from queries.story_readings import MADE, RUNS, Part, Readings, as_number, part_of, share_of, states_of

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
    runs, made = readings.among(RUNS), readings.among(MADE)
    came = (
        union_all(
            select(
                RUNS.opening.label("place"),
                RUNS.user_id,
                RUNS.run,
                literal(0).label("depth"),
                literal(0).label("chose"),
            ).where(runs, RUNS.opening.is_not(None)),
            select(RUNS.place, RUNS.user_id, RUNS.run, RUNS.depth, literal(0)).where(runs, RUNS.place.is_not(None)),
            select(MADE.next_place, MADE.user_id, MADE.run, MADE.depth, literal(0)).where(made),
            select(MADE.place, MADE.user_id, MADE.run, MADE.depth - 1, literal(1)).where(made),
        )
        .subquery()
        .c
    )
    once = (
        select(came.place, func.min(came.depth).label("depth"), func.max(came.chose).label("chose"))
        .group_by(came.place, came.user_id, came.run)
        .subquery()
        .c
    )
    reached = (
        select(
            once.place,
            func.min(once.depth).label("depth"),
            func.count().label("reached"),
            func.sum(once.chose).label("chose"),
        )
        .group_by(once.place)
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
    number = func.row_number().over(partition_by=(MADE.user_id, MADE.run), order_by=MADE.position).label("number")
    told = (MADE.next_place if by == "places" else MADE.text).label("step")
    steps = select(MADE.user_id, MADE.run, number, told).where(MADE.story == readings.story).subquery()
    names = [f"step_{place}" for place in range(1, length + 1)]
    went = (
        select(
            steps.c.user_id,
            steps.c.run,
            *(
                func.max(case((steps.c.number == place, steps.c.step))).label(name)
                for place, name in enumerate(names, 1)
            ),
        )
        .where(steps.c.number <= length)
        .group_by(steps.c.user_id, steps.c.run)
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
