"""What the routes share: who asks, under which command id, and which position a read must have reached."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from adapters.http.correlation import correlation_id
from adapters.http.problems import RETRY_AFTER, Problem
from adapters.http.services import ApiServices, KeyInfo
from commands.bus import Receipt
from commands.context import Command
from projections.waiting import NotReached, ParkedAt, ProjectionStopped

MIN_POSITION_TIMEOUT = 2.0
SCOPES = {
    "read": "read users, wallets, missions, achievements, stories",
    "write": "act for users: register, claim, choose, change settings",
    "wallet": "credit and debit besitos",
    "events:read": "read the event feed, history and traces",
    "events:write": "record external facts",
    "admin": "administration: projections, memberships, bans",
}

_bearer = HTTPBearer(auto_error=False, description="An API key, made by `yabot keys create`")


def services(request: Request) -> ApiServices:
    found: ApiServices = request.app.state.services
    return found


Services = Annotated[ApiServices, Depends(services)]


def scope(needed: str) -> Callable[..., Any]:
    """A dependency that lets in only keys with this scope, and gives the key."""
    assert needed in SCOPES, needed

    async def allowed(
        app: Services, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> KeyInfo:
        key = await app.keys.verify(credentials.credentials) if credentials else None
        if key is None:
            raise Problem(
                401,
                "missing-key",
                "send Authorization: Bearer <key>; make a key with `yabot keys create`",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if needed not in key.scopes:
            raise Problem(403, "missing-scope", f"this needs the scope {needed}", extra={"scope": needed})
        return key

    return allowed


async def reached_position(
    app: Services,
    minimum: Annotated[int | None, Header(alias="X-Min-Position", ge=0, le=2**63 - 1)] = None,
) -> None:
    """Makes a read wait until the rows include X-Min-Position, up to 2 s; then it is 503."""
    if minimum is None:
        return
    try:
        await app.reads.wait_for(minimum, MIN_POSITION_TIMEOUT)
    except (NotReached, ParkedAt, ProjectionStopped) as error:
        raise Problem(503, "not-caught-up", str(error), headers={"Retry-After": str(RETRY_AFTER)}) from None


Fresh = Depends(reached_position)


class Change:
    """Gives a command on behalf of an API key, and tells the client where it was recorded."""

    def __init__(
        self,
        app: Services,
        response: Response,
        key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)] = None,
    ) -> None:
        self._app = app
        self._response = response
        self._key = key or uuid4().hex

    async def give(self, command: Command, by: KeyInfo, actor: str | None = None) -> dict[str, Any]:
        """The answer `{positions, result}` of every change. Raises what the bus raises."""
        context = self._app.bus.context(
            f"http:{by.id}:{self._key}",
            actor=actor or f"key:{by.id}",
            source="http",
            correlation_id=correlation_id.get(),
        )
        receipt = await self._app.bus.execute(command, context)
        return self.answer(receipt)

    def answer(self, receipt: Receipt) -> dict[str, Any]:
        if receipt.position is not None:
            self._response.headers["X-Event-Position"] = str(receipt.position)
        if receipt.repeated:
            self._response.headers["Idempotent-Replayed"] = "true"
        return {"positions": list(receipt.positions), "result": receipt.result}


Changes = Annotated[Change, Depends()]
