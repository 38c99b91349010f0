"""VIP: until when it is paid or granted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from domain.aggregate import Aggregate, event
from domain.definitions import ContentId, Definition, Text
from domain.errors import DomainError, InvalidValue

MAX_DAYS = 3_660
"""Ten years: no grant is longer, so that a slip of the keyboard does not make someone VIP for ever."""


class PlanDefinition(Definition):
    """A VIP plan: how long it lasts, and its price in Telegram Stars (XTR)."""

    id: ContentId
    title: Text
    description: Text
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)]
    stars: Annotated[int, Field(ge=1, le=100_000)]


@dataclass
class VipOnly(DomainError):
    """This is for VIPs, and the user is none now."""


@dataclass
class NoMembership(DomainError):
    """There is no active membership to take back."""


class Membership(Aggregate):
    """One user's VIP membership: active until exactly the end of what was granted."""

    TOPIC = "membership"

    plan: str | None = None
    until: datetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether the user is VIP at `now`; at the very end no more."""
        return self.until is not None and now < self.until

    def grant(self, plan: str, days: int, reason: str, now: datetime) -> None:
        """Adds `days` to what is left, or begins now. Raises InvalidValue outside of 1 to 3,660 days."""
        if not 1 <= days <= MAX_DAYS:
            raise InvalidValue("days", f"must be from 1 to {MAX_DAYS}, not {days}")
        begins = self.until if self.until is not None and self.active(now) else now
        self._granted(plan=plan, days=days, begins=begins, until=begins + timedelta(days=days), reason=reason)

    def revoke(self, reason: str, now: datetime) -> None:
        """Ends it now. Raises NoMembership if none is active."""
        if not self.active(now):
            raise NoMembership()
        self._revoked(until=now, reason=reason)

    @event("Granted", topic="membership.granted")
    def _granted(self, plan: str, days: int, begins: datetime, until: datetime, reason: str) -> None:
        self.plan, self.until = plan, until

    @event("Revoked", topic="membership.revoked")
    def _revoked(self, until: datetime, reason: str) -> None:
        self.until = until
