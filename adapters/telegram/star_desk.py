"""Makes the calls about Stars that were planned: invoices, refunds, changes of subscriptions, reconciliation.

Each is made at least once. One that may have been made and got no answer is `unknown`, which shows, and is made again:
an invoice that comes twice can be paid once, and Telegram refuses a second refund.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
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
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice
from aiohttp import ClientConnectorError

from adapters.backoff import backoff
from adapters.telegram.reconciliation import reconcile
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Speaker
from commands.context import Command
from commands.effects import ClaimedEffect, Effects, PlannedEffect
from commands.payments import RecordRefund, RecordRefundFailure, RecordSubscription
from commands.ports import OutcomeUnknown, Person, StoreUnavailable
from commands.reconciliation import BOOK, RequestReconciliation
from commands.star_calls import CHANNEL
from domain.errors import NotFound
from domain.payments import CURRENCY
from queries.users import user_view

log = logging.getLogger(__name__)

AT_ONCE = 10
LOOK_EVERY = 2.0
"""Seconds between two looks for what is due, when nothing has been planned by this process."""
COMPARED_AT = timedelta(hours=4)
"""When our list of payments is compared with Telegram's: at four in the morning, by the community's clock."""
PERIOD = timedelta(days=30)
"""The only period of a subscription that Telegram knows (core.telegram.org/bots/api#createinvoicelink)."""
START_PARAMETER = "vip"
"""A forwarded invoice shows a way to the bot in place of the pay button: each pays what was offered to them."""


class Undoable(Exception):
    """The call can't be made at all: the person is erased, the plan is gone. The message says which."""


class StarDesk:
    """Serves one channel of effects. Any number of processes may run one. `route` tells which bot reaches a chat."""

    def __init__(
        self,
        bot: Bot,
        services: BotServices,
        effects: Effects,
        route: Callable[[int], Bot] | None = None,
        random: Random | None = None,
        daily: bool = False,
    ) -> None:
        """`daily`: has our list of payments compared with Telegram's every day."""
        self._bot, self._services, self._effects = bot, services, effects
        self._daily, self._compared_on = daily, date.min
        self._route = route or (lambda chat_id: bot)
        self._random = random or Random()  # noqa: S311  # jitter

    async def run(self) -> None:
        """Serves until it is cancelled. While the store is away it waits for it, and for whatever else goes wrong."""
        attempt, logged = 0, ""
        while True:
            try:
                if self._daily:
                    await self.compare_daily()
                if not await self.serve_due():
                    await self._effects.wait(CHANNEL, LOOK_EVERY)
                attempt, logged = 0, ""
                continue
            except StoreUnavailable as error:
                log.warning("the desk for Stars waits for the store: %s", error)
            except Exception as error:
                if logged != repr(error):
                    log.exception("the desk for Stars failed; it tries again until it is well")
                logged = repr(error)
            await asyncio.sleep(backoff(attempt, self._random))
            attempt += 1

    async def compare_daily(self) -> None:
        """Asks for today's comparison once its hour has come: one a day, whoever asks for it and however often."""
        bus = self._services.bus
        zone = ZoneInfo(bus.content.community.time_zone)
        day = (self._services.clock.now().astimezone(zone) - COMPARED_AT).date()
        if day != self._compared_on:
            context = bus.context(f"timer:reconciliation:{BOOK}:{day}", actor="system", source="timer:reconciliation")
            await bus.execute(RequestReconciliation(), context)
            self._compared_on = day

    async def serve_due(self) -> int:
        """Makes the calls that are due now. Returns how many were taken on."""
        claimed = await self._effects.claim(AT_ONCE, self._services.clock.now(), CHANNEL)
        for effect in claimed:
            await self._serve(effect)
        return len(claimed)

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

    # -- the calls ----------------------------------------------------------------------------------------------------

    async def _perform(self, planned: PlannedEffect) -> str:
        """Makes the call, and records what came of it. Returns what Telegram calls the result."""
        if planned.text == "reconcile":
            found = await reconcile(self._bot, self._services, planned)
            return f"{found.seen} transactions"
        person = await self._person(planned)
        bot = self._route(person.chat_id or person.telegram_id)
        match planned.text:
            case "invoice":
                return await self._invoice(bot, person, planned)
            case "refund":
                await self._refund(bot, person, planned)
            case "subscription":
                await self._change_subscription(bot, person, planned)
            case _:
                raise Undoable(f"there is no call {planned.text}")
        return planned.text

    async def _invoice(self, bot: Bot, person: Person, planned: PlannedEffect) -> str:
        """Sends the invoice; a subscription's is a link, since only a link can be one of a subscription."""
        say = await self._speaker(person)
        try:
            plan = self._services.bus.content.plan(planned.params["plan"])
        except NotFound:
            raise Undoable("the plan is gone") from None
        title, description = plan.title.in_language(say.language), plan.description.in_language(say.language)
        stars = planned.params["stars"]
        prices = [LabeledPrice(label=title, amount=stars)]
        chat_id = person.chat_id or person.telegram_id
        if not planned.params["subscription"]:
            sent = await bot.send_invoice(
                chat_id,
                title,
                description,
                planned.params["invoice"],
                CURRENCY,
                prices,
                provider_token="",
                start_parameter=START_PARAMETER,
            )
            return str(sent.message_id)
        link = await bot.create_invoice_link(
            title,
            description,
            planned.params["invoice"],
            CURRENCY,
            prices,
            provider_token="",
            subscription_period=int(PERIOD.total_seconds()),
        )
        pay = InlineKeyboardButton(text=say.plain("button-subscribe", stars=stars), url=link)
        text = say("subscription-offer", title=title, description=description, stars=stars)
        message = await bot.send_message(chat_id, text, reply_markup=InlineKeyboardMarkup(inline_keyboard=[[pay]]))
        return str(message.message_id)

    async def _refund(self, bot: Bot, person: Person, planned: PlannedEffect) -> None:
        charge = planned.params["charge"]
        try:
            await bot.refund_star_payment(person.telegram_id, charge)
        except TelegramBadRequest as error:
            if "CHARGE_ALREADY_REFUNDED" not in error.message:
                raise
        await self._record(planned, RecordRefund(planned.user_id, charge, found_by="call"))

    async def _change_subscription(self, bot: Bot, person: Person, planned: PlannedEffect) -> None:
        canceled = planned.params["canceled"]
        await bot.edit_user_star_subscription(person.telegram_id, planned.params["charge"], canceled)
        state = "canceled" if canceled else "active"
        await self._record(planned, RecordSubscription(planned.user_id, planned.params["invoice"], state))

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
        match planned.text:
            case "refund":
                await self._record(planned, RecordRefundFailure(planned.user_id, planned.params["charge"], reason))
            case "subscription":
                invoice = planned.params["invoice"]
                await self._record(planned, RecordSubscription(planned.user_id, invoice, "refused", reason))
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

    async def _speaker(self, person: Person) -> Speaker:
        view = await self._services.reads.run(user_view, person.user_id)
        community = self._services.bus.content.community
        return Speaker(
            self._services.texts,
            (view.language if view else None) or community.language,
            ZoneInfo((view.time_zone if view else None) or community.time_zone),
            self._services.clock.now(),
        )
