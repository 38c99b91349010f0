"""Every error as `application/problem+json` (RFC 9457), in the client's language; only this file knows status codes.

`type` is stable: `urn:yabot:problem:<name of the rule>`. The refusal's fields stand beside it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from adapters.http.correlation import HEADER, correlation_id
from commands.ports import CommandIdReused, OutcomeUnknown, StoreUnavailable
from domain.errors import DomainError
from domain.recorded import UnknownEvent

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:yabot:problem:"
RETRY_AFTER = 1

_STATUS: Mapping[str, int] = {
    "not-found": 404,
    "invalid-value": 422,
    "insufficient-besitos": 402,
    "user-banned": 403,
    "vip-only": 403,
}
"""The rules that are more than a conflict with the present state, which is 409."""

_TITLES: Mapping[str, tuple[str, str]] = {
    "not-found": ("No existe", "Not found"),
    "invalid-value": ("Valor no válido", "Invalid value"),
    "insufficient-besitos": ("No alcanzan los besitos", "Not enough besitos"),
    "wallet-full": ("La billetera está llena", "The wallet is full"),
    "user-banned": ("Esta persona no puede participar", "This user is banned"),
    "vip-only": ("Solo para VIP", "For VIPs only"),
    "gift-already-claimed": ("El regalo de hoy ya se tomó", "Today's gift has been claimed"),
    "invalid-request": ("La petición no es válida", "The request is not valid"),
    "missing-key": ("Falta una clave de API válida", "A valid API key is missing"),
    "missing-scope": ("La clave no permite esto", "The key does not allow this"),
    "idempotency-key-reused": ("La clave de idempotencia ya se usó", "The idempotency key was used for something else"),
    "outcome-unknown": ("No se sabe si se registró", "It is unknown whether it was recorded"),
    "unavailable": ("No disponible por un momento", "Unavailable for a moment"),
    "not-caught-up": ("Las lecturas van atrasadas", "The read models are behind"),
    "other-epoch": ("El registro fue restaurado", "The log was restored"),
    "method-not-allowed": ("Método no permitido", "Method not allowed"),
    "internal": ("Algo falló de nuestro lado", "Something failed on our side"),
}
_CONFLICT = ("No es posible ahora", "Not possible now")


@dataclass
class Problem(Exception):
    """An error that the HTTP adapter itself finds. `detail` is for the developer of the client, in English."""

    status: int
    type: str
    detail: str
    extra: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    spanish, english = _TITLES.get(problem.type, _CONFLICT)
    body = {
        **(problem.extra or {}),
        "type": PREFIX + problem.type,
        "title": spanish if speaks_spanish(request) else english,
        "status": problem.status,
        "detail": problem.detail,
        "correlation_id": correlation_id.get(""),
    }
    return JSONResponse(
        jsonable_encoder(body), problem.status, media_type=MEDIA_TYPE, headers=dict(problem.headers or {})
    )


def speaks_spanish(request: Request) -> bool:
    """Whether the client prefers Spanish; the first known language of Accept-Language decides, else English."""
    for each in request.headers.get("accept-language", "").split(","):
        language = each.split(";")[0].strip().lower()[:2]
        if language in ("es", "en"):
            return language == "es"
    return False


def refusal_problem(refusal: DomainError) -> Problem:
    return Problem(
        status=_STATUS.get(refusal.type, 409),
        type=refusal.type,
        detail=str(refusal),
        extra=refusal.details,
        headers={"Idempotent-Replayed": "true"} if refusal.repeated else None,
    )


def install_problems(app: FastAPI) -> None:
    """Makes every error of `app` a problem document."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, problem: Problem) -> JSONResponse:
        return problem_response(request, problem)

    @app.exception_handler(DomainError)
    async def _refusal(request: Request, refusal: DomainError) -> JSONResponse:
        return problem_response(request, refusal_problem(refusal))

    @app.exception_handler(CommandIdReused)
    async def _reused(request: Request, error: CommandIdReused) -> JSONResponse:
        detail = "this Idempotency-Key came before with another request; use a new key"
        return problem_response(request, Problem(422, "idempotency-key-reused", detail))

    @app.exception_handler(OutcomeUnknown)
    async def _unknown(request: Request, error: OutcomeUnknown) -> JSONResponse:
        detail = "the store did not answer in time; repeat with the same Idempotency-Key, which is safe"
        return problem_response(request, Problem(503, "outcome-unknown", detail, headers=_retry()))

    @app.exception_handler(StoreUnavailable)
    async def _unavailable(request: Request, error: StoreUnavailable) -> JSONResponse:
        detail = "the event store can't be reached; nothing was recorded"
        return problem_response(request, Problem(503, "unavailable", detail, headers=_retry()))

    @app.exception_handler(UnknownEvent)
    async def _newer(request: Request, error: UnknownEvent) -> JSONResponse:
        return problem_response(request, Problem(503, "unavailable", str(error), headers=_retry()))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"field": ".".join(str(part) for part in each["loc"]), "reason": each["msg"]} for each in error.errors()
        ]
        detail = "; ".join(f"{each['field']}: {each['reason']}" for each in errors)
        return problem_response(request, Problem(422, "invalid-request", detail, extra={"errors": errors}))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        kind = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "invalid-request")
        return problem_response(
            request, Problem(error.status_code, kind, str(error.detail), headers=error.headers or None)
        )

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> JSONResponse:
        found = correlation_id.get("")
        log.error("%s %s failed, correlation %s", request.method, request.url.path, found, exc_info=error)
        detail = "an unexpected error; tell us the correlation id"
        response = problem_response(request, Problem(500, "internal", detail))
        response.headers[HEADER] = found
        return response


def _retry() -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER)}
