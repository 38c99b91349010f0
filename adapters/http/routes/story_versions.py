"""Which versions a story had, and the way back to the one before, for those who look after the stories."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from adapters.http.requests import Changed, Changes, Fresh, Services, Stored, scope
from adapters.http.services import KeyInfo
from commands.story_content import RollBackStory
from domain.recorded import Recorded
from domain.story_content import StoryContent
from queries.catalogue import defined
from queries.story_versions import VersionView, runs_by_hash, versions_of

router = APIRouter(prefix="/v1/stories/{story}", tags=["story"])

StoryInPath = Annotated[str, Path(max_length=40)]


class Versions(BaseModel):
    """Versions, the newest first. `languages` are the hashes of what was compiled; `runs` and `ended` are readings."""

    items: list[VersionView]


@router.get("/versions", dependencies=[scope("admin"), Fresh, Stored])
async def list_story_versions(story: StoryInPath, app: Services) -> Versions:
    """The versions that a story in force had: since when, by whom, which is in force, and who reads which."""
    in_force = app.bus.content.story(story)
    stream = await app.log.read_stream(StoryContent.stream(story))
    runs = {each.hash: each for each in await app.reads.run(runs_by_hash, story)}
    brought = {each.id: each.valid_from for each in await app.reads.run(defined, "stories")}
    events = [event for event in stream if isinstance(event, Recorded)]
    return Versions(items=versions_of(in_force, events, runs, brought.get(story)))


@router.post("/rollback")
async def roll_back_story(
    story: StoryInPath, app: Services, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Returns to the version that was in force before; once more, one further. Readings under way keep theirs.

    `result` is `{story, version, replaced, …}`; within a second new readings begin with it. 409 if there is none, or if
    it names what the content has no more.
    """
    app.bus.content.story(story)
    return await change.give(RollBackStory(story), key)
