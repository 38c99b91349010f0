"""No request may be larger than what any of ours needs."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from adapters.http.middleware import HttpMiddleware

MAX_BODY = 256 * 1024
"""Bytes of a request's body."""


class BodyLimitMiddleware(HttpMiddleware):
    """Answers 413 to more, without keeping it in memory, whether its length was told or not."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = dict(scope["headers"]).get(b"content-length", b"0")
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            if not told.isdigit() or int(told[:12]) > MAX_BODY:
                raise _too_large()
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise _too_large()
            return message

        await self._app(scope, receive_limited, send)


def _too_large() -> HTTPException:
    # Raised where the body is read, inside of what turns errors into problem documents.
    return HTTPException(413, f"a request has at most {MAX_BODY} bytes")
