"""Hints put together: two that somebody knows become a secret."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from adapters.http.requests import Body, Changed, Changes, UserInPath, scope
from adapters.http.services import KeyInfo
from commands.deductions import PutHintsTogether

router = APIRouter(prefix="/v1/users/{user_id}/inventory/hints", tags=["mochila"])

Write = Annotated[KeyInfo, scope("write")]
Hint = Annotated[str, Field(min_length=1, max_length=40)]


class TwoHints(Body):
    """Two hints that the user knows, in any order."""

    hints: Annotated[list[Hint], Field(min_length=2, max_length=2)]


@router.post("/combine")
async def put_hints_together(user_id: UserInPath, body: TwoHints, change: Changes, key: Write) -> Changed:
    """Says what follows from two hints, and keeps it. `result` is `{hint, story, deduction}`; 409 if nothing follows,
    if one of them is not known, or the secret is."""
    one, other = body.hints
    return await change.give(PutHintsTogether(user_id, (one, other)), key)
