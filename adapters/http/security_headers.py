"""What browsers are told about every page and answer of ours."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from adapters.http.middleware import HttpMiddleware

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PRIVATE = ("/v1/", "/console")


class SecurityHeadersMiddleware(HttpMiddleware):
    """A strict content security policy, no sniffing, no framing, no referrer, and nothing private in a cache.

    A page that needs another policy, or a cache, says so itself.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        private = scope["path"].startswith(_PRIVATE) and not scope["path"].startswith("/console/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", STRICT)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("X-Frame-Options", "DENY")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                if private:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
