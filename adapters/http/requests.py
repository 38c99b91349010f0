"""What the routes share: who asks, under which command id, and which position a read must have reached."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Header, Path, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from adapters.http.correlation import correlation_id
from adapters.http.cursors import MAX_POSITION
from adapters.http.problems import Problem, retry_later, unavailable
from adapters.http.scopes import SCOPES
from adapters.http.services import ApiServices, KeyInfo
from commands.context import Command
from commands.decision import Receipt
from commands.locks import Held
from commands.ports import CommandIdReused, StoreUnavailable
from domain.ids import UserId
from projections.waiting import NotReached, ParkedAt, ProjectionStopped
from queries.feed import json_safe

MIN_POSITION_TIMEOUT = 2.0
AWAY_TIMEOUT = 0.25
MOST_FIELDS = 50

_bearer = HTTPBearer(auto_error=False, description="An API key, made by `yabot keys create`")


class Body(BaseModel):
    """What a client sends: nothing but the fields that are asked for."""

    model_config = ConfigDict(extra="forbid")


def _in_utc(moment: datetime) -> datetime:
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be in the years 1 to 9999 in UTC") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A time with its zone, brought to what the log keeps: UTC in whole milliseconds."""

UserInPath = Annotated[
    UserId, Path(description="as `POST /v1/users` gave it: 16 hexadecimal digits", examples=["4f0c51d2a9e86b73"])
]

Plain = StrictStr | StrictInt | StrictBool
PlainFields = Annotated[dict[Annotated[str, Field(max_length=80)], Plain], Field(max_length=MOST_FIELDS)]
"""Fields that are decided by name in the domain: texts, whole numbers, yes or no; nothing nested."""


def services(request: Request) -> ApiServices:
    found: ApiServices = request.app.state.services
    return found


Services = Annotated[ApiServices, Depends(services)]


async def _verified(app: ApiServices, presented: str) -> KeyInfo | None:
    """The key. While the store is known to be away it is hardly waited for: keys used lately are in memory.

    What they open then are reads of the rows; what needs the store is refused after this.
    """
    try:
        async with asyncio.timeout(None if app.health.ready() else AWAY_TIMEOUT):
            return await app.keys.verify(presented)
    except (StoreUnavailable, TimeoutError):
        if (known := app.keys.remembered(presented)) is None:
            raise unavailable() from None
        return known


async def _allowed(
    needed: SecurityScopes,
    app: Services,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> KeyInfo:
    key = await _verified(app, credentials.credentials) if credentials else None
    if key is None:
        detail = "send Authorization: Bearer <key>; make a key with `yabot keys create`"
        raise Problem(401, "missing-key", detail, headers={"WWW-Authenticate": "Bearer"})
    for each in needed.scopes:
        if each not in key.scopes:
            raise Problem(403, "missing-scope", f"this needs the scope {each}", extra={"scope": each})
    return key


def presented_key(request: Request) -> str:
    """The key that came with a request which was let in."""
    return request.headers["authorization"].partition(" ")[2].strip()


def scope(needed: str) -> Any:
    """A dependency that lets in only keys with this scope, and gives the key. The OpenAPI document names the scope."""
    assert needed in SCOPES, needed
    return Security(_allowed, scopes=[needed])


async def reached_position(
    app: Services,
    minimum: Annotated[
        int | None,
        Header(
            alias="X-Min-Position",
            ge=0,
            le=MAX_POSITION,
            description="`X-Event-Position` of an answer: wait up to 2 s until what is read includes it",
        ),
    ] = None,
) -> None:
    """Makes a read wait until the rows include X-Min-Position, up to 2 s; then it is 503."""
    if minimum is None:
        return
    try:
        await app.reads.wait_for(minimum, MIN_POSITION_TIMEOUT)
    except (NotReached, ParkedAt, ProjectionStopped) as error:
        raise Problem(503, "not-caught-up", str(error), headers=retry_later()) from None


Fresh = Depends(reached_position)


async def store_at_hand(app: Services) -> None:
    """For what reads the log or the vault: Problem at once while the store is known to be away."""
    if not app.health.ready():
        raise unavailable()


Stored = Depends(store_at_hand)


class Changed(BaseModel):
    """The answer to every change: where it stands in the log, and what came of it.

    `positions` are those of the events that were recorded, none if there was nothing to do; then `result` is empty.
    """

    positions: list[int]
    result: dict[str, Any]


class Change:
    """Gives a command on behalf of an API key, and tells the client where it was recorded."""

    def __init__(
        self,
        app: Services,
        response: Response,
        key: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key",
                min_length=1,
                max_length=200,
                description="Names this change: sent again with the same body, it is not made again but answered again",
            ),
        ] = None,
    ) -> None:
        self._app = app
        self._response = response
        self._key = key or uuid4().hex

    async def is_repeat(self, by: KeyInfo) -> bool:
        """Whether a change of this name was answered before; what is given now will only be compared with it."""
        return await self._app.bus.answered(self._command_id(by))

    def alone(self, by: KeyInfo) -> Held:
        """Holds up other changes of this name, in this process, for the length of an `async with`."""
        return self._app.names.hold([self._command_id(by)])

    def reused(self, by: KeyInfo) -> CommandIdReused:
        """What to raise where the earlier change of this name was another one."""
        return CommandIdReused(self._command_id(by))

    def _command_id(self, by: KeyInfo) -> str:
        """After the client, not its key: a repeat is one even when the key was replaced in between."""
        return f"http:{by.name}:{self._key}"

    async def give(self, command: Command, by: KeyInfo, actor: str | None = None) -> Changed:
        """The answer of every change. Raises what the bus raises."""
        context = self._app.bus.context(
            self._command_id(by),
            actor=actor or f"key:{by.id}",
            source="http",
            correlation_id=correlation_id.get(),
        )
        return self.answer(await self._app.bus.execute(command, context))

    def answer(self, receipt: Receipt) -> Changed:
        if receipt.position is not None:
            self._response.headers["X-Event-Position"] = str(receipt.position)
        if receipt.repeated:
            self._response.headers["Idempotent-Replayed"] = "true"
        return Changed(positions=list(receipt.positions), result=json_safe(receipt.result))


async def _nothing_unread(request: Request) -> None:
    """Raises RequestValidationError for a body that the route would not look at: what it asks for would not be done."""
    route = request.scope["route"]
    if route.body_field is None and (await request.body()).strip() not in (b"", b"{}"):
        unread = {"type": "extra_forbidden", "loc": ("body",), "msg": "this takes no body; nothing was done"}
        raise RequestValidationError([unread])


async def _change(
    change: Annotated[Change, Depends()], _: Annotated[None, Stored], __: Annotated[None, Depends(_nothing_unread)]
) -> Change:
    return change


Changes = Annotated[Change, Depends(_change)]
"""What a route gives its command with. While the store is known to be away, it is not even asked."""
