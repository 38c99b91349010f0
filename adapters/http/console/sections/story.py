"""The stories: who reads them, what they choose, where they stop, and how it ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from adapters.http.console.tables import Cell, Table, TablesPage, Tile, columns, lasting, number
from adapters.http.services import ApiServices
from domain.errors import NotFound
from domain.story_step import with_name
from queries.story_figures import (
    ChoiceShare,
    EndingShare,
    PlaceTime,
    StoryFigures,
    choice_shares,
    endings,
    place_times,
    story_figures,
)
from queries.story_readings import Readings, stories_read
from queries.story_ways import Path, PlaceFigures, drop_off, paths

IDLE = timedelta(days=7)
CHOICES, PLACES, WAYS, ALL = 40, 15, 8, 500
STEPS = 4
UNNAMED = "…"


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """All stories, then the tables of each that has readers. They are of all time, so `before` is of no use."""
    since = app.clock.now() - IDLE
    known = [*app.bus.content.stories]
    read = [story for story in await app.reads.run(stories_read) if story not in known]
    figures = {story: await app.reads.run(story_figures, Readings(story), since) for story in (*known, *read)}
    tables = [
        Table(
            "Stories",
            columns("Story", "#Readers", "#Readings", "#Ended", "#Stopped", "#Reading", "#Begun anew", "#Choices"),
            [_story(app, story, each) for story, each in figures.items()],
            "The content has no story.",
        )
    ]
    for story, each in figures.items():
        if each.readings:
            tables += await app.reads.run(_tables, _title(app, story).text, Readings(story), since)
    readings = list(figures.values())
    stopped = sum(each.stopped for each in readings)
    return TablesPage(
        title="Story",
        lead=f"A reading is one run from its opening on; it has stopped when nothing was chosen for {IDLE.days} days. "
        "First readings only, one language or one version: over HTTP, under /v1/stories.",
        tiles=[
            Tile("Readings", f"{sum(each.readings for each in readings):,}"),
            Tile("Came to an end", f"{sum(each.ended for each in readings):,}"),
            Tile("Stopped", f"{stopped:,}", "warn" if stopped else ""),
            Tile("Besitos spent on choices", f"{sum(each.spent for each in readings):,}"),
        ],
        tables=tables,
    )


def _tables(read: Connection, title: str, readings: Readings, since: datetime) -> list[Table]:
    """One story's tables, all as of one moment."""
    times = {each.place: each for each in place_times(read, readings, limit=ALL).items}
    places = drop_off(read, readings, since, limit=ALL).items
    losing = sorted(places, key=lambda each: -each.stopped)[:PLACES]
    return [
        Table(
            f"Where readers stop: {title}",
            columns("Place", "#Reached", "#Went on", "#Stopped", "#Reading", "#Ended", "Time to choose"),
            [_place(each, times.get(each.place)) for each in losing],
            "Nobody has reached a place.",
        ),
        Table(
            f"What they choose: {title}",
            columns("Place", "Choice", "#Share", "#Times", "#Readers", "#Cost"),
            _choices(choice_shares(read, readings, limit=CHOICES).items),
            "Nothing was chosen yet.",
        ),
        Table(
            f"How it ends: {title}",
            columns("Ending", "#Share", "#Readings", "#Readers", "#Choices to it"),
            [_ending(each) for each in endings(read, readings)],
            "No reading has come to an end.",
        ),
        Table(
            f"The first {STEPS} choices: {title}",
            columns("Way", "#Share", "#Readings", "#Ended"),
            [_way(each) for each in paths(read, readings, STEPS, limit=WAYS).items],
            "Nobody has begun.",
        ),
    ]


def _title(app: ApiServices, story: str) -> Cell:
    """A story as readers see it; its id where the content has dropped it."""
    try:
        found = app.bus.content.story(story)
    except NotFound:
        return Cell(story, "no longer in the content", "soft")
    return Cell(f"{found.cover} {found.title.in_language('en')}")


def _story(app: ApiServices, story: str, each: StoryFigures) -> list[Cell]:
    versions = f"{len(each.versions)} versions or languages" if len(each.versions) > 1 else ""
    return [
        _title(app, story),
        number(each.readers),
        number(each.readings, versions),
        number(each.ended),
        number(each.stopped, tone="warn" if each.stopped else ""),
        number(each.reading),
        number(each.restarted),
        number(each.choices),
    ]


def _place(each: PlaceFigures, time: PlaceTime | None) -> list[Cell]:
    stopped = _percent(each.stopped / each.reached) if each.stopped else ""
    return [
        _name(each.place),
        number(each.reached),
        number(each.chose),
        number(each.stopped, stopped, "warn" if each.stopped else ""),
        number(each.reading),
        number(each.ended),
        Cell("–") if time is None else Cell(_span(time.median), f"nine of ten within {_span(time.most)}"),
    ]


def _choices(shares: Sequence[ChoiceShare]) -> list[list[Cell]]:
    return [
        [
            _name(each.place),
            Cell(with_name(each.text("en"), UNNAMED), with_name(each.texts.get("es", ""), UNNAMED), "soft"),
            Cell(_percent(each.share)),
            number(each.times),
            number(each.readers),
            number(each.cost or None),
        ]
        for each in shares
    ]


def _ending(each: EndingShare) -> list[Cell]:
    return [
        Cell(each.ending.replace("_", " ")) if each.ending else Cell("without a name", tone="soft"),
        Cell(_percent(each.share)),
        number(each.readings),
        number(each.readers),
        Cell(f"{each.choices:.0f}"),
    ]


def _way(each: Path) -> list[Cell]:
    steps = " → ".join(step.replace("_", " ") for step in each.steps)
    return [Cell(steps), Cell(_percent(each.share)), number(each.readings), number(each.ended)]


def _name(place: str, hint: str = "") -> Cell:
    """A knot in words; the opening may stand in none."""
    return Cell(place.replace("_", " ") or "the opening", hint)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _span(milliseconds: int) -> str:
    """Seconds while it is less than two minutes."""
    seconds = milliseconds // 1000
    return f"{seconds} s" if seconds < 120 else lasting(timedelta(milliseconds=milliseconds))
