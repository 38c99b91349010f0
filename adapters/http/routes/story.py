"""The story: where a reader is, and their next choice."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.correlation import correlation_id
from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, Stored, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import ApiServices, KeyInfo
from commands.story import ChooseInStory, GoBackInStory, RestartStory, ShowStory, StoryView
from domain.ids import UserId
from domain.story_step import with_name
from queries.story import StoryChoiceView, StoryProgressView, stories_of, story_choices_of

router = APIRouter(prefix="/v1/users/{user_id}/story", tags=["story"])

Write = Annotated[KeyInfo, scope("write")]
StoryId = Annotated[str | None, Query(min_length=1, max_length=40, description="the default story, unless named")]
AnyStory = Annotated[str | None, Query(min_length=1, max_length=40, description="of this story only")]

TurnLeft = Annotated[StrictInt | None, Field(ge=0, le=2**31 - 1)]
Turn = Annotated[int | None, Query(ge=0, le=2**31 - 1, description="of the place that is left, so that it is once")]

reading = [scope("read"), Fresh]

UNNAMED = "…"
"""Stands where the name of somebody unknown to the vault would."""


class Choice(Body):
    """`choice` is the index of one that is offered now; `turn` and `offer`, if sent, must be those of the place."""

    model_config = ConfigDict(json_schema_extra={"example": {"story": "correo", "choice": 0}})

    story: Annotated[str, Field(min_length=1, max_length=40)]
    choice: Annotated[StrictInt, Field(ge=0, le=1_000)]
    turn: TurnLeft = None
    offer: Annotated[str | None, Field(max_length=40)] = None


class Leaving(Body):
    """The `story`, the default one unless named; `turn`, if sent, must be that of the place which is left.

    Both may stand in the query instead.
    """

    model_config = ConfigDict(json_schema_extra={"example": {"story": "correo"}})

    story: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    turn: TurnLeft = None


class Offered(BaseModel):
    """A choice. One that is `locked` can't be taken yet: `why` is vip, level, mission or item, `needs` the level or id.

    One that is not `affordable` costs more than there is.
    """

    index: int
    text: str
    cost: int
    locked: bool
    why: str | None
    needs: str | None
    affordable: bool


class Place(BaseModel):
    """A place of the story as it is shown now. Before any run (`begun` is false) it is the opening."""

    story: str
    language: str
    begun: bool
    place: str
    turn: int
    offer: str
    depth: int
    ended: bool
    checkpoints: list[str]
    text: str
    images: list[str]
    choices: list[Offered]


class Begun(BaseModel):
    """Ways through stories."""

    items: list[StoryProgressView]


class Chosen(BaseModel):
    """Choices, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[StoryChoiceView]
    next: str | None


@router.get("", dependencies=[scope("read"), Stored])
async def get_story(user_id: UserInPath, app: Services, story: StoryId = None) -> Place:
    """The present place, read from the log itself: it is never behind.

    Before any run it is the opening, whose first choice also begins the run.
    """
    question = ShowStory(user_id, story or app.bus.content.default_story.id)
    context = app.bus.context("http:look", actor="api", source="http", correlation_id=correlation_id.get())
    view: StoryView = await app.bus.ask(question, context)
    name = await _first_name(app, user_id)
    return Place(
        story=view.story,
        language=view.language,
        begun=view.begun,
        place=view.place,
        turn=view.turn,
        offer=view.offer,
        depth=view.depth,
        ended=view.ended,
        checkpoints=[each.name for each in view.checkpoints],
        text=with_name(view.text, name),
        images=list(view.images),
        choices=[
            Offered(
                index=choice.index,
                text=with_name(choice.text, name),
                cost=choice.cost,
                locked=choice.locked,
                why=choice.why,
                needs=choice.needs,
                affordable=choice.affordable,
            )
            for choice in view.choices
        ],
    )


async def _first_name(app: ApiServices, user_id: UserId) -> str:
    person = (await app.vault.people([user_id])).get(user_id)
    return person.first_name if person else UNNAMED


@router.get("/progress", dependencies=reading)
async def list_stories(user_id: UserInPath, app: Services) -> Begun:
    """The stories that somebody has begun, and how far they are; the last read first."""
    await known_user(app, user_id)
    return Begun(items=list(await app.reads.run(stories_of, user_id)))


@router.get("/choices", dependencies=reading)
async def list_choices(
    user_id: UserInPath, app: Services, story: AnyStory = None, cursor: Cursor = None, limit: PageSize = 50
) -> Chosen:
    """Every choice that somebody made, the newest first, with what it cost and gave. The reader's name is left out."""
    await known_user(app, user_id)
    page = await app.reads.run(story_choices_of, user_id, story, position_of(app, cursor), limit)
    items = [replace(each, text=with_name(each.text, UNNAMED)) for each in page.items]
    return Chosen(items=items, next=next_cursor(app, page.next))


@router.post("/choices")
async def choose_in_story(user_id: UserInPath, body: Choice, change: Changes, key: Write) -> Changed:
    """Takes a choice; `result` is `{story, turn, place, choice, text, effects, ended}`, and `balance` if besitos moved.

    402 if it costs more than there is, 403 if it is locked, 409 if it is not offered now. What the reached place says
    is at `GET …/story`: it depends on who looks, and when.
    """
    return await change.give(ChooseInStory(user_id, body.story, body.choice, body.turn, body.offer), key, actor=user_id)


@router.post("/checkpoints/{checkpoint}")
async def go_back_in_story(
    user_id: UserInPath,
    checkpoint: Annotated[str, Path(description="one of `checkpoints`")],
    app: Services,
    change: Changes,
    key: Write,
    body: Leaving | None = None,
    story: StoryId = None,
    turn: Turn = None,
) -> Changed:
    """Returns to a checkpoint that this run has come by; `result` is `{story, checkpoint, turn, place, depth}`.

    409 if it has not come by, or has gone on since `turn`.
    """
    left = _left(app, body, story, turn)
    return await change.give(GoBackInStory(user_id, left.story, checkpoint, left.turn), key, actor=user_id)


@router.post("/restart")
async def restart_story(
    user_id: UserInPath,
    app: Services,
    change: Changes,
    key: Write,
    body: Leaving | None = None,
    story: StoryId = None,
    turn: Turn = None,
) -> Changed:
    """Begins a story again from its opening. What it gave is kept, and not given again.

    `result` is `{story, turn, place, effects, ended}`, empty if the reader stands at the opening already. 409 if they
    have gone on since `turn`.
    """
    left = _left(app, body, story, turn)
    return await change.give(RestartStory(user_id, left.story, left.turn), key, actor=user_id)


@dataclass(frozen=True, slots=True)
class _Left:
    """Which story somebody leaves their place of, and the turn of that place."""

    story: str
    turn: int | None


def _left(app: ApiServices, body: Leaving | None, story: str | None, turn: int | None) -> _Left:
    """What body and query say together. Raises RequestValidationError where they say different things."""
    said = body or Leaving()
    for name, here, there in (("story", said.story, story), ("turn", said.turn, turn)):
        if here is not None and there is not None and here != there:
            reason = {"type": "value_error", "loc": ("body", name), "msg": f"the query says another {name}"}
            raise RequestValidationError([reason])
    wanted = said.story or story or app.bus.content.default_story.id
    return _Left(wanted, turn if said.turn is None else said.turn)
