"""Besitos given from user to user."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.transfers import TransferBesitos
from domain.ids import UserId
from domain.wallet import MAX_AMOUNT
from queries.transfers import TransferView, transfers_of

router = APIRouter(prefix="/v1/users/{user_id}/transfers", tags=["wallet"])


class Transfer(Body):
    """`amount` leaves the sender; `to`, another user's id, gets it less the fee."""

    model_config = ConfigDict(json_schema_extra={"example": {"to": "8c11e0a7d95b42f6", "amount": 20}})

    to: Annotated[UserId, Field(min_length=1, max_length=64)]
    amount: Annotated[StrictInt, Field(ge=1, le=MAX_AMOUNT)]


class TransferList(BaseModel):
    """Transfers, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[TransferView]
    next: str | None


@router.get("", dependencies=[scope("read"), Fresh])
async def list_transfers(
    user_id: UserInPath, app: Services, cursor: Cursor = None, limit: PageSize = 50
) -> TransferList:
    """What the user sent and received, the newest first."""
    await known_user(app, user_id)
    page = await app.reads.run(transfers_of, user_id, position_of(app, cursor), limit)
    return TransferList(items=list(page.items), next=next_cursor(app, page.next))


@router.post("")
async def transfer_besitos(
    user_id: UserInPath, body: Transfer, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Gives besitos to another user, both wallets in one commit; `result` is `{to, amount, fee, received, balance}`.

    402 if there is too little; 409 to oneself, to whoever can't receive, outside of what one transfer may be, or over
    the day's limit (with `left` and `again_at`); 404 if the receiver is unknown.
    """
    return await change.give(TransferBesitos(user_id, body.to, body.amount), key, actor=user_id)
