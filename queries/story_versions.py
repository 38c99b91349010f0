"""Which versions a story had, and how many readers are in which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from domain.recorded import Recorded
from domain.story_content import version_of
from domain.story_definition import StoryDefinition
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


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a story. `since` and `by` tell when it last came into force, and through whom."""

    story: str
    version: str
    in_force: bool
    since: datetime | None
    by: str
    languages: Mapping[str, str]
    runs: int
    ended: int


def versions_of(
    in_force: StoryDefinition, events: Iterable[Recorded], runs: Mapping[str, RunsView], brought: datetime | None
) -> list[VersionView]:
    """The newest first; runs of compiled stories from before any of them stand below, without a version.

    `events` are those of the story's stream. `brought` is since when the catalogue tells of the story as it is now: the
    log knows no other time of a version that only ever came with the content folder.
    """
    last: dict[str, Recorded] = {}
    for event in events:
        version = str(event.state["version"])
        last.pop(version, None)
        last[version] = event
    told: list[tuple[str, Recorded | None, Mapping[str, str]]] = []
    told += [(version, each, each.languages) for version, each in reversed(last.items())]
    present = version_of(in_force)
    if present not in last:
        told.insert(0, (present, None, {str(language): each for language, each in in_force.languages.items()}))
    known = {each for _, _, languages in told for each in languages.values()}
    told += [("", None, {"?": each}) for each in runs if each not in known]
    views: list[VersionView] = []
    for version, put, languages in told:
        of_this = [runs[each] for each in languages.values() if each in runs]
        views.append(
            VersionView(
                story=in_force.id,
                version=version,
                in_force=version == present,
                since=put.timestamp if put else brought if version == present else None,
                by="content folder" if put is None or put.state.get("released") else put.actor,
                languages=languages,
                runs=sum(each.under_way for each in of_this),
                ended=sum(each.ended for each in of_this),
            )
        )
    return views
