"""Is it alive, can it take commands, how is everything; open to all, since it says nothing of anybody."""

from dataclasses import asdict, is_dataclass
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from adapters.http.requests import Services

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """One word."""

    status: str


class Report(BaseModel):
    """Every service as last seen, every read model with its lag, and how many events are parked."""

    status: str
    services: list[dict[str, Any]]
    projections: list[dict[str, Any]]
    parked: int


@router.get("/health/live")
async def get_live() -> Alive:
    """Answers as long as the process does."""
    return Alive(status="alive")


@router.get("/health/ready", responses={503: {"description": "Commands can't be taken now", "model": Alive}})
async def get_ready(app: Services, response: Response) -> Alive:
    """Whether commands can be taken."""
    if app.health.ready():
        return Alive(status="ready")
    response.status_code = 503
    return Alive(status="not ready")


@router.get("/health", responses={503: {"description": "Commands can't be taken now", "model": Report}})
async def get_health(app: Services, response: Response) -> Report:
    """Every service, and how far each reader is behind the log: as last seen, so that this never waits for one."""
    if not app.health.ready():
        response.status_code = 503
    return Report.model_validate({name: _plain(value) for name, value in app.health.report().items()})


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


@router.get("/metrics", response_class=PlainTextResponse)
async def get_metrics() -> Response:
    """For Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
