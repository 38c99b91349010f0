"""The REST API as one ASGI application."""

import importlib
import pkgutil
from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from adapters.http import routes
from adapters.http.correlation import CorrelationMiddleware
from adapters.http.docs_pages import install_docs
from adapters.http.problems import install_problems
from adapters.http.security_headers import SecurityHeadersMiddleware
from adapters.http.services import ApiServices

DESCRIPTION = """\
Commands and read models of a YABOT community.

- Every change takes an `Idempotency-Key`: the same key again gets the same answer, with `Idempotent-Replayed: true`.
- Every change answers `{"positions": […], "result": {…}}` and `X-Event-Position`. A read that sends it back as
  `X-Min-Position` sees that change.
- Errors are `application/problem+json` with a stable `type`, in the language of `Accept-Language` (es, en).
"""


def create_app(services: ApiServices, version: str, extra: Sequence[APIRouter] = ()) -> FastAPI:
    """The application over these services. Every module of `routes` adds its own `router`; `extra` comes on top."""
    app = FastAPI(
        title="YABOT",
        version=version,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.services = services
    for _, name, _ in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}."):
        app.include_router(importlib.import_module(name).router)
    for router in extra:
        app.include_router(router)
    install_docs(app)
    install_problems(app)
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(CorrelationMiddleware)
    return app
