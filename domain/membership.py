"""VIP: until when it is paid or granted, and how long word of a renewal is waited for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from domain.aggregate import Aggregate, event
from domain.definitions import ContentId, Definition, Text
from domain.errors import DomainError, InvalidValue
from domain.recorded import Recorded
from domain.timers import Due, DueTimes

MAX_DAYS = 3_660
"""Ten years: no grant is longer, so that a slip of the keyboard does not make someone VIP for ever."""

MAX_AHEAD = timedelta(days=36_525)
"""A hundred years: no membership reaches further, however many grants are added up."""

SUBSCRIPTION_DAYS, SUBSCRIPTION_STARS = 30, 10_000
"""The only period of a subscription, and its greatest price (core.telegram.org/bots/api#createinvoicelink)."""

USUAL_GRACE = timedelta(hours=1)
"""How long word of a subscription's next payment is waited for, unless its plan says otherwise."""


class PlanDefinition(Definition):
    """A VIP plan: how long it lasts, and its price in Telegram Stars (XTR).

    A `subscription` is paid anew every 30 days, until it is cancelled. Word of the next payment may come late: so many
    `grace_minutes` VIP goes on without it. Lengths are those of an invoice's title and
    description (core.telegram.org/bots/api#sendinvoice).
    """

    id: ContentId
    title: Text
    description: Text
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)]
    stars: Annotated[int, Field(ge=1, le=100_000)]
    subscription: bool = False
    grace_minutes: Annotated[int, Field(ge=0, le=24 * 60)] = USUAL_GRACE // timedelta(minutes=1)

    @model_validator(mode="after")
    def _fits_telegram(self) -> Self:
        if self.subscription and self.days != SUBSCRIPTION_DAYS:
            raise ValueError(f"a subscription is of {SUBSCRIPTION_DAYS} days, not {self.days}")
        if self.subscription and self.stars > SUBSCRIPTION_STARS:
            raise ValueError(f"a subscription costs at most {SUBSCRIPTION_STARS} stars, not {self.stars}")
        for name, most in (("title", 32), ("description", 255)):
            if (longest := max(map(len, getattr(self, name).by_language.values()))) > most:
                raise ValueError(f"the {name} of a plan has at most {most} characters, not {longest}")
        return self

    @property
    def grace(self) -> timedelta:
        """How much longer than what is paid VIP lasts, for word of the next payment to come."""
        return timedelta(minutes=self.grace_minutes if self.subscription else 0)


@dataclass
class VipOnly(DomainError):
    """This is for VIPs, and the user is none now."""


@dataclass
class NoMembership(DomainError):
    """There is no active membership to take back."""


@dataclass
class MembershipTooLong(DomainError):
    """So many days more would reach beyond what a membership can: a hundred years from now."""

    until: datetime


def _end(event: Recorded) -> Due | None:
    return None if event.user_id is None else Due(event.user_id, event.until)


def _at_latest(event: Recorded) -> Due | None:
    return None if event.user_id is None else Due(event.user_id, event.at_latest)


EXPIRY = DueTimes(
    "membership-expiry",
    sets={
        "membership.granted": _end,
        "membership.revoked": _end,
        "membership.shortened": _end,
        "membership.renewal_awaited": _at_latest,
        "membership.renewal_called_off": _end,
    },
    clears={"membership.expired": lambda event: event.user_id},
)
"""The end of a membership is noted, however late: it is told, and whoever was let in for being VIP is removed."""

TOLD_WITHIN = timedelta(days=7)
"""Told later than this, that VIP is over would only puzzle."""


def _of_no_known_charge(fields: dict[str, Any]) -> None:
    fields["charge"] = None


class Membership(Aggregate):
    """One user's VIP membership: active until exactly the end of what was granted, or, while word of a subscription's
    next payment is `awaited`, until then at the latest.

    `cause` is why it ends when it does: `ended` (what was granted is over), `revoked` or `refunded`. `paid` is the part
    of it that each `charge` bought: when that `begins`, and `until` when it lasts.
    """

    TOPIC = "membership"
    UPCASTS = {"membership.granted": (_of_no_known_charge,), "membership.shortened": (_of_no_known_charge,)}

    plan: str | None = None
    until: datetime | None = None
    awaited: datetime | None = None
    cause: str = "ended"
    expired: bool = False
    paid: list[dict[str, Any]] = field(default_factory=list)

    def active(self, now: datetime) -> bool:
        """Whether the user is VIP at `now`; at the very end no more."""
        ends = self.awaited or self.until
        return ends is not None and now < ends

    def grant(self, plan: str, days: int, reason: str, now: datetime, charge: str | None = None) -> None:
        """Adds `days` to what is left, or begins now. `charge` is what they were paid with, if they were.

        Raises InvalidValue outside of 1 to 3,660 days, and MembershipTooLong.
        """
        begins, until = self.extended(days, now)
        self._granted(plan=plan, days=days, begins=begins, until=until, reason=reason, charge=charge)

    def extended(self, days: int, now: datetime) -> tuple[datetime, datetime]:
        """From when to when `days` more would last. Raises as `grant` does."""
        if not 1 <= days <= MAX_DAYS:
            raise InvalidValue("days", f"must be from 1 to {MAX_DAYS}, not {days}")
        begins = self.until if self.until is not None and self.active(now) else now
        if begins + timedelta(days=days) > now + MAX_AHEAD:
            raise MembershipTooLong(begins)
        return begins, begins + timedelta(days=days)

    def grant_until(self, plan: str, until: datetime, reason: str, now: datetime) -> None:
        """Makes it end exactly at `until`, which must lie after what is left. Raises InvalidValue over 3,660 days."""
        begins = self.until if self.until is not None and self.active(now) else now
        days = -(-(until - begins) // timedelta(days=1))
        if not 1 <= days <= MAX_DAYS:
            raise InvalidValue("until", f"must be 1 to {MAX_DAYS} days after {begins.isoformat()}")
        self._granted(plan=plan, days=days, begins=begins, until=until, reason=reason, charge=None)

    def revoke(self, reason: str, now: datetime) -> None:
        """Ends it now. Raises NoMembership if none is active."""
        if not self.active(now):
            raise NoMembership()
        self._revoked(until=now, reason=reason)

    def await_renewal(self, grace: timedelta, now: datetime) -> None:
        """What was paid is to be paid anew by itself: once it ends, word of that is waited for. Every grant, and
        whatever shortens it, ends the waiting; does nothing without a grace, or once it is over.

        What ends at this very moment can still be waited for: a refund may just have taken all that was left.
        """
        if self.until is None or not (self.active(now) or self.until == now):
            return
        if self.until + grace > (self.awaited or self.until):
            self._renewal_awaited(until=self.until, at_latest=self.until + grace)

    def call_off_renewal(self) -> None:
        """Nothing will be paid anew: it ends when what was granted does."""
        if self.until is not None and self.awaited is not None:
            self._renewal_called_off(until=self.until)

    def take_back(self, charge: str, days: int, reason: str, now: datetime) -> bool:
        """Takes back the `days` that `charge` bought, as far as they are still to come; those that were added after
        them come so much earlier. Does nothing where they are used up. Returns whether it took any.

        A charge from before it stood with its grant takes them from the end.
        """
        if self.until is None:
            return False
        last = {"begins": self.until - timedelta(days=days), "until": self.until}
        span = next((each for each in self.paid if each["charge"] == charge), last)
        left: timedelta = span["until"] - max(span["begins"], now)
        if left <= timedelta():
            return False
        named = None if span is last else charge
        self._shortened(days=days, until=self.until - left, reason=reason, charge=named)
        return True

    def expire(self, now: datetime) -> None:
        """Notes that it is over, once for each time that it ends. Does nothing while it is active."""
        if self.until is not None and not self.active(now) and not self.expired:
            self._expired(plan=self.plan or "", until=self.until, cause=self.cause)

    @event("Granted", topic="membership.granted")
    def _granted(
        self, plan: str, days: int, begins: datetime, until: datetime, reason: str, charge: str | None
    ) -> None:
        self.plan, self.until, self.awaited = plan, until, None
        self.cause, self.expired = "ended", False
        if charge is not None:
            self.paid = [*self.paid, {"charge": charge, "begins": begins, "until": until}]

    @event("RenewalAwaited", topic="membership.renewal_awaited")
    def _renewal_awaited(self, until: datetime, at_latest: datetime) -> None:
        self.awaited = at_latest

    @event("RenewalCalledOff", topic="membership.renewal_called_off")
    def _renewal_called_off(self, until: datetime) -> None:
        self.awaited = None

    @event("Revoked", topic="membership.revoked")
    def _revoked(self, until: datetime, reason: str) -> None:
        self.until, self.awaited, self.cause = until, None, "revoked"
        self.paid = _no_longer_than(until, self.paid)

    @event("Shortened", topic="membership.shortened")
    def _shortened(self, days: int, until: datetime, reason: str, charge: str | None) -> None:
        if charge is None:
            self.paid = _no_longer_than(until, self.paid)
        else:
            self.paid = _without(charge, self.paid, (self.until or until) - until)
        self.until, self.awaited, self.cause = until, None, "refunded"

    @event("Expired", topic="membership.expired")
    def _expired(self, plan: str, until: datetime, cause: str) -> None:
        self.expired = True


def _no_longer_than(end: datetime, paid: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each | {"begins": min(each["begins"], end), "until": min(each["until"], end)} for each in paid]


def _without(charge: str, paid: list[dict[str, Any]], taken: timedelta) -> list[dict[str, Any]]:
    """What was `paid`, less what was `taken` of a charge: what follows on it comes so much earlier."""
    gone = next(each for each in paid if each["charge"] == charge)
    return [
        each | {"begins": each["begins"] - taken, "until": each["until"] - taken}
        if each["begins"] >= gone["until"]
        else each
        for each in paid
        if each is not gone
    ]
