"""What readers choose in a story, which endings they come to, and how long they take: for its writer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, func, select, tuple_
from sqlalchemy.engine import Connection

from domain.users import LANGUAGES
from projections.catalogue import stories as catalogued
from projections.story import story_choices
from queries.paging import page_size
from queries.story_readings import MADE, RUNS, Part, Readings, part_of, share_of, states_of


@dataclass(frozen=True, slots=True)
class Version:
    """One compiled story that readings stand in."""

    hash: str | None
    language: str | None
    readings: int
    last_read_at: datetime


@dataclass(frozen=True, slots=True)
class StoryFigures:
    """A story as a whole. `readings` = `ended` + `restarted` + `stopped` (nothing chosen since long) + `reading`."""

    readers: int
    readings: int
    ended: int
    restarted: int
    stopped: int
    reading: int
    choices: int
    spent: int
    earned: int
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class ChoiceShare:
    """One choice of a place; its share is of all choices made there.

    `texts` is how it was read, by language: one choice in two languages of one version is one row. Where that can't be
    told (its words change, versions differ, or it was made before the ways of choices were noted) each wording has a
    row of its own.
    `choice` is the lowest number under which it was offered: what is offered before it may differ between readers.
    Texts may hold the mark for the reader's name (domain.story_step). `cost` is the highest that was paid.
    """

    place: str
    choice: int
    texts: dict[str, str]
    times: int
    readers: int
    share: float
    cost: int
    last_at: datetime

    def text(self, language: str) -> str:
        """The words in this language, else in one in which it was read."""
        return self.texts.get(language) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class EndingShare:
    """An ending: how many readings came to it, of how many readers, after how many choices. Its share is of the
    readings that came to any. None is an end without a name."""

    ending: str | None
    readings: int
    readers: int
    share: float
    choices: float


@dataclass(frozen=True, slots=True)
class PlaceTime:
    """How long choosing took at a place, in milliseconds: half of the choices no longer than `median`, nine of ten no
    longer than `most`. Choices whose place was never shown before are not counted."""

    place: str
    choices: int
    median: int
    most: int


def story_figures(read: Connection, readings: Readings, idle_since: datetime) -> StoryFigures:
    """The whole. A reading is `stopped` if nothing was chosen in it since `idle_since`."""
    runs = read.execute(
        select(
            func.count(distinct(RUNS.user_id)).label("readers"),
            func.count().label("readings"),
            *states_of(idle_since),
        ).where(readings.among(RUNS))
    ).one()
    made = read.execute(
        select(func.count(), func.coalesce(func.sum(MADE.cost), 0), func.coalesce(func.sum(MADE.reward), 0)).where(
            readings.among(MADE)
        )
    ).one()
    versions = read.execute(
        select(RUNS.hash, RUNS.language, func.count().label("readings"), func.max(RUNS.updated_at).label("last"))
        .where(readings.among(RUNS))
        .group_by(RUNS.hash, RUNS.language)
        .order_by(func.max(RUNS.updated_at).desc(), RUNS.hash)
        .limit(page_size(50))
    )
    return StoryFigures(
        readers=runs.readers,
        readings=runs.readings,
        ended=runs.ended,
        restarted=runs.restarted,
        stopped=runs.stopped,
        reading=runs.reading,
        choices=made[0],
        spent=made[1],
        earned=made[2],
        versions=tuple(Version(*row) for row in versions),
    )


def choice_shares(
    read: Connection, readings: Readings, place: str | None = None, after: int = 0, limit: int = 50
) -> Part[ChoiceShare]:
    """What was chosen, place by place in the order of the story, the most frequent choice of each first."""
    asked = readings.among(MADE) if place is None else and_(readings.among(MADE), MADE.place == place)
    told = _translated(read, readings.story, asked)
    itself = func.coalesce(LANGUAGES[0] + ":" + told.c.text, MADE.language + ":" + MADE.text)
    chosen = (
        select(
            MADE.place,
            func.min(MADE.choice).label("choice"),
            *(func.max(case((MADE.language == each, MADE.text))).label(f"text_{each}") for each in LANGUAGES),
            func.count().label("times"),
            func.count(distinct(MADE.user_id)).label("readers"),
            func.max(MADE.cost).label("cost"),
            func.max(MADE.occurred_at).label("last_at"),
            func.min(MADE.depth).label("depth"),
        )
        .select_from(
            story_choices.outerjoin(
                told,
                and_(
                    told.c.place == MADE.place,
                    told.c.way == MADE.way,
                    told.c.language == MADE.language,
                    told.c.translation == MADE.text,
                ),
            )
        )
        .where(asked)
        .group_by(MADE.place, MADE.way, itself)
        .subquery()
    )
    there = func.sum(chosen.c.times).over(partition_by=chosen.c.place)
    first = func.min(chosen.c.depth).over(partition_by=chosen.c.place)
    shares = select(chosen, there.label("there"), first.label("first")).subquery()
    found = shares.c
    texts = [found[f"text_{each}"] for each in LANGUAGES]
    ordered = select(shares).order_by(found.first, found.place, found.times.desc(), found.choice, *texts)
    rows, further = part_of(read, ordered, after, limit)
    items = [
        ChoiceShare(
            place=row.place,
            choice=row.choice,
            texts={each: text for each in LANGUAGES if (text := getattr(row, f"text_{each}")) is not None},
            times=row.times,
            readers=row.readers,
            share=share_of(row.times, row.there),
            cost=row.cost,
            last_at=row.last_at,
        )
        for row in rows
    ]
    return Part(tuple(items), further)


def _translated(read: Connection, story: str, asked: ColumnElement[bool]) -> Subquery:
    """The wordings (`language`, `translation`) that translate one `text` of the first language, and no other.

    Two wordings are of one choice where they were read at one place and way in two languages of one version.
    """
    versions = read.execute(select(catalogued.c.languages).where(catalogued.c.id == story)).scalars()
    first, *others = LANGUAGES
    compiled = {
        (hashes[first], hashes[other]) for hashes in versions if first in hashes for other in others if other in hashes
    }
    worded = select(MADE.place, MADE.way, MADE.hash, MADE.language, MADE.text).where(asked, MADE.way.is_not(None))
    one, other = worded.distinct().subquery().c, worded.distinct().subquery().c
    pairs = (
        select(one.place, one.way, one.text, other.language, other.text.label("translation"))
        .where(one.place == other.place, one.way == other.way, tuple_(one.hash, other.hash).in_(sorted(compiled)))
        .distinct()
        .subquery()
    )
    there = (pairs.c.place, pairs.c.way, pairs.c.language)
    counted = select(
        pairs,
        func.count().over(partition_by=(*there, pairs.c.text)).label("translations"),
        func.count().over(partition_by=(*there, pairs.c.translation)).label("texts"),
    ).subquery()
    return select(counted).where(counted.c.translations == 1, counted.c.texts == 1).subquery()


def endings(read: Connection, readings: Readings) -> tuple[EndingShare, ...]:
    """The endings that readings came to, the most frequent first; at most 500."""
    came = and_(readings.among(RUNS), (RUNS.state == "ended") | RUNS.ending.is_not(None))
    counted = (
        select(
            RUNS.ending,
            func.count().label("readings"),
            func.count(distinct(RUNS.user_id)).label("readers"),
            func.avg(RUNS.choices).label("choices"),
        )
        .where(came)
        .group_by(RUNS.ending)
        .order_by(func.count().desc(), RUNS.ending)
        .limit(page_size(500))
    )
    rows = read.execute(counted).all()
    total = sum(row.readings for row in rows)
    return tuple(
        EndingShare(row.ending, row.readings, row.readers, share_of(row.readings, total), round(float(row.choices), 1))
        for row in rows
    )


def place_times(read: Connection, readings: Readings, after: int = 0, limit: int = 50) -> Part[PlaceTime]:
    """How long readers took to choose, place by place in the order of the story."""
    number = func.row_number().over(partition_by=MADE.place, order_by=MADE.time_taken).label("number")
    together = func.count().over(partition_by=MADE.place).label("together")
    taken = (
        select(MADE.place, MADE.depth, MADE.time_taken, number, together)
        .where(readings.among(MADE), MADE.time_taken.is_not(None))
        .subquery()
    )
    one = taken.c
    first = func.min(one.depth)
    ordered = (
        select(
            one.place,
            func.count().label("choices"),
            func.max(case((one.number == (one.together + 1) // 2, one.time_taken))).label("median"),
            func.max(case((one.number == (9 * one.together + 9) // 10, one.time_taken))).label("most"),
        )
        .group_by(one.place)
        .order_by(first, one.place)
    )
    rows, further = part_of(read, ordered, after, limit)
    return Part(tuple(PlaceTime(*row) for row in rows), further)
