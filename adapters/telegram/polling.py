"""Updates fetched from Telegram, for one instance: the offset moves on only when all of a batch are done with."""

import asyncio
import logging
from random import Random
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.types import Update

from adapters.telegram.intake import Intake, MalformedUpdate, parse_update
from adapters.telegram.retrying import until_answered

log = logging.getLogger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds an empty answer back."""
SLACK = 10
"""Seconds beyond that after which the call counts as lost."""


class Polling:
    """Long polling. Two of them on one bot take each other's updates away: Telegram then answers with a conflict."""

    def __init__(
        self, intake: Intake, allowed_updates: list[str], seconds: int = POLL_SECONDS, random: Random | None = None
    ) -> None:
        self._intake, self._allowed, self._seconds = intake, allowed_updates, seconds
        self._random = random or Random()  # noqa: S311  # jitter
        self._offset: int | None = None

    async def run(self) -> None:
        """Polls until it is cancelled. Raises WrongToken.

        Cancelled in the middle of a batch, it leaves the batch unconfirmed: it comes again, and is not done twice.
        """
        await until_answered(self._leave_webhook, self._random)
        while True:
            batch = await until_answered(self._fetch, self._random)
            if batch:
                await self._handle(batch)

    async def _handle(self, batch: list[Update | int]) -> None:
        """Handles a batch; each user's updates keep their order, since each waits for the one before."""
        await asyncio.gather(*(self._intake.handle_for_sure(each) for each in batch if isinstance(each, Update)))
        self._offset = max(each.update_id if isinstance(each, Update) else each for each in batch) + 1

    async def _leave_webhook(self) -> None:
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _fetch(self) -> list[Update | int]:
        """The next updates; of those that can't be read, only the number.

        Raises ClientDecodeError for an answer that has neither, such as a proxy's page: asking again at once would
        bring the same one.
        """
        try:
            return list(
                await self._bot.get_updates(
                    offset=self._offset,
                    timeout=self._seconds,
                    allowed_updates=self._allowed,
                    request_timeout=self._seconds + SLACK,
                )
            )
        except ClientDecodeError as error:
            if found := self._readable(error.data):
                return found
            raise

    def _readable(self, answer: Any) -> list[Update | int]:
        """One update that can't be read must not keep the others from being handled, nor come back for ever."""
        found: list[Update | int] = []
        result = answer.get("result") if isinstance(answer, dict) and answer.get("ok") else None
        for raw in result if isinstance(result, list) else ():
            try:
                found.append(parse_update(raw, self._bot))
            except MalformedUpdate as error:
                log.error("update skipped: %s", error)
                if isinstance(raw, dict) and isinstance(raw.get("update_id"), int):
                    found.append(raw["update_id"])
        return found

    @property
    def _bot(self) -> Bot:
        return self._intake.bot
