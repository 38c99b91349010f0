"""Moving the runs of a story to the version in force, one by one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from commands.bus import Bus
from commands.context import Context
from commands.story_migration import MigrateStory, PlanStoryMigration, StoryMigrationPlan
from domain.errors import DomainError, NotFound
from domain.story_migration import StoryCannotMove
from domain.story_refusals import StoryNotStarted
from queries.story_versions import RunView

Report = Callable[[int, int], None]
"""Runs looked at, and of how many."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Runs that can't be moved from one place for one reason: they go on with their version."""

    place: str
    why: str
    runs: int


@dataclass(frozen=True, slots=True)
class Migration:
    """What came of it, or would. `gone` were there no more: erased, begun anew, or moved meanwhile."""

    runs: int
    moved: int
    gone: int
    stuck: Sequence[Stuck]


async def migrate_runs(
    bus: Bus, story: str, runs: Sequence[RunView], report: Report, *, moving: bool, actor: str
) -> Migration:
    """Moves each of these runs, or with `moving` false only asks what would come of it.

    Each run is a command of its own: broken off, it has moved some of them, and the next time finds the rest. A run
    that is there already stays. Raises StoreUnavailable and OutcomeUnknown.
    """
    definition, batch = bus.content.story(story), uuid4().hex
    moved = gone = 0
    stuck: Counter[tuple[str, str]] = Counter()
    for done, run in enumerate(runs, start=1):
        to = definition.compiled(definition.language(run.language))
        context = _context(bus, f"story:migrate:{batch}:{run.user_id}", actor)
        try:
            if moving:
                receipt = await bus.execute(MigrateStory(run.user_id, story, to), context)
                moved += bool(receipt.events)
                gone += not receipt.events
            else:
                plan: StoryMigrationPlan = await bus.ask(PlanStoryMigration(run.user_id, story, to), context)
                if plan.why is None:
                    moved += 1
                else:
                    stuck[plan.place, plan.why] += 1
        except StoryCannotMove as why:
            stuck[run.place, why.reason] += 1
        except (NotFound, StoryNotStarted):
            gone += 1
        except DomainError as refusal:
            stuck[run.place, str(refusal)] += 1
        report(done, len(runs))
    most_first = [Stuck(place, why, count) for (place, why), count in stuck.most_common()]
    return Migration(len(runs), moved, gone, most_first)


def _context(bus: Bus, command_id: str, actor: str) -> Context:
    return bus.context(command_id, actor=actor, source="story")
