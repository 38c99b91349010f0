"""The API's reference pages, with Swagger UI and ReDoc out of an installed wheel instead of from a CDN."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from adapters.http.security_headers import STRICT

ASSETS = "/docs-assets"

REDOC = "redoc.standalone.js"
_REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def install_docs(app: FastAPI) -> None:
    """Serves `/docs` (to try things out) and `/redoc` (to read)."""
    assets = Path(str(files("fastapi_offline") / "static"))
    router = APIRouter(include_in_schema=False)

    @router.get(f"{ASSETS}/{REDOC}")
    async def redoc_script() -> Response:
        # Its only call to the outside is for the logo of those who make it.
        return Response(_redoc_at_home(assets / REDOC), media_type="text/javascript")

    @router.get("/")
    async def front() -> Response:
        # Whoever types the address alone wants to know what is here.
        return RedirectResponse("/docs", 307)

    @router.get("/docs")
    async def swagger() -> HTMLResponse:
        return _with_policy(
            get_swagger_ui_html(
                openapi_url=app.openapi_url or "",
                title=f"{app.title} · API",
                swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
                swagger_css_url=f"{ASSETS}/swagger-ui.css",
                swagger_favicon_url=f"{ASSETS}/favicon.png",
                swagger_ui_parameters={"tryItOutEnabled": True, "docExpansion": "list"},
            )
        )

    @router.get("/redoc")
    async def redoc() -> HTMLResponse:
        return _with_policy(
            get_redoc_html(
                openapi_url=app.openapi_url or "",
                title=f"{app.title} · API",
                redoc_js_url=f"{ASSETS}/{REDOC}",
                redoc_favicon_url=f"{ASSETS}/favicon.png",
                with_google_fonts=False,
            ),
            "; worker-src 'self' blob:",  # it searches in a worker that it makes itself
        )

    app.include_router(router)
    app.mount(ASSETS, StaticFiles(directory=assets), name="docs-assets")


@cache
def _redoc_at_home(script: Path) -> bytes:
    return script.read_bytes().replace(_REDOC_LOGO, f"{ASSETS}/favicon.png".encode())


def _with_policy(page: HTMLResponse, more: str = "") -> HTMLResponse:
    """The page, allowed to run the one script that is written in it, and to style itself."""
    inline = _INLINE.findall(bytes(page.body).decode())
    hashes = "".join(f" 'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in inline)
    policy = STRICT.replace("script-src 'self'", f"script-src 'self'{hashes}")
    policy = policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + more
    page.headers["Content-Security-Policy"] = policy
    return page
