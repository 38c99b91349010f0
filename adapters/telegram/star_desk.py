"""Makes the calls about Stars that were planned: invoices, refunds, changes of subscriptions, reconciliation.

Each is made at least once (see adapters/telegram/desk.py):
an invoice that comes twice can be paid once, and Telegram refuses a second refund.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice

from adapters.telegram.desk import Desk, Undoable
from adapters.telegram.reconciliation import reconcile
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Speaker
from commands.effects import Effects, PlannedEffect
from commands.payments import RecordRefund, RecordRefundFailure, RecordSubscription
from commands.ports import Person
from commands.reconciliation import BOOK, RequestReconciliation
from commands.star_calls import CHANNEL
from domain.errors import NotFound
from domain.payments import CURRENCY
from queries.users import user_view

COMPARED_AT = timedelta(hours=4)
"""When our list of payments is compared with Telegram's: at four in the morning, by the community's clock."""
PERIOD = timedelta(days=30)
"""The only period of a subscription that Telegram knows (core.telegram.org/bots/api#createinvoicelink)."""
START_PARAMETER = "vip"
"""A forwarded invoice shows a way to the bot in place of the pay button: each pays what was offered to them."""


class StarDesk(Desk):
    """Serves the effects about Stars."""

    CHANNEL, NAME = CHANNEL, "the desk for Stars"

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
        super().__init__(bot, services, effects, route, random)
        self._daily, self._compared_on = daily, date.min

    async def _begin(self) -> None:
        if self._daily:
            await self.compare_daily()

    async def compare_daily(self) -> None:
        """Asks for today's comparison once its hour has come: one a day, whoever asks for it and however often."""
        bus = self._services.bus
        zone = ZoneInfo(bus.content.community.time_zone)
        day = (self._services.clock.now().astimezone(zone) - COMPARED_AT).date()
        if day != self._compared_on:
            context = bus.context(f"timer:reconciliation:{BOOK}:{day}", actor="system", source="timer:reconciliation")
            await bus.execute(RequestReconciliation(), context)
            self._compared_on = day

    # -- the calls ----------------------------------------------------------------------------------------------------

    async def _perform(self, planned: PlannedEffect) -> str:
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

    async def _note_failure(self, planned: PlannedEffect, reason: str) -> None:
        match planned.text:
            case "refund":
                await self._record(planned, RecordRefundFailure(planned.user_id, planned.params["charge"], reason))
            case "subscription":
                invoice = planned.params["invoice"]
                await self._record(planned, RecordSubscription(planned.user_id, invoice, "refused", reason))

    async def _speaker(self, person: Person) -> Speaker:
        view = await self._services.reads.run(user_view, person.user_id)
        community = self._services.bus.content.community
        return Speaker(
            self._services.texts,
            (view.language if view else None) or community.language,
            ZoneInfo((view.time_zone if view else None) or community.time_zone),
            self._services.clock.now(),
        )
