"""Where readers are in their stories, and what they chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.story import story_choices, story_progress
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class StoryProgressView:
    """One user's way through one story; `checkpoints` and `place` are of the present run, `endings` of all runs.

    `remembered` is what later text can refer to (`# recuerda:id`), the oldest first; nothing of it is ever forgotten.
    """

    story: str
    run: int
    hash: str | None
    language: str | None
    place: str | None
    turn: int
    depth: int
    choices: int
    ended: bool
    endings: tuple[str, ...]
    checkpoints: tuple[str, ...]
    remembered: tuple[str, ...]
    started_at: datetime | None
    reached_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StoryChoiceView:
    """One choice that was made. `text` may hold the mark for the reader's name (domain.story_step).

    `time_taken` is in milliseconds from when the place was reached, None where nobody was shown it before.
    """

    position: int
    occurred_at: datetime
    correlation_id: str
    story: str
    run: int
    depth: int
    place: str
    choice: int
    text: str
    next_place: str
    time_taken: int | None
    cost: int
    reward: int
    effects: Mapping[str, Any]


def stories_of(read: Connection, user_id: UserId) -> list[StoryProgressView]:
    """The stories that the user has begun, the last read first."""
    mine = story_progress.c.user_id == user_id
    rows = read.execute(
        select(story_progress).where(mine).order_by(story_progress.c.updated_at.desc(), story_progress.c.story)
    )
    return [_progress(row) for row in rows]


def story_choices_of(
    read: Connection, user_id: UserId, story: str | None = None, before: int | None = None, limit: int = 50
) -> Page[StoryChoiceView]:
    """The user's choices, the newest first: also the recap while the story itself is away."""
    wanted = select(story_choices).where(story_choices.c.user_id == user_id)
    if story is not None:
        wanted = wanted.where(story_choices.c.story == story)
    if before is not None:
        wanted = wanted.where(story_choices.c.position < before)
    rows = read.execute(wanted.order_by(story_choices.c.position.desc()).limit(page_size(limit) + 1)).all()
    return page_of([choice_view(row) for row in rows], [row.position for row in rows], limit)


def _progress(row: Row[tuple[object, ...]]) -> StoryProgressView:
    return StoryProgressView(
        story=row.story,
        run=row.run,
        hash=row.hash,
        language=row.language,
        place=row.place,
        turn=row.turn,
        depth=row.depth,
        choices=row.choices,
        ended=row.ended,
        endings=tuple(row.endings),
        checkpoints=tuple(row.checkpoints),
        remembered=tuple(row.remembered),
        started_at=row.started_at,
        reached_at=row.reached_at,
        updated_at=row.updated_at,
    )


def choice_view(row: Row[tuple[object, ...]]) -> StoryChoiceView:
    """A row of story_choices."""
    return StoryChoiceView(
        position=row.position,
        occurred_at=row.occurred_at,
        correlation_id=row.correlation_id,
        story=row.story,
        run=row.run,
        depth=row.depth,
        place=row.place,
        choice=row.choice,
        text=row.text,
        next_place=row.next_place,
        time_taken=row.time_taken,
        cost=row.cost,
        reward=row.reward,
        effects=row.effects,
    )
