"""Updates brought by Telegram itself, over HTTPS: for several instances, or where no connection may be kept open."""

import hmac
import logging
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from adapters.telegram.intake import Held, Intake, MalformedUpdate, parse_update
from adapters.telegram.retrying import WrongToken, until_answered

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
RETRY_AFTER = 5
MAX_UPDATE = 256 * 1024


class Webhook:
    """Takes what is posted. Telegram posts again what is not answered with 2xx."""

    def __init__(self, intake: Intake, secret: str) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret token: without one anybody could post updates")
        self._intake, self._secret = intake, secret

    def trusts(self, secret: str | None) -> bool:
        """Whether this is the secret that Telegram was told."""
        return hmac.compare_digest((secret or "").encode(), self._secret.encode())

    async def handle_webhook(self, raw: Any, secret: str | None) -> int:
        """Handles one update. Returns the status: 200 done, 400 no Update, 401 wrong secret, 503 held."""
        if not self.trusts(secret):
            return 401
        try:
            await self._intake.handle(parse_update(raw, self._intake.bot))
        except MalformedUpdate as error:
            log.error("webhook: %s", error)
            return 400
        except Held:
            return 503
        return 200


def webhook_router(webhook: Webhook, path: str) -> APIRouter:
    """The route that Telegram posts to."""
    router = APIRouter(include_in_schema=False)

    @router.post(path)
    async def update(request: Request) -> Response:
        secret = request.headers.get(SECRET_HEADER)
        if not webhook.trusts(secret):  # before anything that a stranger sends is read
            return JSONResponse({}, 401)
        body = await request.body()
        if len(body) > MAX_UPDATE:
            return Response(status_code=413)
        try:
            raw = await request.json()
        except (ValueError, RecursionError):  # the latter: nested too deeply
            raw = None
        status = await webhook.handle_webhook(raw, secret)
        return JSONResponse({}, status, headers={"Retry-After": str(RETRY_AFTER)} if status == 503 else None)

    return router


class WrongWebhook(Exception):
    """Telegram refuses the webhook, and would again: its address or its secret is not to its liking."""


async def set_webhook(bot: Bot, url: str, secret: str, allowed_updates: list[str]) -> None:
    """Tells Telegram where to post. What waits there already is kept, and comes first.

    Tries until Telegram takes or refuses it. A name that does not resolve may yet: that is tried again. Raises
    WrongToken and WrongWebhook.
    """

    async def register() -> None:
        try:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=allowed_updates, drop_pending_updates=False)
        except TelegramBadRequest as error:
            if "resolve" in error.message:
                raise
            raise WrongWebhook(
                f"Telegram refuses the webhook, so no updates come: {error.message}; "
                "see YABOT_TELEGRAM_WEBHOOK_URL and YABOT_TELEGRAM_WEBHOOK_SECRET"
            ) from error

    await until_answered(register)


class Registration:
    """Registers the webhook once. A refusal that would come again is said once in the log, and stays in /health."""

    def __init__(self, bot: Bot, url: str, secret: str, allowed_updates: list[str]) -> None:
        self._register = partial(set_webhook, bot, url, secret, allowed_updates)
        self._registered = False
        self._refusal: str | None = None

    async def run(self) -> None:
        """Tries until Telegram takes it, or refuses it for good."""
        try:
            await self._register()
            self._registered = True
        except (WrongWebhook, WrongToken) as error:
            self._refusal = str(error)
            log.error("%s", error)

    async def check(self) -> str | None:
        """For the health watch: what is not yet as it should be. Raises WrongWebhook after a refusal."""
        if self._refusal is not None:
            raise WrongWebhook(self._refusal)
        return None if self._registered else "Telegram has not taken the webhook yet"
