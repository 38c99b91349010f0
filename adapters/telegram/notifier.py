"""Sends what was planned: one message for an effect, in the user's language, within Telegram's limits.

What may have left and got no answer is `unknown`: a casual message is then never sent again, money is. What will
never arrive is given up, with the reason.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

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
from sqlalchemy.engine import Connection

from adapters.backoff import backoff
from adapters.telegram import naming
from adapters.telegram.rates import in_bulk
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Speaker
from commands.effects import ClaimedEffect, Effects, PlannedEffect
from commands.ports import Person, StoreUnavailable
from domain.ids import UserId
from queries.users import UserView, user_view

log = logging.getLogger(__name__)

AT_ONCE = 30
LOOK_EVERY = 2.0
"""Seconds between two looks for what is due, when nothing has been planned by this process."""
SEND_WITHIN = 40.0
"""Seconds in which a claimed effect must have begun to leave, lest its claim ends while it does."""
CASUAL_FOR = timedelta(days=1)
"""A casual message that could not leave for so long is stale: nobody wants yesterday's news all at once."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message goes to, and how they are spoken to. `names` are those of others whom it may name."""

    person: Person
    user: UserView | None
    names: Mapping[UserId, str]


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
        claimed = await self._effects.claim(AT_ONCE, self._services.clock.now(), self._channel)
        if not claimed:
            return 0
        try:
            addressees = await self._addressees(claimed)
        except Exception as error:
            # Nothing has left. Left claimed, the casual ones would end as unknown, and never be sent.
            for effect in claimed:
                reason = f"addressees not found out: {type(error).__name__}"
                await self._effects.failed(effect.planned.effect_id, self._services.clock.now(), reason)
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
        users = await self._services.reads.run(_users, list(wanted))
        names = {user_id: person.first_name for user_id, person in people.items()}
        return {each: Addressee(people[each], users.get(each), names) for each in wanted if each in people}

    async def _send_all(self, effects: Sequence[ClaimedEffect], addressee: Addressee | None) -> None:
        until = self._monotonic() + SEND_WITHIN
        for effect in effects:
            if self._monotonic() < until:
                await self._send(effect, addressee)
            else:
                await self._effects.failed(effect.planned.effect_id, self._services.clock.now(), "others came first")

    async def _send(self, effect: ClaimedEffect, addressee: Addressee | None) -> None:
        planned = effect.planned
        try:
            why, receipt = self._unwanted(planned, addressee), ""
            if why is None:
                assert addressee is not None
                receipt = await self._deliver(planned, addressee)
        except (TelegramAPIError, ClientDecodeError) as error:
            await self._failed(effect, error)
            return
        except Exception as error:
            # One message that can't be made or sent must not keep the others from leaving, nor come back for ever.
            log.exception("effect %s failed, correlation %s", planned.effect_id, planned.correlation_id)
            why = f"unexpected {type(error).__name__}"
        if why is not None:
            await self._effects.given_up(planned.effect_id, why, self._services.clock.now())
        else:
            await self._effects.sent(planned.effect_id, receipt, self._services.clock.now())

    async def _deliver(self, planned: PlannedEffect, addressee: Addressee) -> str:
        """Sends the message. Returns its id, as Telegram gave it."""
        chat_id = addressee.person.chat_id or addressee.person.telegram_id
        text = self._text(planned, addressee)
        with in_bulk():
            message = await self._route(chat_id).send_message(chat_id, text)
        return str(message.message_id)

    def _unwanted(self, planned: PlannedEffect, addressee: Addressee | None) -> str | None:
        """Why this is not to be sent at all; None if it is."""
        if addressee is None:
            return "erased"
        wish = addressee.user.preferences.get("notifications", "all") if addressee.user else "all"
        if wish == "none" or (wish == "important" and not planned.certain):
            return "not wanted"
        if not planned.certain and self._services.clock.now() - planned.due > CASUAL_FOR:
            return "expired"
        if not self._services.texts.has(self._language(addressee), planned.text):
            log.error("effect %s: there is no text %s", planned.effect_id, planned.text)
            return f"no text {planned.text}"
        return None

    def _language(self, addressee: Addressee) -> str:
        spoken = addressee.user.language if addressee.user else None
        return spoken or self._services.bus.content.community.language

    def _text(self, planned: PlannedEffect, addressee: Addressee) -> str:
        content = self._services.bus.content
        zone = (addressee.user.time_zone if addressee.user else None) or content.community.time_zone
        language = self._language(addressee)
        say = Speaker(self._services.texts, language, ZoneInfo(zone), self._services.clock.now())
        params = {name: _in_language(value, language) for name, value in planned.params.items()}
        if isinstance(reason := params.get("reason"), str):
            params["reason"] = naming.reason(say, content, reason, addressee.names)
        return say(planned.text, **params)

    async def _failed(self, effect: ClaimedEffect, error: TelegramAPIError | ClientDecodeError) -> None:
        planned, now = effect.planned, self._services.clock.now()
        wait = timedelta(seconds=backoff(effect.attempts, self._random, base=2.0, cap=600.0))
        match error:
            case TelegramRetryAfter():
                retry_at = now + timedelta(seconds=error.retry_after)
                await self._effects.failed(planned.effect_id, retry_at, f"asked to wait {error.retry_after} s")
            case TelegramForbiddenError():
                await self._effects.given_up(planned.effect_id, _why_forbidden(error.message), now)
            case TelegramBadRequest() if "chat not found" in error.message:
                await self._effects.given_up(planned.effect_id, "never started", now)
            case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
                await self._effects.failed(planned.effect_id, now + wait, "Telegram can't be reached")
            case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
                log.warning("effect %s may have left: %s", planned.effect_id, error.message)
                await self._effects.unknown(planned.effect_id, now + wait, error.message)
            case TelegramUnauthorizedError():
                log.error("Telegram does not know this bot token")
                await self._effects.failed(planned.effect_id, now + wait, "wrong token")
            case _:
                log.error("effect %s refused by Telegram: %s", planned.effect_id, error.message)
                await self._effects.given_up(planned.effect_id, error.message, now)


def _users(read: Connection, user_ids: Sequence[UserId]) -> dict[UserId, UserView]:
    views = (user_view(read, user_id) for user_id in user_ids)
    return {view.user_id: view for view in views if view is not None}


def _in_language(value: Any, language: str) -> Any:
    """A value as commands.notifications makes it: a dict is one text by language."""
    if isinstance(value, Mapping):
        return value.get(language, next(iter(value.values()), ""))
    return value


def _why_forbidden(message: str) -> str:
    """Having blocked the bot is something else than never having started it."""
    if "initiate" in message:
        return "never started"
    return "deactivated" if "deactivated" in message else "blocked"
