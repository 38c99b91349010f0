"""Subscriptions in Telegram Stars: what is paid anew every 30 days, by Telegram and not by us.

A user may have several. Each is named by the invoice that began it; one that was begun by paying an invoice again while
its subscription ran, by its charge. Cancelling one stops the next payment; what was
paid lasts to its end. Telegram cancels at our request, and tells us when the user does so in their own settings.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.membership import SUBSCRIPTION_DAYS
from domain.payments import PaymentUnderway

NO_GRACE = timedelta()
PERIOD = timedelta(days=SUBSCRIPTION_DAYS)
IN_STEP = timedelta(days=1)
"""How far from the end of what was paid before Telegram may take the next payment."""


@dataclass
class NoSubscription(DomainError):
    """There is no such subscription, or nothing about it to change."""


@dataclass
class AlreadySubscribed(DomainError):
    """The plan's subscription runs already, paid for `until` then: another one would be charged beside it."""

    plan: str
    until: datetime


@dataclass
class SubscriptionRefunded(DomainError):
    """What the plan's subscription was paid with went back, but it is not cancelled: Telegram charges it `until` then,
    and would charge another one beside it."""

    plan: str
    until: datetime


def beside(charge: str) -> str:
    """The name of a subscription that this charge began beside the one of its invoice; as long as an invoice's id."""
    return hashlib.sha256(charge.encode()).hexdigest()[:24]


class Subscriptions(Aggregate):
    """One user's subscriptions, by invoice: `plan`, `charge` of the first payment, `until`, the `ends` of all that was
    paid for, `canceled`, and what is `asked`; `paid_by`, the charge of the latest payment, and if that was `refunded`.

    `asked` is what Telegram is to make of `canceled`; None when nothing is on its way.
    """

    TOPIC = "subscriptions"

    each: dict[str, dict[str, Any]] = field(default_factory=dict)
    reserved: dict[str, datetime] = field(default_factory=dict)
    """By plan: until when the payment that begins its subscription may be on its way."""

    def runs(self, invoice: str, now: datetime) -> bool:
        """Whether it is paid for at `now`, or will be again. One that is cancelled and was refunded is over."""
        return self._lasts(invoice, now) and not (self.each[invoice]["canceled"] and self.each[invoice]["refunded"])

    def _lasts(self, invoice: str, now: datetime) -> bool:
        return invoice in self.each and now < self.each[invoice]["until"]

    def require_none_of(self, plan: str, grace: timedelta, now: datetime) -> None:
        """Raises AlreadySubscribed while one of this plan runs, or word of its next payment is waited for; and
        SubscriptionRefunded where it runs on though its payment went back.

        One that was cancelled can be let go on.
        """
        for name, known in self.each.items():
            if known["plan"] == plan and self._not_over(name, grace, now):
                refusal = SubscriptionRefunded if known["refunded"] else AlreadySubscribed
                raise refusal(plan, known["until"])

    def _not_over(self, name: str, grace: timedelta, now: datetime) -> bool:
        return self.runs(name, now - (NO_GRACE if self.each[name]["canceled"] else grace))

    def reserve(self, plan: str, until: datetime, now: datetime) -> None:
        """Keeps other invoices of this plan from being paid until then. Raises PaymentUnderway."""
        if plan in self.reserved and now < self.reserved[plan]:
            raise PaymentUnderway(self.reserved[plan])
        self._reserved(plan=plan, until=until)

    def doubled_by(self, invoice: str, first: bool, grace: timedelta, now: datetime) -> bool:
        """Whether a payment of this invoice, the `first` of a subscription, begins another one beside its own."""
        return first and invoice in self.each and self._not_over(invoice, grace, now)

    def begun_by(self, invoice: str, until: datetime) -> bool:
        """Whether a payment of this invoice until then, of which nobody says what it is, begins a subscription beside
        those that are known: it is for a time that was paid for already, or is out of step with what was.

        One that is of before all that is known is not: its word may have been lost.
        """
        ends = [self.each[name]["ends"] for name in self._of(invoice)]
        if not ends or until < min(known[0] for known in ends) - IN_STEP:
            return False
        return not any(_goes_on(known, until) for known in ends)

    def meant(self, invoice: str, state: str, now: datetime) -> str:
        """Which subscription became that, where Telegram names its invoice only: of several, the one begun last.

        If it was another one, the next payment shows that.
        """
        running = [name for name in self._of(invoice) if self._lasts(name, now)]
        match state:
            case "canceled" | "active":
                changed = [name for name in running if self.each[name]["canceled"] == (state == "active")]
                return changed[-1] if changed else invoice
            case _:  # what can't be paid is what is due
                return min(running, key=lambda name: self.each[name]["until"], default=invoice)

    def named_by(self, charge: str, invoice: str | None) -> str | None:
        """The subscription that a payment of `invoice` is of."""
        return name if (name := beside(charge)) in self.each else invoice

    def awaited(self, grace_of: Callable[[str], timedelta], now: datetime, but: str | None = None) -> timedelta:
        """How long word of the next payment is waited for, of whichever goes on: the longest grace of their plans.

        Zero where none goes on. One whose next payment is late goes on as long as its grace does. `but` is left out.
        """
        graces = ((name, grace_of(known["plan"])) for name, known in self.each.items() if not known["canceled"])
        return max((grace for name, grace in graces if name != but and self.runs(name, now - grace)), default=NO_GRACE)

    def paid(self, invoice: str, charge: str, plan: str, stars: int, until: datetime, first: bool) -> None:
        """It begins, or goes on, until then. An older date than the known one changes nothing.

        `first`: it begins with this charge, though one of the same invoice may have run before. Telegram knows a
        subscription by the charge that began it.
        """
        if invoice in self.each and not first:
            invoice = self._continued(invoice, until)
        known = self.each.get(invoice)
        if known is not None and until <= known["until"]:
            return
        if known is None or first:
            self._started(invoice=invoice, charge=charge, plan=plan, stars=stars, until=until)
        else:
            self._renewed(invoice=invoice, charge=charge, until=until)

    def doubled(self, charge: str, plan: str, stars: int, until: datetime) -> None:
        """Another one begins beside the one of the same invoice, which keeps its own charge: each can be cancelled."""
        self._started(invoice=beside(charge), charge=charge, plan=plan, stars=stars, until=until)

    def refunded(self, charge: str) -> None:
        """A payment went back. Does nothing where it is not the latest one of a subscription."""
        for name, known in self.each.items():
            if known["paid_by"] == charge:
                self._refunded(invoice=name, charge=charge)

    def _continued(self, invoice: str, until: datetime) -> str:
        """Which of an invoice's subscriptions a renewal `until` then is of: Telegram names the invoice only, but takes
        each payment at the end of what the last one paid for."""
        ended = until - PERIOD
        return min(self._of(invoice), key=lambda name: abs(ended - self.each[name]["until"]))

    def _of(self, invoice: str) -> list[str]:
        """The subscription that this invoice began, and those beside it; none where it began none."""
        if invoice not in self.each:
            return []
        plan = self.each[invoice]["plan"]
        doubles = [
            name for name, known in self.each.items() if known["plan"] == plan and name == beside(known["charge"])
        ]
        return list(dict.fromkeys((invoice, *doubles)))

    def ask(self, invoices: tuple[str, ...], canceled: bool, now: datetime) -> None:
        """Asks Telegram to cancel these, or to let them go on; without any named, all that can be changed so.

        Raises NoSubscription where one of them does not run or is so already, or where there is none at all.
        """
        changeable = [name for name in self.each if self.runs(name, now) and self._can_become(name, canceled)]
        wanted = list(dict.fromkeys(invoices)) or changeable
        if not wanted or not set(wanted) <= set(changeable):
            raise NoSubscription()
        for name in wanted:
            self._change_requested(invoice=name, charge=self.each[name]["charge"], canceled=canceled)

    def _can_become(self, invoice: str, canceled: bool) -> bool:
        known = self.each[invoice]
        return bool(canceled != (known["canceled"] if known["asked"] is None else known["asked"]))

    def changed(self, invoice: str, canceled: bool) -> None:
        """Telegram has cancelled it, or lets it go on. Does nothing where that was known, or it is none of theirs."""
        known = self.each.get(invoice)
        if known is None or (known["canceled"] == canceled and known["asked"] is None):
            return
        if canceled:
            self._canceled(invoice=invoice)
        else:
            self._resumed(invoice=invoice)

    def not_changed(self, invoice: str, reason: str) -> None:
        """Telegram refused to change it."""
        if invoice in self.each and self.each[invoice]["asked"] is not None:
            self._change_failed(invoice=invoice, reason=reason)

    def not_paid(self, invoice: str) -> None:
        """Telegram could not take the next payment; it may try again."""
        if invoice in self.each:
            self._payment_failed(invoice=invoice)

    @event("Reserved", topic="subscription.reserved")
    def _reserved(self, plan: str, until: datetime) -> None:
        self.reserved[plan] = until

    @event("Started", topic="subscription.started")
    def _started(self, invoice: str, charge: str, plan: str, stars: int, until: datetime) -> None:
        self.reserved.pop(plan, None)
        self.each[invoice] = {"plan": plan, "charge": charge, "until": until, "canceled": False, "asked": None}
        self.each[invoice] |= {"ends": [until], "paid_by": charge, "refunded": False}

    @event("Renewed", topic="subscription.renewed")
    def _renewed(self, invoice: str, charge: str, until: datetime) -> None:
        ends = [*self.each[invoice]["ends"], until]
        self.each[invoice] |= {"until": until, "canceled": False, "ends": ends, "paid_by": charge, "refunded": False}

    @event("Refunded", topic="subscription.refunded")
    def _refunded(self, invoice: str, charge: str) -> None:
        self.each[invoice]["refunded"] = True

    @event("ChangeRequested", topic="subscription.change_requested")
    def _change_requested(self, invoice: str, charge: str, canceled: bool) -> None:
        self.each[invoice]["asked"] = canceled

    @event("Canceled", topic="subscription.canceled")
    def _canceled(self, invoice: str) -> None:
        self.each[invoice] |= {"canceled": True, "asked": None}

    @event("Resumed", topic="subscription.resumed")
    def _resumed(self, invoice: str) -> None:
        self.each[invoice] |= {"canceled": False, "asked": None}

    @event("ChangeFailed", topic="subscription.change_failed")
    def _change_failed(self, invoice: str, reason: str) -> None:
        self.each[invoice]["asked"] = None

    @event("PaymentFailed", topic="subscription.payment_failed")
    def _payment_failed(self, invoice: str) -> None:
        pass


def _goes_on(ends: Sequence[datetime], until: datetime) -> bool:
    """Whether a payment until then is one more of those that were for the times up to these `ends`."""
    if any(abs(until - end) < IN_STEP for end in ends):
        return False
    off = (until - ends[0]) % PERIOD
    return min(off, PERIOD - off) < IN_STEP
