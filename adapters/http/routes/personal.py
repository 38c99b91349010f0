"""What the community says to one person in passing."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.http.correlation import correlation_id
from adapters.http.requests import Services, Stored, UserInPath, scope
from commands.narrative import NarrativeIntegrator
from domain.story_step import with_name

router = APIRouter(prefix="/v1/users/{user_id}/personal", tags=["story"])

UNNAMED = "…"
"""Stands where the name of somebody unknown to the vault would."""


class Personal(BaseModel):
    """What a slot tells this user. `variant` is its place among the slot's in the content, from 0."""

    slot: str
    variant: int
    language: str
    text: str


@router.get("", dependencies=[scope("read"), Stored])
async def get_personal_text(
    user_id: UserInPath,
    app: Services,
    slot: Annotated[str, Query(min_length=1, max_length=40, description="of the content's `personal` texts")] = "home",
) -> Personal:
    """The first of the slot's variants that fits: by level, VIP, missions, what is in the mochila, what stories
    remember. It is read from the log itself, so it is never behind."""
    caller = app.bus.context("http:personal", actor="api", source="http", correlation_id=correlation_id.get())
    told = await NarrativeIntegrator(app.bus, caller).generate_personalized_content(user_id, {"slot": slot})
    person = (await app.vault.people([user_id])).get(user_id)
    text = with_name(told.text, person.first_name if person else UNNAMED)
    return Personal(slot=told.slot, variant=told.variant, language=told.language, text=text)
