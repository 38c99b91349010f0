"""Sends what was planned: one message for an effect, in the user's language, within Telegram's limits.

What may have left and got no answer is `unknown`: a casual message is then never sent again, money is. What will
never arrive is given up, with the reason.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import monotonic

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError

from adapters.backoff import backoff
from adapters.telegram import naming
from adapters.telegram.addressee import LOST, Addressee, WishesAsked, addressed
from adapters.telegram.markup import MAX_MESSAGE, read_html, utf16_length
from adapters.telegram.rates import Turn, waiting
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Markup
from commands.effects import QUIET_HOURS, ClaimedEffect, Effects, PlannedEffect, Urgency
from commands.ports import StoreUnavailable
from commands.users import NoteReach
from domain.errors import DomainError
from domain.ids import UserId
from domain.users import Reach

log = logging.getLogger(__name__)

AT_ONCE = 30
LOOK_EVERY = 2.0
"""Seconds between two looks for what is due, when nothing has been planned by this process."""
SEND_WITHIN = 40.0
"""Seconds in which a claimed effect must have begun to leave, lest its claim ends while it does."""
TURN_WITHIN = 8.0
"""Seconds that it waits for its turn then, at most. With the call itself that is less than a claim lasts."""
BUNDLED_FROM = 3
"""So many casual messages to one person, due together, become one: nobody's phone shall ring ten times in a row."""
CASUAL_FOR = timedelta(days=1)
"""A casual message that could not leave for so long is stale: nobody wants yesterday's news all at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person: one effect, or several casual ones told together."""

    effects: Sequence[ClaimedEffect]
    text: Markup

    @property
    def turn(self) -> Turn:
        return Turn.BULK if self.effects[0].planned.urgency is Urgency.BULK else Turn.NOTICE


class Notifier:
    """Sends the effects of one channel. Any number of processes may run one: an effect is claimed by one of them.

    All that run must reach the same people. Where two bots share the channel (the simulator's beside Telegram's),
    one notifier serves both, and `route` tells by which of them a chat is reached.
    """

    def __init__(
        self,
        bot: Bot,
        services: BotServices,
        effects: Effects,
        channel: str = "telegram",
        route: Callable[[int], Bot] | None = None,
        random: Random | None = None,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._route = route or (lambda chat_id: bot)
        self._services, self._effects, self._channel = services, effects, channel
        self._wishes = WishesAsked(services.bus)
        self._random = random or Random()  # noqa: S311  # jitter

    async def run(self) -> None:
        """Sends until it is cancelled. While the store is away it waits for it, and for whatever else goes wrong."""
        attempt, logged = 0, ""
        while True:
            try:
                if not await self.send_due():
                    await self._effects.wait(self._channel, LOOK_EVERY)
                attempt, logged = 0, ""
                continue
            except StoreUnavailable as error:
                log.warning("notifier waits for the store: %s", error)
            except Exception as error:
                if logged != repr(error):  # an incident is one failure, however often it comes back in a row
                    log.exception("notifier failed; it tries again until it is well")
                logged = repr(error)
            await asyncio.sleep(backoff(attempt, self._random))
            attempt += 1

    async def send_due(self) -> int:
        """Sends what is due now: users in parallel, each user's messages in order. Returns how many were taken on."""
        claimed = await self._effects.claim(AT_ONCE, self._now(), self._channel)
        if not claimed:
            return 0
        try:
            addressees = await self._addressees(claimed)
        except Exception as error:
            # Nothing has left. Left claimed, the casual ones would end as unknown, and never be sent.
            for effect in claimed:
                reason = f"addressees not found out: {type(error).__name__}"
                await self._effects.postponed(effect.planned.effect_id, self._now(), reason)
            raise
        by_user: dict[UserId, list[ClaimedEffect]] = {}
        for effect in claimed:
            by_user.setdefault(effect.planned.user_id, []).append(effect)
        await asyncio.gather(*(self._send_all(effects, addressees.get(user)) for user, effects in by_user.items()))
        return len(claimed)

    async def _addressees(self, claimed: Sequence[ClaimedEffect]) -> Mapping[UserId, Addressee]:
        wanted = {effect.planned.user_id for effect in claimed}
        named = {naming.person(effect.planned.params.get("reason")) for effect in claimed} - {None}
        people = await self._services.vault.people(list({*wanted, *filter(None, named)}))
        content = self._services.bus.content
        found: dict[UserId, Addressee] = await self._services.reads.run(addressed, wanted, people, content)
        return await self._wishes.put(found)

    async def _send_all(self, effects: Sequence[ClaimedEffect], addressee: Addressee | None) -> None:
        """Sends what one person is to be told, in order."""
        until = self._monotonic() + SEND_WITHIN
        wanted = [effect for effect in effects if await self._is_for_now(effect, addressee)]
        if addressee is None:
            return
        for letter in await self._letters(wanted, addressee):
            if self._monotonic() < until:
                await self._send(letter, addressee)
            else:
                for effect in letter.effects:
                    await self._effects.postponed(effect.planned.effect_id, self._now(), "others came first")

    async def _is_for_now(self, effect: ClaimedEffect, addressee: Addressee | None) -> bool:
        """Whether it is to be sent now; else it is given up, or put off."""
        planned, now = effect.planned, self._now()
        if (why := self._unwanted(effect, addressee)) is not None:
            await self._effects.given_up(planned.effect_id, why, now)
            return False
        assert addressee is not None
        if not planned.certain and (awake := addressee.sleeps_until(now)):
            await self._effects.postponed(planned.effect_id, awake, QUIET_HOURS)
            return False
        return True

    def _unwanted(self, effect: ClaimedEffect, addressee: Addressee | None) -> str | None:
        """Why this is never to be sent; None if it is."""
        planned = effect.planned
        if addressee is None:
            return "erased"
        if (why := addressee.declines(planned)) is not None:
            return why
        if not planned.certain and self._now() - effect.since > CASUAL_FOR:
            return "expired"
        if not self._services.texts.has(addressee.language, planned.text):
            log.error("effect %s: there is no text %s", planned.effect_id, planned.text)
            return f"no text {planned.text}"
        return None

    async def _letters(self, effects: Sequence[ClaimedEffect], addressee: Addressee) -> list[Letter]:
        """The messages to send: what is about money each in its own, of the rest many in one."""
        told: list[Letter] = []
        for effect in effects:
            try:
                text = addressee.told(effect.planned, self._services.texts, self._now())
            except Exception as error:  # noqa: BLE001  # it is logged, and the others leave
                await self._surprised([effect], error)
            else:
                told.append(Letter([effect], text))
        casual = [letter for letter in told if letter.effects[0].planned.urgency is Urgency.CASUAL]
        if len(casual) < BUNDLED_FROM:
            return told
        heading = addressee.speaker(self._services.texts, self._now())("notify-bundle")
        return [letter for letter in told if letter not in casual] + bundled(casual, heading)

    async def _send(self, letter: Letter, addressee: Addressee) -> None:
        try:
            receipt = await self._deliver(letter, addressee)
        except (TelegramAPIError, ClientDecodeError) as error:
            for effect in letter.effects:
                await self._failed(effect, error)
            return
        except Exception as error:  # noqa: BLE001  # it is logged, and the others leave
            await self._surprised(letter.effects, error)
            return
        for effect in letter.effects:
            await self._effects.sent(effect.planned.effect_id, receipt, self._now())
        if addressee.reach != "reachable":
            await self._note_reach(letter.effects[0].planned, "reachable")

    async def _deliver(self, letter: Letter, addressee: Addressee) -> str:
        """Sends the message, without a sound where its addressee sleeps. Returns its id, as Telegram gave it."""
        silent = addressee.sleeps_until(self._now()) is not None
        with waiting(letter.turn, TURN_WITHIN):
            message = await self._route(addressee.chat_id).send_message(
                addressee.chat_id, letter.text, disable_notification=silent or None
            )
        return str(message.message_id)

    async def _surprised(self, effects: Sequence[ClaimedEffect], error: Exception) -> None:
        """One message that can't be made or sent must not keep the others from leaving, nor come back for ever."""
        for effect in effects:
            planned = effect.planned
            log.error("effect %s failed, correlation %s", planned.effect_id, planned.correlation_id, exc_info=error)
            await self._effects.given_up(planned.effect_id, f"unexpected {type(error).__name__}", self._now())

    async def _lost(self, planned: PlannedEffect, reach: Reach) -> None:
        await self._effects.given_up(planned.effect_id, LOST[reach], self._now())
        await self._note_reach(planned, reach)

    async def _note_reach(self, planned: PlannedEffect, reach: Reach) -> None:
        """Has it recorded, so that others need not find it out, and a broadcast knows whom it reaches."""
        bus = self._services.bus
        context = bus.context(
            f"notifier:{planned.effect_id}:{reach}",
            actor="system",
            source="notifier",
            correlation_id=planned.correlation_id,
        )
        try:
            await bus.execute(NoteReach(planned.user_id, reach), context)
        except DomainError as refusal:
            log.info("%s was refused: %s", context.command_id, refusal)  # erased meanwhile
        except StoreUnavailable:
            raise
        except Exception:
            # What became of the message is kept, and the next one notes it again: it must not keep others from leaving.
            log.exception("%s failed, correlation %s", context.command_id, context.correlation_id)

    def _now(self) -> datetime:
        return self._services.clock.now()

    async def _failed(self, effect: ClaimedEffect, error: TelegramAPIError | ClientDecodeError) -> None:
        planned, now = effect.planned, self._now()
        wait = timedelta(seconds=backoff(effect.attempts, self._random, base=2.0, cap=600.0))
        match error:
            case TelegramRetryAfter():
                retry_at = now + timedelta(seconds=error.retry_after)
                await self._effects.postponed(planned.effect_id, retry_at, f"asked to wait {error.retry_after} s")
            case TelegramForbiddenError():
                await self._lost(planned, _why_forbidden(error.message))
            case TelegramBadRequest() if "chat not found" in error.message:
                await self._lost(planned, "never_started")
            case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
                await self._effects.failed(planned.effect_id, now + wait, "Telegram can't be reached")
            case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
                log.warning("effect %s may have left: %s", planned.effect_id, error.message)
                await self._effects.unknown(planned.effect_id, now + wait, error.message, now)
            case TelegramUnauthorizedError():
                log.error("Telegram does not know this bot token")
                await self._effects.failed(planned.effect_id, now + wait, "wrong token")
            case _:
                log.error("effect %s refused by Telegram: %s", planned.effect_id, error.message)
                await self._effects.given_up(planned.effect_id, error.message, now)


def bundled(letters: Sequence[Letter], heading: Markup) -> list[Letter]:
    """These in as few messages as they fit into, in order, each under the heading."""
    parts: list[Letter] = []
    for letter in letters:
        if parts:
            joined = Markup(f"{parts[-1].text}\n\n{letter.text}")
            if utf16_length(read_html(joined)[0]) <= MAX_MESSAGE:
                parts[-1] = Letter([*parts[-1].effects, *letter.effects], joined)
                continue
        parts.append(Letter(letter.effects, Markup(f"{heading}\n\n{letter.text}")))
    return parts


def _why_forbidden(message: str) -> Reach:
    if "initiate" in message:
        return "never_started"
    return "deactivated" if "deactivated" in message else "blocked"
