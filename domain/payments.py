"""Telegram Stars (XTR): what was offered for sale, what was paid for it, and what went back.

An invoice's id is all that Telegram brings back to us with a payment, and whoever pays could have put anything there:
it only says which invoice is meant; what it was for stands in the log. A charge, Telegram's name for one payment,
counts once: it is the key of a stream of its own.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.membership import PlanDefinition

CURRENCY = "XTR"
NO_INVOICE = "-"
"""Stands in place of a payload that can't be an invoice's id."""
MAX_CHARGE = 255
"""Characters of a charge's id; Telegram's have about a hundred."""

RESERVED_FOR = timedelta(minutes=2)
"""How long a checkout that was let through keeps its invoice from another one: Telegram takes Stars within seconds of
the answer, and word of it follows at once."""

Kind = Literal["once", "first", "renewal"]
"""A payment for one time, the first one of a subscription, or a later one."""


@dataclass
class InvoiceUnknown(DomainError):
    """There is no such invoice, or it was made for somebody else."""


@dataclass
class InvoicePaid(DomainError):
    """This invoice was paid before; whoever wants more days asks for another one."""


@dataclass
class PaymentUnderway(DomainError):
    """Its payment was let through a moment ago and may be on its way; if it does not come, it may be paid `after`."""

    after: datetime


@dataclass
class PlanChanged(DomainError):
    """The plan is sold on other terms by now, or no more."""

    plan: str


@dataclass
class AlreadyRefunded(DomainError):
    """The payment has gone back, or is on its way."""


def checked_charge(charge_id: str) -> str:
    """`charge_id` itself. Raises InvalidValue for what can't be one."""
    if not 1 <= len(charge_id) <= MAX_CHARGE or not charge_id.isprintable():
        raise InvalidValue("charge_id", f"must have 1 to {MAX_CHARGE} printable characters")
    return charge_id


def invoice_in(payload: str) -> str:
    """The invoice that a payload names; `-` where it is none of ours."""
    return payload if re.fullmatch(r"[0-9a-f]{24}", payload) else NO_INVOICE


class Invoice(Aggregate):
    """One offer to one user: a plan's days at its price, as both were when it was made."""

    TOPIC = "invoice"
    KEYS = ("invoice_id",)

    buyer: str = ""
    plan: str = ""
    days: int = 0
    stars: int = 0
    subscription: bool = False
    paid: bool = False
    reserved_until: datetime | None = None

    @property
    def invoice_id(self) -> str:
        return self.id.split(":")[1]

    def issue(self, buyer: UserId, plan: PlanDefinition) -> None:
        """Offers `plan` to `buyer`."""
        self._issued(
            invoice=self.invoice_id,
            buyer=buyer,
            plan=plan.id,
            days=plan.days,
            stars=plan.stars,
            subscription=plan.subscription,
        )

    def require_for(self, buyer: UserId) -> None:
        """Raises InvoiceUnknown unless it was made for `buyer`."""
        if self.buyer != buyer:
            raise InvoiceUnknown()

    def reserve(self, stars: int, plan: PlanDefinition | None, now: datetime) -> datetime:
        """Lets it be paid now, and nobody pay it once more meanwhile. Returns until when.

        `plan` is the invoice's plan as it is sold now. Raises InvoicePaid, PlanChanged, PaymentUnderway. The renewals
        of a subscription are not asked about: Telegram takes them by itself.
        """
        if self.paid:
            raise InvoicePaid()
        terms = (self.days, self.stars, self.subscription)
        if stars != self.stars or plan is None or (plan.days, plan.stars, plan.subscription) != terms:
            raise PlanChanged(self.plan)
        if self.reserved_until is not None and now < self.reserved_until:
            raise PaymentUnderway(self.reserved_until)
        until = now + RESERVED_FOR
        self._reserved(invoice=self.invoice_id, until=until)
        return until

    def problem_with(self, payer: UserId, stars: int, recurring: bool) -> str | None:
        """Why a payment that has been made is not for this invoice; None if it is."""
        if not self.buyer:
            return "unknown_invoice"
        if self.buyer != payer:
            return "not_theirs"
        if stars != self.stars or recurring != self.subscription:
            return "other_terms"
        return None

    def pay(self, charge_id: str) -> None:
        """Notes its first payment; later ones (renewals, a second one by mistake) are payments all the same."""
        if not self.paid:
            self._paid(invoice=self.invoice_id, charge=charge_id)

    @event("Issued", topic="invoice.issued")
    def _issued(self, invoice: str, buyer: str, plan: str, days: int, stars: int, subscription: bool) -> None:
        self.buyer, self.plan, self.days, self.stars, self.subscription = buyer, plan, days, stars, subscription

    @event("Reserved", topic="invoice.reserved")
    def _reserved(self, invoice: str, until: datetime) -> None:
        self.reserved_until = until

    @event("Paid", topic="invoice.paid")
    def _paid(self, invoice: str, charge: str) -> None:
        self.paid = True


class Payment(Aggregate):
    """One charge: who paid how much, the days that were given for it, and whether it went back."""

    TOPIC = "payment"
    KEYS = ("charge_id",)

    payer: str = ""
    invoice: str | None = None
    stars: int = 0
    days: int = 0
    refund: Literal["", "asked", "failed", "done"] = ""
    unmatched: bool = False

    @property
    def charge_id(self) -> str:
        return self.id.partition(":")[2]

    @property
    def received(self) -> bool:
        return bool(self.payer)

    def receive(
        self,
        payer: UserId,
        stars: int,
        *,
        invoice: Invoice,
        days: int,
        kind: Kind,
        problem: str | None,
        found_by: str,
        until: datetime | None = None,
    ) -> None:
        """Records what Telegram has taken; `days` are those given for it, 0 where a `problem` forbids to give any."""
        self._received(
            charge=self.charge_id,
            payer=payer,
            stars=stars,
            invoice=invoice.invoice_id if invoice.buyer else None,
            plan=invoice.plan or None,
            days=days,
            kind=kind,
            problem=problem,
            found_by=found_by,
            subscribed_until=until,
        )

    def require_from(self, payer: UserId) -> None:
        """Raises NotFound unless `payer` made this payment."""
        if self.payer != payer:
            raise NotFound("payment", self.charge_id)

    def ask_refund(self, payer: UserId, reason: str) -> None:
        """Asks that it go back. Raises NotFound, and AlreadyRefunded."""
        self.require_from(payer)
        if self.refund in ("asked", "done"):
            raise AlreadyRefunded()
        self._refund_requested(charge=self.charge_id, reason=reason)

    def refund_failed(self, reason: str) -> None:
        """Telegram refused to give it back; it can be asked for again."""
        if self.refund == "asked":
            self._refund_failed(charge=self.charge_id, reason=reason)

    def refunded(self, found_by: str) -> bool:
        """It has gone back. Returns whether that is news."""
        if self.refund == "done":
            return False
        self._refunded(charge=self.charge_id, stars=self.stars, days=self.days, found_by=found_by)
        return True

    def not_at_telegram(self) -> None:
        """Telegram's own list of payments does not have it. Recorded once."""
        if not self.unmatched:
            self._unmatched(charge=self.charge_id, stars=self.stars)

    @event("Received", topic="payment.received")
    def _received(
        self,
        charge: str,
        payer: str,
        stars: int,
        invoice: str | None,
        plan: str | None,
        days: int,
        kind: str,
        problem: str | None,
        found_by: str,
        subscribed_until: datetime | None,
    ) -> None:
        self.payer, self.invoice, self.stars, self.days = payer, invoice, stars, days

    @event("RefundRequested", topic="payment.refund_requested")
    def _refund_requested(self, charge: str, reason: str) -> None:
        self.refund = "asked"

    @event("RefundFailed", topic="payment.refund_failed")
    def _refund_failed(self, charge: str, reason: str) -> None:
        self.refund = "failed"

    @event("Refunded", topic="payment.refunded")
    def _refunded(self, charge: str, stars: int, days: int, found_by: str) -> None:
        self.refund = "done"

    @event("Unmatched", topic="payment.unmatched")
    def _unmatched(self, charge: str, stars: int) -> None:
        self.unmatched = True
