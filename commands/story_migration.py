"""Moving one reader's run to another version of its story; or looking first what would come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from commands.story_reader import Externals, Reader, streams
from domain.errors import NotFound
from domain.story_migration import StoryCannotMove
from domain.story_step import StoryStep


@dataclass(frozen=True, slots=True)
class MigrateStory(UserCommand):
    """Moves a run to the version with this content `hash`, one of those in force; one that is there already stays.

    The reader keeps their place, and all that they were given. Raises StoryNotStarted, NotFound (of kind `version`),
    StoryCannotMove, StoryUnavailable.
    """

    requires_active_user: ClassVar[bool] = False

    story: str
    hash: str


@dataclass(frozen=True, slots=True)
class PlanStoryMigration(UserCommand):
    """A question: what MigrateStory would do, as StoryMigrationPlan. Raises StoryNotStarted, NotFound."""

    requires_active_user: ClassVar[bool] = False

    story: str
    hash: str


@dataclass(frozen=True, slots=True)
class StoryMigrationPlan:
    """What would become of a run. `why` is the reason why it can't be moved, None where it can.

    `dropped` are the checkpoints that it could not go back to any more, each with the reason.
    """

    story: str
    place: str
    from_hash: str
    to_hash: str
    why: str | None = None
    dropped: dict[str, str] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Whether the run can be moved."""
        return self.why is None


@dataclass(frozen=True, slots=True)
class _Move:
    """A run as the other version tells it. `reached` is None for one that is over, in a place that is no more."""

    language: str
    reached: StoryStep | None
    checkpoints: dict[str, str]
    dropped: dict[str, str]


def _moved(events: Sequence[Fact]) -> dict[str, Any]:
    """Where the run stands now, and what it could not take along; the saved places themselves are the log's."""
    state = {name: value for name, value in events[0].state.items() if name not in ("run", "state", "checkpoints")}
    return state | {"checkpoints": sorted(events[0].state["checkpoints"])}


@handles(MigrateStory, loads=streams, answers=_moved)
def migrate_story(command: MigrateStory, context: Context, reader: Reader) -> None:
    reader.user.require_registered()
    if reader.begun_story.hash == command.hash:
        return
    move = _move(reader, command.hash)
    reader.story.migrate(
        command.hash,
        language=move.language,
        runtime=context.stories.version,
        reached=move.reached,
        checkpoints=move.checkpoints,
    )


@handles(PlanStoryMigration, loads=streams)
def plan_story_migration(command: PlanStoryMigration, context: Context, reader: Reader) -> StoryMigrationPlan:
    reader.user.require_registered()
    story = reader.begun_story
    at = (story.story, story.place, story.hash, command.hash)
    if story.hash == command.hash:
        return StoryMigrationPlan(*at)
    try:
        return StoryMigrationPlan(*at, dropped=_move(reader, command.hash).dropped)
    except StoryCannotMove as why:
        return StoryMigrationPlan(*at, why=why.reason)


def _move(reader: Reader, to: str) -> _Move:
    """Raises StoryNotStarted, NotFound, StoryCannotMove."""
    story, versions = reader.begun_story, reader.definition.languages
    language = next((language for language, hash in versions.items() if hash == to), None)
    if language is None:
        raise NotFound("version", to)
    kept: dict[str, str] = {}
    dropped: dict[str, str] = {}
    for name, checkpoint in story.checkpoints.items():
        try:
            kept[name] = _told_by(reader, to, checkpoint["state"]).before
        except StoryCannotMove as why:
            dropped[name] = why.reason
    return _Move(language, _present(reader, to), kept, dropped)


def _present(reader: Reader, to: str) -> StoryStep | None:
    if not reader.story.ended:
        return _told_by(reader, to, reader.story.before)
    try:
        return _told_by(reader, to, reader.story.before)
    except StoryCannotMove:
        return None


def _told_by(reader: Reader, to: str, before: str) -> StoryStep:
    return reader.context.stories.migrate(reader.story.hash, to, before, Externals(reader))
