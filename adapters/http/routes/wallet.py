"""Besitos: balance, statement, and corrections by an integrator or admin."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.wallet import MoveBesitos
from domain.reasons import MAX_REASON
from domain.wallet import MAX_AMOUNT
from queries.wallet import MovementView, WalletView, wallet_transactions, wallet_view

router = APIRouter(prefix="/v1/users/{user_id}/wallet", tags=["wallet"])

reading = [scope("read"), Fresh]


class Movement(Body):
    """`amount` above 0 credits, below 0 debits. `reason` is shown in the statement."""

    model_config = ConfigDict(json_schema_extra={"example": {"amount": 100, "reason": "prize of the raffle"}})

    amount: Annotated[StrictInt, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


class Statement(BaseModel):
    """Movements, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[MovementView]
    next: str | None


@router.get("", dependencies=reading)
async def get_wallet(user_id: UserInPath, app: Services) -> WalletView:
    """What can be spent and what is held, in besitos; and all-time sums."""
    await known_user(app, user_id)
    return await app.reads.run(wallet_view, user_id)


@router.get("/transactions", dependencies=reading)
async def list_transactions(
    user_id: UserInPath, app: Services, cursor: Cursor = None, limit: PageSize = 50
) -> Statement:
    """Every movement, the newest first."""
    await known_user(app, user_id)
    page = await app.reads.run(wallet_transactions, user_id, position_of(app, cursor), limit)
    return Statement(items=list(page.items), next=next_cursor(app, page.next))


@router.post("/transactions")
async def move_besitos(
    user_id: UserInPath, body: Movement, change: Changes, key: Annotated[KeyInfo, scope("wallet")]
) -> Changed:
    """Credits or debits; `result` is `{amount, reason, balance}`. 402 if there is too little, 409 if too much."""
    return await change.give(MoveBesitos(user_id, body.amount, body.reason), key)
