"""Is it alive, can it take commands, how is everything; open to all, since it says nothing of anybody."""

from dataclasses import asdict, is_dataclass

from fastapi import APIRouter, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.http.requests import Services

router = APIRouter(tags=["health"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Answers as long as the process does."""
    return {"status": "alive"}


@router.get("/health/ready", responses={503: {"description": "Commands can't be taken now"}})
async def ready(app: Services, response: Response) -> dict[str, str]:
    """Whether commands can be taken."""
    if app.health.ready():
        return {"status": "ready"}
    response.status_code = 503
    return {"status": "not ready"}


@router.get("/health")
async def health(app: Services) -> JSONResponse:
    """Every service, and how far each reader is behind the log."""
    report = {
        name: [asdict(each) if is_dataclass(each) and not isinstance(each, type) else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in app.health.report().items()
    }
    return JSONResponse(jsonable_encoder(report), 200 if app.health.ready() else 503)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics() -> Response:
    """For Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
