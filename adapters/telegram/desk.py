"""A desk makes the calls to Telegram that were planned in one channel of effects, each at least once.

One that may have been made and got no answer is `unknown`, which shows, and is made again.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from adapters.backoff import backoff
from adapters.telegram.services import BotServices
from commands.context import Command
from commands.effects import ClaimedEffect, Effects, PlannedEffect
from commands.ports import OutcomeUnknown, Person, StoreUnavailable

log = logging.getLogger(__name__)

AT_ONCE = 10
LOOK_EVERY = 2.0
"""Seconds between two looks for what is due, when nothing has been planned by this process."""


class Undoable(Exception):
    """The call can't be made at all: the person is erased, the plan is gone. The message says which."""


class Desk(ABC):
    """Serves one channel of effects. Any number of processes may run one. `route` tells which bot reaches a chat."""

    CHANNEL: ClassVar[str]
    NAME: ClassVar[str]
    """What the log calls it."""

    def __init__(
        self,
        bot: Bot,
        services: BotServices,
        effects: Effects,
        route: Callable[[int], Bot] | None = None,
        random: Random | None = None,
    ) -> None:
        self._bot, self._services, self._effects = bot, services, effects
        self._route = route or (lambda chat_id: bot)
        self._random = random or Random()  # noqa: S311  # jitter

    async def run(self) -> None:
        """Serves until it is cancelled. While the store is away it waits for it, and for whatever else goes wrong."""
        attempt, logged = 0, ""
        while True:
            try:
                await self._begin()
                if not await self.serve_due():
                    await self._effects.wait(self.CHANNEL, LOOK_EVERY)
                attempt, logged = 0, ""
                continue
            except StoreUnavailable as error:
                log.warning("%s waits for the store: %s", self.NAME, error)
            except Exception as error:
                if logged != repr(error):
                    log.exception("%s failed; it tries again until it is well", self.NAME)
                logged = repr(error)
            await asyncio.sleep(backoff(attempt, self._random))
            attempt += 1

    async def serve_due(self) -> int:
        """Makes the calls that are due now. Returns how many were taken on."""
        claimed = await self._effects.claim(AT_ONCE, self._services.clock.now(), self.CHANNEL)
        for effect in claimed:
            await self._serve(effect)
        return len(claimed)

    async def _begin(self) -> None:
        """What is done before each look for what is due: nothing, if a desk has nothing of its own to see to."""
        return

    @abstractmethod
    async def _perform(self, planned: PlannedEffect) -> str:
        """Makes the call, and records what came of it. Returns what Telegram calls the result. Raises Undoable."""

    @abstractmethod
    async def _note_failure(self, planned: PlannedEffect, reason: str) -> None:
        """Records that the call will not be made, and why, for whoever asked for it."""

    async def _serve(self, effect: ClaimedEffect) -> None:
        planned = effect.planned
        try:
            receipt = await self._perform(planned)
        except (TelegramAPIError, ClientDecodeError) as error:
            await self._failed(effect, error)
        except Undoable as why:
            await self._give_up(planned, str(why))
        except (StoreUnavailable, OutcomeUnknown) as error:
            # Telegram may have done its part already; what we have yet to record follows at the next try.
            log.warning("effect %s is not recorded yet: %s", planned.effect_id, error)
            now = self._services.clock.now()
            await self._effects.unknown(planned.effect_id, self._later(effect), "the store was away", now)
        else:
            await self._effects.sent(planned.effect_id, receipt, self._services.clock.now())

    # -- what came of them --------------------------------------------------------------------------------------------

    async def _failed(self, effect: ClaimedEffect, error: TelegramAPIError | ClientDecodeError) -> None:
        planned, now = effect.planned, self._services.clock.now()
        match error:
            case TelegramRetryAfter():
                retry_at = now + timedelta(seconds=error.retry_after)
                await self._effects.failed(planned.effect_id, retry_at, f"asked to wait {error.retry_after} s")
            case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
                await self._effects.failed(planned.effect_id, self._later(effect), "Telegram can't be reached")
            case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
                log.warning("effect %s may have had its effect: %s", planned.effect_id, error.message)
                await self._effects.unknown(planned.effect_id, self._later(effect), error.message, now)
            case TelegramBadRequest() | TelegramForbiddenError():
                await self._give_up(planned, error.message)
            case _:
                log.error("effect %s refused by Telegram, tried again: %s", planned.effect_id, error.message)
                await self._effects.failed(planned.effect_id, self._later(effect), error.message)

    async def _give_up(self, planned: PlannedEffect, reason: str) -> None:
        """It will not be done; whoever asked for it sees why."""
        log.error("effect %s is given up: %s", planned.effect_id, reason)
        await self._note_failure(planned, reason)
        await self._effects.given_up(planned.effect_id, reason, self._services.clock.now())

    async def _record(self, planned: PlannedEffect, command: Command) -> None:
        """Records what Telegram answered, once for the effect."""
        bus = self._services.bus
        context = bus.context(
            f"{planned.effect_id}:{type(command).__name__}",
            actor="system",
            source="telegram",
            correlation_id=planned.correlation_id,
        )
        await bus.execute(command, context)

    def _later(self, effect: ClaimedEffect) -> datetime:
        wait = backoff(effect.attempts, self._random, base=2.0, cap=600.0)
        return self._services.clock.now() + timedelta(seconds=wait)

    async def _person(self, planned: PlannedEffect) -> Person:
        found = await self._services.vault.people([planned.user_id])
        if planned.user_id not in found:
            raise Undoable("erased")
        return found[planned.user_id]
