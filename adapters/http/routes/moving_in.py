"""Members who come from another system, as a CSV file in a request."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from adapters.http.problems import Problem, speaks_spanish
from adapters.http.requests import Body, Changed, Changes, Services, scope
from adapters.http.services import KeyInfo
from adapters.members_file import NAME, counted_faults, read_members
from adapters.moving_in import Moved, MovingVan, said_in
from adapters.spanish import in_spanish

router = APIRouter(prefix="/v1/admin/imports", tags=["admin"])

MOST_CHARACTERS = 200_000
"""Of a file in a request; larger ones go through `yabot import members`."""


class Members(Body):
    """A file of members, and what the import is called in the reason of every amount."""

    name: Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
    csv: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, description="see docs/moving-in.md")]
    dry_run: bool = False


@router.post("/members")
async def import_members(
    body: Members,
    app: Services,
    request: Request,
    response: Response,
    _: Changes,
    key: Annotated[KeyInfo, scope("admin")],
) -> Changed:
    """Imports members, or says what is wrong with the file and what would be done (`dry_run`).

    A file with faults is not imported at all: 422, with every fault in `faults`. Sent again, nothing is imported twice:
    each line has an id made of what it says, whatever the Idempotency-Key. What is said of the file is in the language
    of Accept-Language.
    """
    said = in_spanish if speaks_spanish(request) else str
    file = read_members(body.csv, app.bus.content, app.clock.now())
    van = MovingVan(app.bus, app.vault, app.log, body.name, actor=f"key:{key.id}")
    if body.dry_run:
        return Changed(positions=[], result=_told(said_in(said, await van.look(file))))
    if file.faults:
        faults = [{**asdict(fault), "reason": said(fault.reason)} for fault in file.faults]
        raise Problem(422, "invalid-request", f"the file has {counted_faults(len(faults))}", extra={"faults": faults})
    moved = await van.move(file)
    if moved.position is not None:
        response.headers["X-Event-Position"] = str(moved.position)
    return Changed(positions=[], result=_told(said_in(said, moved)))


def _told(moved: Moved) -> dict[str, Any]:
    return {name: value for name, value in asdict(moved).items() if name != "position"}
