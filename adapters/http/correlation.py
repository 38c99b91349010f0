"""Every request has a correlation id, its client's or a new one, and every response carries it."""

import logging
import re
import time
from contextvars import ContextVar
from uuid import uuid4

from prometheus_client import Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from adapters.http.middleware import HttpMiddleware

HEADER = "X-Correlation-ID"
correlation_id: ContextVar[str] = ContextVar("correlation_id")

_ACCEPTED = re.compile(r"[A-Za-z0-9._:\-]{1,128}")
access = logging.getLogger("yabot.http")
request_seconds = Histogram(
    "yabot_http_request_seconds",
    "Time from a request to the end of its response",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


class CorrelationMiddleware(HttpMiddleware):
    """Sets the correlation id, measures the request, and writes the access log, without query strings."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(HEADER.lower().encode(), b"").decode("latin-1")
        ours = given if _ACCEPTED.fullmatch(given) else uuid4().hex
        correlation_id.set(ours)
        began, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = ours
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            took = time.perf_counter() - began
            request_seconds.labels(scope["method"], route, str(status)).observe(took)
            access.info("%s %s %s %.1f ms %s", scope["method"], route, status, took * 1000, ours)
