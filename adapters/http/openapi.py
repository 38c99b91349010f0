"""The OpenAPI document: what FastAPI knows, and what holds for every operation alike."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from adapters.http.problems import MEDIA_TYPE
from adapters.http.scopes import SCOPES

TAGS = [
    {"name": "users", "description": "Who takes part: registration, settings, standing."},
    {"name": "wallet", "description": "Besitos: balance, statement, corrections."},
    {"name": "daily gift", "description": "One a local calendar day."},
    {"name": "missions", "description": "What there is to do, and how far somebody has come."},
    {"name": "achievements", "description": "What can be reached, and what somebody has."},
    {"name": "levels", "description": "Experience given by an admin."},
    {"name": "store", "description": "What is for sale, and buying it."},
    {
        "name": "mochila",
        "description": "What somebody owns and wears, the hints they know, and what is done with things.",
    },
    {"name": "membership", "description": "Who is VIP, until when."},
    {"name": "payments", "description": "Telegram Stars: plans, invoices, payments, refunds, subscriptions."},
    {"name": "auctions", "description": "What members sell to each other: bids, ends and outcomes."},
    {"name": "chats", "description": "The groups and channels where the bot plays, and what it may do there."},
    {"name": "story", "description": "Where a reader is, and their next choice."},
    {"name": "trivia", "description": "Questions with one answer each, and what they brought."},
    {"name": "reactions", "description": "Reactions to posts, and what they brought."},
    {"name": "leaderboards", "description": "Who stands where: of all time, a month, a week, or as of a date."},
    {"name": "chats", "description": "The groups and channels that the bot is in."},
    {"name": "activity", "description": "How much goes on, day by day."},
    {"name": "events", "description": "The log: in pages, as a stream, and what integrators add to it."},
    {"name": "audit", "description": "History, state as of any moment, what followed from what."},
    {"name": "admin", "description": "Bans, users, figures, projections, parked events."},
    {"name": "health", "description": "For monitoring; needs no key."},
]

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. The fields of a refusal (`needed`, `again_at`, …) stand beside these.",
    "required": ["type", "title", "status", "detail", "correlation_id"],
    "properties": {
        "type": {"type": "string", "description": "stable; `urn:yabot:problem:<name of the rule>`"},
        "title": {"type": "string", "description": "the rule, in the language of Accept-Language"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "correlation_id": {"type": "string", "description": "tell us this one"},
        "errors": {
            "type": "array",
            "description": "what is wrong with the request, field by field",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
    "example": {
        "type": "urn:yabot:problem:insufficient-besitos",
        "title": "Not enough besitos",
        "status": 402,
        "detail": "500 besitos are needed, and there are 20.",
        "needed": 500,
        "available": 20,
        "correlation_id": "5f0c8f6a9d0c4d0f9c3f1b0a7d1e2c3b",
    },
}

_CORRELATION = {"description": "Names all that followed from this request", "schema": {"type": "string"}}
_ALWAYS = {"X-Correlation-ID": _CORRELATION}
_CHANGED = {
    "X-Event-Position": {
        "description": "The last position recorded; a read that sends it as X-Min-Position sees this change",
        "schema": {"type": "integer"},
    },
    "Idempotent-Replayed": {
        "description": "`true`: the Idempotency-Key came before, and this is its answer",
        "schema": {"type": "string"},
    },
}
_CORRELATION_PARAMETER = {
    "name": "X-Correlation-ID",
    "in": "header",
    "required": False,
    "description": "Your own name for what follows from this request: 1 to 128 letters, digits, and `._:-`",
    "schema": {"type": "string", "maxLength": 128},
}
_METHODS = ("get", "post", "patch", "put", "delete")


def install_openapi(app: FastAPI) -> None:
    """Completes the document that `app` serves."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=TAGS,
                separate_input_output_schemas=False,
            )
            app.openapi_schema = _completed(made)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's documentation has it


def _completed(made: dict[str, Any]) -> dict[str, Any]:
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["responses"] = {
        "Refused": _problem("Refused: by a rule, for want of a key or scope, or because the request is not valid"),
        "Unavailable": _problem("Away or behind for a moment; try again after `Retry-After` seconds"),
    }
    for path, operations in made["paths"].items():
        for method in _METHODS:
            if (operation := operations.get(method)) and path.startswith("/v1"):
                _complete(operation)
    return made


def _complete(operation: dict[str, Any]) -> None:
    operation.setdefault("parameters", []).append(_CORRELATION_PARAMETER)
    responses = operation["responses"]
    responses.pop("422", None)
    changes = any(each["name"] == "Idempotency-Key" for each in operation["parameters"])
    for response in responses.values():
        response["headers"] = {**_ALWAYS, **(_CHANGED if changes else {})}
    responses["4XX"] = {"$ref": "#/components/responses/Refused"}
    responses["503"] = {"$ref": "#/components/responses/Unavailable"}
    scopes = [scope for each in operation["security"] for names in each.values() for scope in names]
    told = "; ".join(f"`{scope}` ({SCOPES[scope]})" for scope in scopes)
    operation["description"] = f"{operation.get('description', '')}\n\nNeeds a key with the scope {told}.".strip()


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "headers": _ALWAYS,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
