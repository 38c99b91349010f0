"""Buying VIP with Telegram Stars: offers, the last check before paying, what was paid, what goes back.

Nobody may lose money here: what Telegram has taken is recorded whatever is wrong with it, and once per charge. What
has to be asked of Telegram (an invoice, a refund) is planned from these events; see commands/star_calls.py.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.errors import NotFound
from domain.membership import SUBSCRIPTION_DAYS, USUAL_GRACE, Membership, MembershipTooLong, PlanDefinition
from domain.payments import Invoice, Kind, Payment, checked_charge
from domain.reasons import checked_reason
from domain.subscriptions import Subscriptions
from domain.users import User

REASON = "stars"
"""Why days of a membership were given or taken back: they were paid for with Stars."""


def new_invoice(command: Any, context: Context, loaded: Mapping[str, Any]) -> dict[str, str]:
    """An invoice of its own for each command, the same one if the command comes again."""
    return {"invoice": Invoice.stream(hashlib.sha256(context.command_id.encode()).hexdigest()[:24])}


@dataclass(frozen=True, slots=True)
class OfferPlan(UserCommand):
    """Makes an invoice for a plan, which the user is then sent in their chat with the bot."""

    plan: str


@handles(OfferPlan, loads=new_invoice)
def offer_plan(
    command: OfferPlan, context: Context, membership: Membership, invoice: Invoice, subscriptions: Subscriptions
) -> None:
    plan = context.content.plan(command.plan)
    subscriptions.require_none_of(plan.id, plan.grace, context.now)
    membership.extended(plan.days, context.now)
    invoice.issue(command.user_id, plan)


@dataclass(frozen=True, slots=True)
class ReserveInvoice(UserCommand):
    """Lets the user pay so many Stars for this invoice now, once: meanwhile nobody can pay it again.

    Given when Telegram asks before it takes anything, which it does for what a user pays, not for renewals.
    """

    invoice_id: str
    stars: int


@handles(ReserveInvoice)
def reserve_invoice(
    command: ReserveInvoice, context: Context, invoice: Invoice, membership: Membership, subscriptions: Subscriptions
) -> None:
    invoice.require_for(command.user_id)
    subscriptions.require_none_of(invoice.plan, _grace(invoice.plan, context), context.now)
    membership.extended(invoice.days, context.now)
    until = invoice.reserve(command.stars, _sold(invoice.plan, context), context.now)
    if invoice.subscription:
        subscriptions.reserve(invoice.plan, until, context.now)


def _sold(plan: str, context: Context) -> PlanDefinition | None:
    try:
        return context.content.plan(plan)
    except NotFound:
        return None


@dataclass(frozen=True, slots=True)
class RecordPayment(UserCommand):
    """Telegram has taken Stars from the user. Recorded once per charge, and never refused for a rule of the game.

    `invoice_id` is the payload, `-` where that is none of ours. `recurring`: of a subscription, paid for until
    `subscribed_until`; `first`: it begins with this payment, None where Telegram does not say so. `found_by` is
    `update`, or `reconciliation` where the update never came.
    """

    requires_active_user: ClassVar[bool] = False

    charge_id: str
    invoice_id: str
    stars: int
    recurring: bool = False
    subscribed_until: datetime | None = None
    found_by: str = "update"
    first: bool | None = False


@handles(RecordPayment)
def record_payment(
    command: RecordPayment,
    context: Context,
    user: User,
    payment: Payment,
    invoice: Invoice,
    membership: Membership,
    subscriptions: Subscriptions,
) -> None:
    user.require_registered()
    checked_charge(command.charge_id)
    if payment.received:
        return
    problem = invoice.problem_with(command.user_id, command.stars, command.recurring)
    days = invoice.days if problem is None else 0
    if days and not _fits(membership, days, context.now):
        problem, days = "too_long", 0
    until = _subscribed_until(command, context) if command.recurring else None
    first = bool(command.first)
    if command.first is None and until is not None:
        first = subscriptions.begun_by(command.invoice_id, until)
    grace = _grace(invoice.plan, context)
    doubled = subscriptions.doubled_by(command.invoice_id, first, grace, context.now)
    doubled |= invoice.paid and not command.recurring
    if problem is None and doubled:
        problem = "paid_twice"
    if problem is None and user.is_banned(context.now):
        problem = "banned"
    payment.receive(
        command.user_id,
        command.stars,
        invoice=invoice,
        days=days,
        kind=_kind(command, first, subscriptions),
        problem=problem,
        found_by=command.found_by,
        until=until,
    )
    if not days:
        return
    invoice.pay(command.charge_id)
    if until is not None and doubled:
        subscriptions.doubled(command.charge_id, invoice.plan, command.stars, until)
    elif until is not None:
        subscriptions.paid(command.invoice_id, command.charge_id, invoice.plan, command.stars, until, first)
    membership.grant(invoice.plan, days, REASON, context.now, command.charge_id)
    if until is not None:
        membership.await_renewal(_grace(invoice.plan, context), context.now)


def _grace(plan_id: str, context: Context) -> timedelta:
    """How long word of the next payment is waited for; of a plan that is sold no more, as long as usual."""
    plan = _sold(plan_id, context)
    return USUAL_GRACE if plan is None else plan.grace


def _awaited(subscriptions: Subscriptions, context: Context, but: str | None = None) -> timedelta:
    """How long word of the next payment of a subscription that goes on is waited for."""
    return subscriptions.awaited(lambda plan: _grace(plan, context), context.now, but)


def _fits(membership: Membership, days: int, now: datetime) -> bool:
    try:
        membership.extended(days, now)
    except MembershipTooLong:
        return False
    return True


def _subscribed_until(command: RecordPayment, context: Context) -> datetime:
    return command.subscribed_until or context.now + timedelta(days=SUBSCRIPTION_DAYS)


def _kind(command: RecordPayment, first: bool, subscriptions: Subscriptions) -> Kind:
    if not command.recurring:
        return "once"
    return "renewal" if command.invoice_id in subscriptions.each and not first else "first"


@dataclass(frozen=True, slots=True)
class RefundPayment(UserCommand):
    """Asks Telegram to give a payment back. `reason` stays in the log: it must name nobody."""

    requires_active_user: ClassVar[bool] = False

    charge_id: str
    reason: str


@handles(RefundPayment)
def refund_payment(command: RefundPayment, context: Context, user: User, payment: Payment) -> None:
    user.require_registered()
    payment.ask_refund(command.user_id, checked_reason(command.reason))


@dataclass(frozen=True, slots=True)
class RecordRefund(UserCommand):
    """Telegram has given a payment back: what was given for it ends, as far as it is still to come. Once.

    What other payments bought stays, and so does the time that word of another subscription's next one may take.
    A refund of a payment that was never heard of records both, so that a late word of the payment gives nothing.
    """

    requires_active_user: ClassVar[bool] = False

    charge_id: str
    invoice_id: str = "-"
    stars: int = 0
    found_by: str = "update"


@handles(RecordRefund)
def record_refund(
    command: RecordRefund,
    context: Context,
    user: User,
    payment: Payment,
    invoice: Invoice,
    membership: Membership,
    subscriptions: Subscriptions,
) -> None:
    user.require_registered()
    if not payment.received:
        checked_charge(command.charge_id)
        payment.receive(
            command.user_id,
            command.stars,
            invoice=invoice,
            days=0,
            kind="once",
            problem="refunded_first",
            found_by=command.found_by,
        )
    payment.require_from(command.user_id)
    if not payment.refunded(command.found_by) or not payment.days:
        return
    subscriptions.refunded(payment.charge_id)
    if membership.take_back(payment.charge_id, payment.days, REASON, context.now):
        paid_for = subscriptions.named_by(payment.charge_id, payment.invoice)
        membership.await_renewal(_awaited(subscriptions, context, but=paid_for), context.now)


@dataclass(frozen=True, slots=True)
class RecordRefundFailure(UserCommand):
    """Telegram refused to give a payment back, in these words."""

    requires_active_user: ClassVar[bool] = False

    charge_id: str
    reason: str


@handles(RecordRefundFailure)
def record_refund_failure(command: RecordRefundFailure, context: Context, payment: Payment) -> None:
    payment.refund_failed(command.reason)


@dataclass(frozen=True, slots=True)
class RecordUnmatched(UserCommand):
    """A payment that we have is not in Telegram's list."""

    requires_active_user: ClassVar[bool] = False

    charge_id: str


@handles(RecordUnmatched)
def record_unmatched(command: RecordUnmatched, context: Context, payment: Payment) -> None:
    payment.require_from(command.user_id)
    payment.not_at_telegram()


@dataclass(frozen=True, slots=True)
class ChangeSubscriptions(UserCommand):
    """Asks Telegram to cancel these subscriptions of the user, or to let them go on; without any named, all."""

    requires_active_user: ClassVar[bool] = False

    canceled: bool
    invoices: tuple[str, ...] = ()


@handles(ChangeSubscriptions, answers=lambda facts: {"subscriptions": [each.state["invoice"] for each in facts]})
def change_subscriptions(
    command: ChangeSubscriptions, context: Context, user: User, subscriptions: Subscriptions
) -> None:
    user.require_registered()
    subscriptions.ask(command.invoices, command.canceled, context.now)


@dataclass(frozen=True, slots=True)
class RecordSubscription(UserCommand):
    """Telegram has changed a subscription, or could not: `state` is canceled, active, unpaid or refused.

    `by_payer`: they did so in Telegram's settings, and of several that one invoice began it may be any.
    """

    requires_active_user: ClassVar[bool] = False

    invoice_id: str
    state: str
    reason: str = ""
    by_payer: bool = False


@handles(RecordSubscription)
def record_subscription(
    command: RecordSubscription,
    context: Context,
    subscriptions: Subscriptions,
    membership: Membership,
) -> None:
    name = command.invoice_id
    if command.by_payer:
        name = subscriptions.meant(name, command.state, context.now)
    match command.state:
        case "canceled":
            subscriptions.changed(name, canceled=True)
            if not _awaited(subscriptions, context):
                membership.call_off_renewal()
        case "active":
            subscriptions.changed(name, canceled=False)
            if subscriptions.runs(name, context.now):
                plan = subscriptions.each[name]["plan"]
                membership.await_renewal(_grace(plan, context), context.now)
        case "unpaid":
            subscriptions.not_paid(name)
        case "refused":
            subscriptions.not_changed(name, command.reason)
