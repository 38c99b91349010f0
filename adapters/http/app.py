"""The REST API as one ASGI application."""

import asyncio
import importlib
import pkgutil
from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from adapters.http import routes
from adapters.http.body_limit import BodyLimitMiddleware
from adapters.http.correlation import CorrelationMiddleware
from adapters.http.docs_pages import install_docs
from adapters.http.openapi import install_openapi
from adapters.http.problems import UnexpectedErrors, install_problems
from adapters.http.security_headers import SecurityHeadersMiddleware
from adapters.http.services import ApiServices

DESCRIPTION = """\
Commands and read models of a YABOT community.

- Every change takes an `Idempotency-Key`: the same key again gets the same answer, with `Idempotent-Replayed: true`.
- Every change answers `{"positions": […], "result": {…}}` and `X-Event-Position`. A read that sends it back as
  `X-Min-Position` sees that change.
- Errors are `application/problem+json` with a stable `type`, in the language of `Accept-Language` (es, en).
- Lists page by cursor: `next` of one page asks for the next. A cursor of a log that was restored since is answered 410.
"""


def create_app(services: ApiServices, version: str, extra: Sequence[APIRouter] = ()) -> FastAPI:
    """The application over these services. Every module of `routes` adds its own `router`; `extra` comes on top.

    Whoever serves it sets `app.state.closing` when it is to stop, so that open event streams end.
    """
    app = FastAPI(
        title="YABOT",
        version=version,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.services = services
    app.state.closing = asyncio.Event()
    for _, name, _ in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}."):
        app.include_router(importlib.import_module(name).router)
    for router in extra:
        app.include_router(router)
    install_docs(app)
    install_openapi(app)
    install_problems(app)
    for middleware in (BodyLimitMiddleware, UnexpectedErrors, SecurityHeadersMiddleware, CorrelationMiddleware):
        app.add_middleware(middleware)  # the last one is the outermost
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name: what generated clients call the operation."""
    return route.name
