"""Moving a reader to another version of a story, for those who look after the stories."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adapters.http.correlation import correlation_id
from adapters.http.requests import Body, Changed, Changes, Services, Stored, UserInPath, scope
from adapters.http.services import KeyInfo
from commands.story_migration import MigrateStory, PlanStoryMigration, StoryMigrationPlan

router = APIRouter(prefix="/v1/users/{user_id}/story/migration", tags=["story"])

StoryName = Annotated[str, Field(min_length=1, max_length=40)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="of one of the story's versions in force")]


class Migration(Body):
    """The version to move to, by the hash of its compiled story: one language of those in force."""

    story: StoryName
    hash: Hash


class Plan(BaseModel):
    """What would become of the run: whether it `moves`; if not, `why`. `dropped` are the checkpoints that would be
    lost, each with the reason."""

    story: str
    place: str
    from_hash: str
    to_hash: str
    moves: bool
    why: str | None
    dropped: dict[str, str]


@router.get("", dependencies=[scope("admin"), Stored])
async def plan_story_migration(
    user_id: UserInPath, app: Services, story: Annotated[StoryName, Query()], hash: Annotated[Hash, Query()]
) -> Plan:
    """What moving this reader would do; nothing is recorded. 404 for a version that is not in force, 409 for no run."""
    context = app.bus.context("http:look", actor="api", source="http", correlation_id=correlation_id.get())
    plan: StoryMigrationPlan = await app.bus.ask(PlanStoryMigration(user_id, story, hash), context)
    return Plan(
        story=plan.story,
        place=plan.place,
        from_hash=plan.from_hash,
        to_hash=plan.to_hash,
        moves=plan.moves,
        why=plan.why,
        dropped=plan.dropped,
    )


@router.post("")
async def migrate_story(
    user_id: UserInPath, body: Migration, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Moves the run to another version, in the same place; all that was given stays given. 409 says why it can't move.

    `result` is `{story, from_hash, to_hash, language, turn, place, dropped, …}`.
    """
    return await change.give(MigrateStory(user_id, body.story, body.hash), key)
