"""A story as its writer looks at it: what readers choose, where they stop, which ways they go, how long they take."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Fresh, Services, scope
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
from queries.story_readings import Readings, has_readings, stories_read
from queries.story_ways import MOST_STEPS, PlaceFigures, Step, drop_off, paths
from queries.story_ways import Path as Way

router = APIRouter(prefix="/v1/stories", tags=["story"], dependencies=[scope("admin"), Fresh])

UNNAMED = "…"
"""Stands where the reader's name would."""


async def _readings(
    app: Services,
    story: Annotated[str, Path(max_length=40)],
    hash: Annotated[str | None, Query(max_length=64, description="of one compiled version only")] = None,
    language: Annotated[str | None, Query(max_length=8, description="read in this language only")] = None,
    first: Annotated[bool, Query(description="of each reader the first reading only")] = False,
) -> Readings:
    """What is counted. Raises NotFound for a story that neither the content nor any reader knows."""
    if story not in app.bus.content.stories and not await app.reads.run(has_readings, story):
        raise NotFound("story", story)
    return Readings(story, hash, language, first)


Counted = Annotated[Readings, Depends(_readings)]
IdleDays = Annotated[int, Query(ge=1, le=3650, description="without a choice, until a reading has stopped")]


class StoryRow(BaseModel):
    """A story, and how its readings stand. `title` is None for one that the content has dropped."""

    story: str
    title: dict[str, str] | None
    figures: StoryFigures


class Stories(BaseModel):
    """Those of the content in its order, then those that only readers still know."""

    items: list[StoryRow]


class Shares(BaseModel):
    """Choices, place by place in the order of the story; `next` goes into `cursor`, None at the end."""

    items: list[ChoiceShare]
    next: str | None


class Places(BaseModel):
    """Places in the order of the story; `next` goes into `cursor`, None at the end."""

    items: list[PlaceFigures]
    next: str | None


class Ways(BaseModel):
    """Ways through the story, the most frequent first; `next` goes into `cursor`, None at the end."""

    items: list[Way]
    next: str | None


class Endings(BaseModel):
    """Endings, the most frequent first."""

    items: list[EndingShare]


class Times(BaseModel):
    """Times at places in the order of the story; `next` goes into `cursor`, None at the end."""

    items: list[PlaceTime]
    next: str | None


@router.get("")
async def list_story_figures(app: Services, idle_days: IdleDays = 7) -> Stories:
    """All stories, with how many read them, and where their readings stand."""
    known, since = app.bus.content.stories, _idle_since(app, idle_days)
    dropped = [story for story in await app.reads.run(stories_read) if story not in known]
    return Stories(
        items=[
            StoryRow(
                story=story,
                title=known[story].title.by_language if story in known else None,
                figures=await app.reads.run(story_figures, Readings(story), since),
            )
            for story in (*known, *dropped)
        ]
    )


@router.get("/{story}")
async def get_story_figures(readings: Counted, app: Services, idle_days: IdleDays = 7) -> StoryFigures:
    """How many read it, where their readings stand, and in which compiled versions."""
    return await app.reads.run(story_figures, readings, _idle_since(app, idle_days))


@router.get("/{story}/choices")
async def list_choice_shares(
    readings: Counted,
    app: Services,
    place: Annotated[str | None, Query(max_length=200, description="of this place (knot) only")] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Shares:
    """What was chosen at each place, how often, by how many readers. The shares of a place sum to 1."""
    part = await app.reads.run(choice_shares, readings, place, position_of(app, cursor) or 0, limit)
    items = [replace(each, texts=_unnamed(each.texts)) for each in part.items]
    return Shares(items=items, next=next_cursor(app, part.next))


@router.get("/{story}/drop-off")
async def list_drop_off(
    readings: Counted, app: Services, idle_days: IdleDays = 7, cursor: Cursor = None, limit: PageSize = 50
) -> Places:
    """How many readings reached each place, went on from it, and stand there: ended, stopped, or being read."""
    since = _idle_since(app, idle_days)
    part = await app.reads.run(drop_off, readings, since, position_of(app, cursor) or 0, limit)
    return Places(items=list(part.items), next=next_cursor(app, part.next))


@router.get("/{story}/paths")
async def list_paths(
    readings: Counted,
    app: Services,
    length: Annotated[int, Query(ge=1, le=MOST_STEPS, description="choices from the opening on")] = 4,
    by: Annotated[Step, Query(description="places that were reached, or texts of the choices")] = "places",
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Ways:
    """The most frequent ways from the opening on; the first step is always the opening's place."""
    part = await app.reads.run(paths, readings, length, by, position_of(app, cursor) or 0, limit)
    items = [replace(each, steps=tuple(with_name(step, UNNAMED) for step in each.steps)) for each in part.items]
    return Ways(items=items, next=next_cursor(app, part.next))


@router.get("/{story}/endings")
async def list_endings(readings: Counted, app: Services) -> Endings:
    """Which endings readings came to, and after how many choices."""
    return Endings(items=list(await app.reads.run(endings, readings)))


@router.get("/{story}/times")
async def list_place_times(readings: Counted, app: Services, cursor: Cursor = None, limit: PageSize = 50) -> Times:
    """How long readers took at each place, in milliseconds from reaching it to choosing."""
    part = await app.reads.run(place_times, readings, position_of(app, cursor) or 0, limit)
    return Times(items=list(part.items), next=next_cursor(app, part.next))


def _unnamed(texts: dict[str, str]) -> dict[str, str]:
    return {language: with_name(text, UNNAMED) for language, text in texts.items()}


def _idle_since(app: ApiServices, days: int) -> datetime:
    return app.clock.now() - timedelta(days=days)
