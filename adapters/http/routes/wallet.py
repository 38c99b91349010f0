"""Besitos: balance, statement, and corrections by an integrator or admin."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.cursors import cursor_at, position_of
from adapters.http.requests import Changes, Fresh, Services, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.wallet import MAX_REASON, MoveBesitos
from domain.ids import UserId
from domain.wallet import MAX_AMOUNT
from queries.wallet import wallet_transactions, wallet_view

router = APIRouter(prefix="/v1/users/{user_id}/wallet", tags=["wallet"])

reading = [Depends(scope("read")), Fresh]


class Movement(BaseModel):
    """`amount` above 0 credits, below 0 debits. `reason` is shown in the statement."""

    model_config = ConfigDict(extra="forbid")

    amount: Annotated[StrictInt, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


@router.get("", dependencies=reading)
async def balance(user_id: UserId, app: Services) -> dict[str, int]:
    """What can be spent and what is held, in besitos; and all-time sums."""
    await known_user(app, user_id)
    return asdict(await app.reads.run(wallet_view, user_id))


@router.get("/transactions", dependencies=reading)
async def statement(
    user_id: UserId,
    app: Services,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """Every movement, the newest first."""
    await known_user(app, user_id)
    page = await app.reads.run(wallet_transactions, user_id, position_of(app, cursor), limit)
    return {
        "items": [asdict(each) for each in page.items],
        "next": cursor_at(app, page.next) if page.next is not None else None,
    }


@router.post("/transactions")
async def move(
    user_id: UserId, body: Movement, change: Changes, key: Annotated[KeyInfo, Depends(scope("wallet"))]
) -> dict[str, Any]:
    """Credits or debits. 402 if there is too little."""
    return await change.give(MoveBesitos(user_id, body.amount, body.reason), key)
