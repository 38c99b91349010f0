"""The way that a reader has come in a story: the choices that led to where they stand, and where they have been."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.story import story_choices, story_progress
from queries.story import StoryChoiceView, choice_view

MADE = story_choices.c


def story_path(read: Connection, user_id: UserId, story: str) -> list[StoryChoiceView]:
    """The choices between the opening of the present run and its present place, the first one first.

    What was chosen and then taken back, by going back to a checkpoint, is not among them.
    """
    at = read.execute(
        select(story_progress.c.run, story_progress.c.depth).where(
            story_progress.c.user_id == user_id, story_progress.c.story == story
        )
    ).one_or_none()
    if at is None:
        return []
    mine = (MADE.user_id == user_id, MADE.story == story, MADE.run == at.run)
    rows = read.execute(select(story_choices).where(*mine).order_by(MADE.position))
    return _standing(map(choice_view, rows), at.depth)


def places_reached(read: Connection, user_id: UserId, story: str) -> frozenset[str]:
    """The places (knots) where this reader has stood and chosen, or arrived, in all their runs."""
    mine = (MADE.user_id == user_id, MADE.story == story)
    rows = read.execute(select(MADE.place, MADE.next_place).where(*mine).distinct()).all()
    return frozenset(place for row in rows for place in row)


def _standing(made: Iterable[StoryChoiceView], depth: int) -> list[StoryChoiceView]:
    """Those that still stand, `depth` choices from the opening: a later choice of one depth replaces all from there."""
    standing: list[StoryChoiceView] = []
    for choice in made:
        standing = [each for each in standing if each.depth < choice.depth]
        standing.append(choice)
    return [each for each in standing if each.depth <= depth]
