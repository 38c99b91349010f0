"""Paying with Telegram Stars: the last check before, what was paid, what went back; and whom to ask.

Nothing is said here of a payment that arrived: the notifier tells it, also when the update is handled only later.
"""

import asyncio
import logging
from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import BotSubscriptionUpdated, Message, PreCheckoutQuery

from adapters.telegram import naming
from adapters.telegram.handlers.menu import community
from adapters.telegram.middlewares import NOT_NOW
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import UNANSWERED, Visitor
from commands.payments import RecordPayment, RecordRefund, RecordSubscription, RefundPayment, ReserveInvoice
from domain.errors import DomainError
from domain.payments import CURRENCY, InvoiceUnknown, invoice_in
from queries.payments import PaymentView, payment_by_charge, payments_of
from queries.users import user_view

log = logging.getLogger(__name__)

DECIDE_WITHIN = 5.0
"""Seconds; the answer itself needs some of the 10 as well."""
LATEST = 5
STAFF = ("admin", "owner")
STATES = {"canceled": "canceled", "active": "active", "failed": "unpaid"}
"""What Telegram calls the states of a subscription, in our words."""


def router() -> Router:
    router = Router(name="payments")
    router.pre_checkout_query.register(check)
    router.message.register(received, F.successful_payment)
    router.message.register(refunded, F.refunded_payment)
    router.subscription.register(subscription_changed)
    private = F.chat.type == "private"
    router.message.register(support, Command("paysupport"), private)
    router.message.register(terms, Command("terms", "terminos"), private)
    router.message.register(refund, Command("refund"), private)
    return router


async def check(query: PreCheckoutQuery, visitor: Visitor) -> None:
    """Answers whether this may be paid, in time: Telegram waits 10 seconds. Whatever is unclear is refused kindly,
    since nobody has paid anything yet."""
    try:
        async with asyncio.timeout(DECIDE_WITHIN):
            refusal = await _refusal(query, visitor)
    except Exception as error:  # noqa: BLE001  # told to the user, and to the log
        away = isinstance(error, (TimeoutError, *NOT_NOW))
        log.log(logging.WARNING if away else logging.ERROR, "a payment was not let through: %r", error)
        refusal = visitor.say.plain("checkout-away")
    try:
        await query.answer(ok=refusal is None, error_message=refusal)
    except TelegramBadRequest as error:
        log.warning("a payment was answered too late: %s", error.message)
    except UNANSWERED as error:
        log.warning("the answer to a payment may not have arrived: %s", error.message)


async def _refusal(query: PreCheckoutQuery, visitor: Visitor) -> str | None:
    """Why not, in the payer's words; None if it may be paid. Raises what the vault and the bus raise."""
    payer = query.from_user
    visitor.user_id = await visitor.services.vault.user_for(payer.id, payer.first_name, payer.last_name, payer.username)
    if (view := await visitor.read(user_view, visitor.user_id)) is not None:
        visitor.speak(view.language, view.time_zone)
    try:
        if query.currency != CURRENCY:
            raise InvoiceUnknown()
        await visitor.execute(ReserveInvoice(visitor.user_id, invoice_in(query.invoice_payload), query.total_amount))
    except DomainError as refusal:
        return visitor.words_of(refusal)
    return None


async def received(message: Message, visitor: Visitor) -> None:
    """Stars have been paid: recorded whatever is wrong with it, once."""
    paid = message.successful_payment
    assert paid is not None
    until = paid.subscription_expiration_date
    stars = paid.total_amount if paid.currency == CURRENCY else 0
    await visitor.execute(
        RecordPayment(
            visitor.user_id,
            paid.telegram_payment_charge_id,
            invoice_in(paid.invoice_payload),
            stars,
            recurring=bool(paid.is_recurring),
            subscribed_until=datetime.fromtimestamp(until, UTC) if until else None,
            first=bool(paid.is_first_recurring),
        )
    )


async def refunded(message: Message, visitor: Visitor) -> None:
    """Stars have gone back, whoever asked for it."""
    back = message.refunded_payment
    assert back is not None
    invoice = invoice_in(back.invoice_payload)
    await visitor.execute(
        RecordRefund(visitor.user_id, back.telegram_payment_charge_id, invoice, back.total_amount, "update")
    )


async def subscription_changed(change: BotSubscriptionUpdated, visitor: Visitor) -> None:
    """The user has cancelled a subscription in Telegram's own settings, taken that back, or could not pay for it."""
    if state := STATES.get(change.state):
        await visitor.execute(
            RecordSubscription(visitor.user_id, invoice_in(change.invoice_payload), state, by_payer=True)
        )
    else:
        log.error("a subscription is in a state that this release does not know: %r", change.state)


async def terms(message: Message, visitor: Visitor) -> None:
    """On which terms VIP is sold."""
    text = visitor.say("terms", community=community(visitor))
    await visitor.show(Screen(text, [[visitor.opens("button-vip", "vip")], [visitor.home()]]))


async def support(message: Message, visitor: Visitor) -> None:
    """What was paid, and whom to ask about it."""
    page = await visitor.read(payments_of, visitor.user_id, limit=LATEST)
    say, content = visitor.say, visitor.services.bus.content
    contact = content.community.support
    parts: list[str] = [say("paysupport", community=community(visitor))]
    if page.items:
        parts.append("\n".join([say("paysupport-latest"), *(_line(visitor, each) for each in page.items)]))
    if contact is not None:
        parts.append(say("paysupport-contact", contact=contact.in_language(say.language)))
    await visitor.show(Screen("\n\n".join(parts), [[visitor.opens("button-vip", "vip")], [visitor.home()]]))


def _line(visitor: Visitor, payment: PaymentView) -> str:
    plan = naming.title(visitor.services.bus.content, "plan", payment.plan or "", visitor.say.language)
    return visitor.say(
        "paysupport-line",
        at=payment.occurred_at,
        plan=plan or visitor.say.plain("payment-unknown-plan"),
        stars=payment.stars,
        state="problem" if payment.state == "received" and not payment.days else payment.state,
        charge=payment.charge,
    )


async def refund(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """`/refund <charge> <reason>`, for those who run the community."""
    view = await visitor.read(user_view, visitor.user_id)
    if view is None or not set(view.roles).intersection(STAFF):
        await visitor.tell(visitor.say.plain("refund-staff-only"))
        return
    charge, _, reason = (command.args or "").strip().partition(" ")
    if not reason.strip():
        await visitor.tell(visitor.say.plain("refund-how"))
        return
    payment = await visitor.read(payment_by_charge, charge)
    if payment is None:
        await visitor.tell(visitor.say.plain("refund-which"))
        return
    await visitor.execute(RefundPayment(payment.user_id, charge, reason.strip()))
    await visitor.tell(visitor.say.plain("refund-asked", stars=payment.stars))
