"""What left for people, what may have, and whom nothing reaches."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adapters.http.requests import Services, Stored, scope
from commands.effects import EffectCounts, UncertainEffect
from queries.users import reach_counts

router = APIRouter(prefix="/v1/admin/deliveries", tags=["admin"])


class Deliveries(BaseModel):
    """Messages that nobody asked for: how many are in which state, and those that may or may not have left."""

    counts: Annotated[EffectCounts, Field(description="of the last 90 days")]
    uncertain: Annotated[
        list[UncertainEffect],
        Field(
            description="the newest first. `state` is what became of it: `unknown` still, or `sent` once more and so "
            "perhaps twice; only `money` is sent again"
        ),
    ]
    reach: Annotated[
        dict[str, int],
        Field(description="registered users whom messages reach, by `reach`: unknown, reachable, blocked …"),
    ]


@router.get("", dependencies=[scope("admin"), Stored])
async def list_deliveries(app: Services, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Deliveries:
    """States of all messages, those that may have left, and how many people messages reach."""
    return Deliveries(
        counts=await app.effects.counts(),
        uncertain=await app.effects.uncertain(limit),
        reach=await app.reads.run(reach_counts),
    )
