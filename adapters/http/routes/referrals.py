"""Who came by whose invitation."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.referrals import AcceptInvitation
from domain.errors import NotFound
from domain.ids import UserId
from domain.referrals import referral_code
from queries.referrals import ReferralView, brought_by, user_of_code

router = APIRouter(prefix="/v1/users/{user_id}/referrals", tags=["users"])


class Invitation(Body):
    """Who invited the user: by their `code`, or by their id as `referrer`."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": "k3vq7c2ma5xd"}})

    code: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    referrer: Annotated[UserId | None, Field(min_length=1, max_length=64)] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.code is None) == (self.referrer is None):
            raise ValueError("name one of code and referrer")
        return self


class Referrals(BaseModel):
    """The user's own code, who brought them, and whom they have brought: the latest 20 one by one."""

    code: str
    invited_by: UserId | None
    pending: int
    rewarded: int
    items: list[ReferralView]


@router.get("", dependencies=[scope("read"), Fresh])
async def list_referrals(user_id: UserInPath, app: Services) -> Referrals:
    """The user's code, and who came by it. `pending` are those who have not done something real yet."""
    await known_user(app, user_id)
    found = await app.reads.run(brought_by, user_id)
    return Referrals(
        code=referral_code(user_id),
        invited_by=found.invited_by,
        pending=found.pending,
        rewarded=found.rewarded,
        items=list(found.latest),
    )


@router.post("")
async def accept_invitation(
    user_id: UserInPath, body: Invitation, app: Services, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Notes who brought the user, on their first day and before their first gift; `result` is `{referrer}`.

    404 for a code that is nobody's, 409 for one's own, for a second one, and for who is no newcomer.
    """
    referrer = body.referrer
    if body.code is not None:
        referrer = await app.reads.run(user_of_code, body.code)
        if referrer is None:
            raise NotFound("referrer", body.code)
    assert referrer is not None  # the body names one of them
    return await change.give(AcceptInvitation(user_id, referrer), key, actor=user_id)
