"""The story: where a reader is, and their next choice."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.correlation import correlation_id
from adapters.http.requests import Changes, Services, scope
from adapters.http.services import ApiServices, KeyInfo
from commands.story import ChooseInStory, GoBackInStory, ShowStory, StoryView
from domain.ids import UserId
from domain.story_step import NAME_MARK

router = APIRouter(prefix="/v1/users/{user_id}/story", tags=["story"])

Write = Annotated[KeyInfo, Depends(scope("write"))]


class Choice(BaseModel):
    """`choice` is the index of one that is offered now; `turn` and `offer`, if sent, must be those of the place."""

    model_config = ConfigDict(extra="forbid")

    story: Annotated[str, Field(min_length=1, max_length=40)]
    choice: Annotated[StrictInt, Field(ge=0, le=1_000)]
    turn: StrictInt | None = None
    offer: str | None = None


@router.get("", dependencies=[Depends(scope("read"))])
async def present_place(user_id: UserId, app: Services, story: str | None = None) -> dict[str, Any]:
    """The present place of a story (the default one, unless named), as it would be shown now.

    Before any run it is the opening. A choice that is `locked` can't be taken yet; one that is not `affordable` costs
    more than there is.
    """
    question = ShowStory(user_id, story or app.bus.content.default_story.id)
    context = app.bus.context("http:look", actor="api", source="http", correlation_id=correlation_id.get())
    view: StoryView = await app.bus.ask(question, context)
    name = await _first_name(app, user_id)
    return {
        "story": view.story,
        "language": view.language,
        "begun": view.begun,
        "place": view.place,
        "turn": view.turn,
        "offer": view.offer,
        "depth": view.depth,
        "ended": view.ended,
        "checkpoints": view.checkpoints,
        "text": view.text.replace(NAME_MARK, name),
        "images": view.images,
        "choices": [
            {
                "index": choice.index,
                "text": choice.text.replace(NAME_MARK, name),
                "cost": choice.cost,
                "locked": choice.locked,
                "why": choice.why,
                "affordable": choice.affordable,
            }
            for choice in view.choices
        ],
    }


async def _first_name(app: ApiServices, user_id: UserId) -> str:
    person = (await app.vault.people([user_id])).get(user_id)
    return person.first_name if person else "…"


@router.post("/choices")
async def choose(user_id: UserId, body: Choice, change: Changes, key: Write) -> dict[str, Any]:
    """Takes a choice. 402 if it costs more than there is, 403 if it is for VIPs, 409 if it is not offered now."""
    return await change.give(ChooseInStory(user_id, body.story, body.choice, body.turn, body.offer), key, actor=user_id)


@router.post("/checkpoints/{checkpoint}")
async def go_back(
    user_id: UserId, checkpoint: str, app: Services, change: Changes, key: Write, story: str | None = None
) -> dict[str, Any]:
    """Returns to a checkpoint that this run has come by."""
    wanted = story or app.bus.content.default_story.id
    return await change.give(GoBackInStory(user_id, wanted, checkpoint), key, actor=user_id)
