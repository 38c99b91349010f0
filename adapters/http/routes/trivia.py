"""Trivia: questions that are open, opening one, and answering."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field, StrictInt

from adapters.http.problems import speaks_spanish
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import ApiServices, KeyInfo
from commands.trivia import AnswerTrivia, AskForTrivia, OpenTrivia
from domain.errors import NotFound
from domain.ids import UserId
from domain.trivia_definition import LONGEST, MAX_OPTIONS, SHORTEST
from domain.users import Language
from queries.trivia import RoundView, TriviaScore, open_rounds, trivia_round, trivia_score

router = APIRouter(prefix="/v1", tags=["trivia"])

TriviaInPath = Annotated[str, Path(max_length=64, description="as opening it answered")]


class NewTrivia(Body):
    """One question of the content (a random one if none is named). `seconds` is how long it takes answers; the content
    says so where it is left out."""

    language: Language | None = None
    question: Annotated[str, Field(max_length=64)] | None = None
    seconds: Annotated[StrictInt, Field(ge=SHORTEST, le=LONGEST)] | None = None


class NewAnswer(Body):
    """`option` counts from 0, in the order in which they are shown."""

    user: Annotated[UserId, Field(max_length=64)]
    option: Annotated[StrictInt, Field(ge=0, lt=MAX_OPTIONS)]


class Question(BaseModel):
    """A question as it was put. `text` and `options` are null where the content has dropped it since. `right` and
    `explanation` are told once it is closed."""

    id: str
    question: str
    language: str
    difficulty: str
    text: str | None
    options: list[str] | None
    opened_at: datetime
    closes_at: datetime
    chat: str | None
    answers: int
    right: int | None = None
    right_answers: int | None = None
    explanation: str | None = None


class Questions(BaseModel):
    """Those that take answers now, the one that closes first at first."""

    items: list[Question]


@router.get("/trivia", dependencies=[scope("read"), Fresh])
async def list_trivia(app: Services) -> Questions:
    """The questions that are open to everybody now."""
    now = app.clock.now()
    return Questions(items=[_told(app, each, now) for each in await app.reads.run(open_rounds, now)])


@router.get("/trivia/{trivia}", dependencies=[scope("read"), Fresh])
async def get_trivia(trivia: TriviaInPath, app: Services) -> Question:
    """One question; what is right is told once it is closed."""
    found = await app.reads.run(trivia_round, trivia)
    if found is None:
        raise NotFound("trivia", trivia)
    return _told(app, found, app.clock.now())


@router.post("/trivia")
async def open_trivia(
    request: Request, body: NewTrivia, change: Changes, key: Annotated[KeyInfo, scope("admin")]
) -> Changed:
    """Puts a question to whoever is led to it; `result` is `{trivia, question, language, difficulty, closes_at, chat}`.

    In Telegram the link `https://t.me/<bot>?start=quiz_<trivia>` leads there, as from a channel's post."""
    language = body.language or ("es" if speaks_spanish(request) else "en")
    return await change.give(OpenTrivia(language, body.question, body.seconds), key)


@router.post("/trivia/{trivia}/answers")
async def answer_trivia(
    trivia: TriviaInPath, body: NewAnswer, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Answers for a user, once; `result` tells whether it was `correct`, the `right` option, and what it earned."""
    return await change.give(AnswerTrivia(body.user, trivia, body.option), key, actor=body.user)


@router.get("/users/{user_id}/trivia", dependencies=[scope("read"), Fresh])
async def get_trivia_score(user_id: UserInPath, app: Services) -> TriviaScore:
    """How a user has done so far."""
    await known_user(app, user_id)
    return await app.reads.run(trivia_score, user_id)


@router.post("/users/{user_id}/trivia")
async def ask_for_trivia(user_id: UserInPath, change: Changes, key: Annotated[KeyInfo, scope("write")]) -> Changed:
    """Puts the user a question of their own, as they may ask so many times a day. 409 while the last one waits."""
    return await change.give(AskForTrivia(user_id), key, actor=user_id)


def _told(app: ApiServices, view: RoundView, now: datetime) -> Question:
    told = Question(
        id=view.trivia,
        question=view.question,
        language=view.language,
        difficulty=view.difficulty,
        text=None,
        options=None,
        opened_at=view.opened_at,
        closes_at=view.closes_at,
        chat=view.chat,
        answers=view.answers,
    )
    closed = now >= view.closes_at
    if closed:
        told.right, told.right_answers = view.order.index(0), view.right_answers
    try:
        words = app.bus.content.question(view.question).text(view.language)
    except NotFound:
        words = None
    if words is not None and len(words.wrong) + 1 == len(view.order):
        told.text, told.options = words.question, words.options(view.order)
        told.explanation = words.explanation or None if closed else None
    return told
