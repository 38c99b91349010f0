"""How many readers are in which version of a story."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.story import story_progress


@dataclass(frozen=True, slots=True)
class RunsView:
    """The present runs of one compiled story: those under way, and those that came to an end."""

    hash: str
    under_way: int
    ended: int


@dataclass(frozen=True, slots=True)
class RunView:
    """One run under way: whose, in which language, of which compiled story, and where it stands."""

    user_id: UserId
    language: str
    hash: str
    place: str


def runs_by_hash(read: Connection, story: str) -> list[RunsView]:
    """The present runs of a story, by the compiled story that they are pinned to."""
    ended = story_progress.c.ended
    rows = read.execute(
        select(story_progress.c.hash, ended, func.count())
        .where(story_progress.c.story == story, story_progress.c.hash.is_not(None))
        .group_by(story_progress.c.hash, ended)
        .order_by(story_progress.c.hash)
    )
    counted: dict[str, dict[bool, int]] = {}
    for story_hash, over, count in rows:
        counted.setdefault(story_hash, {})[bool(over)] = count
    return [RunsView(each, counts.get(False, 0), counts.get(True, 0)) for each, counts in counted.items()]


def runs_apart_from(read: Connection, story: str, hashes: Iterable[str]) -> list[RunView]:
    """The runs under way that are pinned to none of these compiled stories, in the order of their users."""
    rows = read.execute(
        select(story_progress.c.user_id, story_progress.c.language, story_progress.c.hash, story_progress.c.place)
        .where(
            story_progress.c.story == story,
            story_progress.c.ended.is_(False),
            story_progress.c.hash.not_in(list(hashes)),
        )
        .order_by(story_progress.c.user_id)
    )
    return [RunView(UserId(row.user_id), row.language, row.hash, row.place or "") for row in rows]
