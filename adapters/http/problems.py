"""Every error as `application/problem+json` (RFC 9457), in the client's language.

`type` is stable: `urn:yabot:problem:<name of the rule>`. The refusal's fields stand beside it. What a rule of the
domain says when it refuses is in refusals.py; here is what the HTTP adapter itself finds.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from adapters.http.correlation import correlation_id
from adapters.http.middleware import HttpMiddleware
from adapters.http.refusals import NOT_POSSIBLE, REFUSALS_SAID
from adapters.spanish import KINDS, in_spanish
from commands.ports import CommandIdReused, OutcomeUnknown, StoreUnavailable, StreamDamaged
from domain.errors import DomainError
from domain.recorded import UnknownEvent
from queries.feed import json_safe
from queries.state import DamagedStream

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:yabot:problem:"
RETRY_AFTER = 1
MOST_SHOWN = 20
"""Faults of one request that are listed; who sends more knows enough."""

_TITLES: Mapping[str, tuple[str, str]] = {
    "invalid-request": ("La petición no es válida", "The request is not valid"),
    "not-found": ("No existe", "Not found"),
    "method-not-allowed": ("Método no permitido", "Method not allowed"),
    "too-large": ("La petición es demasiado grande", "The request is too large"),
    "missing-key": ("Falta una clave de API válida", "A valid API key is missing"),
    "missing-scope": ("La clave no permite esto", "The key does not allow this"),
    "idempotency-key-reused": ("La clave de idempotencia ya se usó", "The idempotency key was used for something else"),
    "outcome-unknown": ("No se sabe si se registró", "It is unknown whether it was recorded"),
    "unavailable": ("No disponible por un momento", "Unavailable for a moment"),
    "not-caught-up": ("Las lecturas van atrasadas", "The read models are behind"),
    "other-epoch": ("El registro fue restaurado", "The log was restored"),
    "damaged-stream": ("Un documento del registro está dañado", "A document of the log is damaged"),
    "unknown-event": ("El registro tiene eventos de una versión más nueva", "The log holds events of a newer release"),
    "beyond-head": ("El registro aún no llega ahí", "The log does not reach that far"),
    "internal": ("Algo falló de nuestro lado", "Something failed on our side"),
}
WORDS = ("kind", "reason")
"""Fields of a refusal that are words, not values."""
AS_JSON = "send the body as Content-Type: application/json"
_OF_STATUS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


@dataclass
class Problem(Exception):
    """An error as it is answered. `detail` is for the developer of the client, in English; adapters/spanish.py has it
    in Spanish."""

    status: int
    type: str
    detail: str
    extra: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None

    def title(self, spanish: bool) -> str:
        return _TITLES[self.type][0 if spanish else 1]

    def sentence(self, spanish: bool) -> str:
        return in_spanish(self.detail) if spanish else self.detail

    def beside(self, spanish: bool) -> Mapping[str, Any]:
        """What stands beside the standard fields."""
        return self.extra or {}


class Refused(Problem):
    """A rule of the domain said no."""

    def __init__(self, refusal: DomainError) -> None:
        self._said = REFUSALS_SAID.get(refusal.type, NOT_POSSIBLE)
        super().__init__(
            status=self._said.status,
            type=refusal.type,
            detail=str(refusal),
            extra=json_safe(refusal.details),
            headers={"Idempotent-Replayed": "true"} if refusal.repeated else None,
        )

    def title(self, spanish: bool) -> str:
        return self._said.title_es if spanish else self._said.title_en

    def sentence(self, spanish: bool) -> str:
        text = self._said.sentence(self.fields.get("why"), spanish)
        if self._said.never and any(value is None and f"{{{name}}}" in text for name, value in self.fields.items()):
            text = self._said.never[0 if spanish else 1]
        fields = {name: ", ".join(value) if isinstance(value, list) else value for name, value in self.fields.items()}
        if spanish:
            fields |= {name: KINDS.get(fields[name]) or in_spanish(fields[name]) for name in WORDS if fields.get(name)}
        return text.format(**fields) if text else self.detail

    def beside(self, spanish: bool) -> Mapping[str, Any]:
        reason = self.fields.get("reason")
        return {**self.fields, "reason": in_spanish(reason)} if spanish and isinstance(reason, str) else self.fields

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.extra or {}


def problem_response(request: Request, problem: Problem) -> Response:
    """The problem document. A refusal's own fields never hide the standard ones."""
    spanish = speaks_spanish(request)
    body = {
        "type": PREFIX + problem.type,
        "title": problem.title(spanish),
        "status": problem.status,
        "detail": problem.sentence(spanish),
        "correlation_id": correlation_id.get(""),
    }
    body = {**body, **problem.beside(spanish), **body}
    headers = {"Content-Language": "es" if spanish else "en", "Vary": "Accept-Language", **(problem.headers or {})}
    # What was sent may come back in the detail; half a surrogate pair, which UTF-8 can't hold, goes as JSON's escape.
    content = json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace")
    return Response(content, problem.status, media_type=MEDIA_TYPE, headers=headers)


def speaks_spanish(request: Request) -> bool:
    """Whether the client prefers Spanish to English, by the weights of Accept-Language; English if it does not say."""
    weights: dict[str, float] = {}
    for each in request.headers.get("accept-language", "").split(","):
        name, _, weight = each.partition(";")
        weights.setdefault(name.strip().lower()[:2], _weight(weight))
    return weights.get("es", 0.0) > weights.get("en", 0.0)


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def install_problems(app: FastAPI) -> None:
    """Makes every error of `app` a problem document."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, problem: Problem) -> Response:
        return problem_response(request, problem)

    @app.exception_handler(DomainError)
    async def _refusal(request: Request, refusal: DomainError) -> Response:
        return problem_response(request, Refused(refusal))

    @app.exception_handler(CommandIdReused)
    async def _reused(request: Request, error: CommandIdReused) -> Response:
        detail = "this Idempotency-Key came before with another request; use a new key"
        return problem_response(request, Problem(422, "idempotency-key-reused", detail))

    @app.exception_handler(OutcomeUnknown)
    async def _unknown(request: Request, error: OutcomeUnknown) -> Response:
        detail = "the store did not answer in time; repeat with the same Idempotency-Key, which is safe"
        return problem_response(request, Problem(503, "outcome-unknown", detail, headers=retry_later()))

    @app.exception_handler(StoreUnavailable)
    async def _unavailable(request: Request, error: StoreUnavailable) -> Response:
        return problem_response(request, unavailable())

    @app.exception_handler(UnknownEvent)
    async def _newer(request: Request, error: UnknownEvent) -> Response:
        extra = {"position": error.position, "topic": error.topic, "version": error.schema_version}
        return problem_response(request, Problem(500, "unknown-event", str(error), extra))

    @app.exception_handler(StreamDamaged)
    async def _undecidable(request: Request, error: StreamDamaged) -> Response:
        return problem_response(request, Problem(500, "damaged-stream", str(error), {"position": error.position}))

    @app.exception_handler(DamagedStream)
    async def _damaged(request: Request, error: DamagedStream) -> Response:
        extra = {"stream": error.stream, "position": error.position}
        return problem_response(request, Problem(500, "damaged-stream", str(error), extra))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        said = in_spanish if speaks_spanish(request) else str
        errors = [
            {"field": ".".join(str(part)[:80] for part in each["loc"]), "reason": said(each["msg"])}
            for each in error.errors()[:MOST_SHOWN]
        ]
        detail = "; ".join(f"{each['field']}: {each['reason']}" for each in errors)
        if isinstance(error.body, bytes):
            detail = f"{said(AS_JSON)}; {detail}"
        return problem_response(request, Problem(422, "invalid-request", detail, extra={"errors": errors}))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        kind = _OF_STATUS.get(error.status_code, "invalid-request")
        detail = _TITLES[kind][0] if speaks_spanish(request) and kind != "invalid-request" else str(error.detail)
        return problem_response(request, Problem(error.status_code, kind, detail, headers=error.headers))


class UnexpectedErrors(HttpMiddleware):
    """Answers what nobody foresaw with a problem document, logged once, with the correlation id."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            found = correlation_id.get("")
            log.error("%s %s failed, correlation %s", scope["method"], scope["path"], found, exc_info=error)
            if begun:
                raise  # too late to say so: the server cuts the connection
            detail = "an unexpected error; tell us the correlation id"
            await problem_response(Request(scope), Problem(500, "internal", detail))(scope, receive, send)


def unavailable() -> Problem:
    """Commands can't be taken: the store is away."""
    detail = "the event store can't be reached; this attempt recorded nothing"
    return Problem(503, "unavailable", detail, headers=retry_later())


def retry_later() -> dict[str, str]:
    """The headers of what is worth trying again."""
    return {"Retry-After": str(RETRY_AFTER)}
