"""Besitos given by one user to another: how many, and what of them the community keeps.

A transfer moves money and makes none: the receiver gets what was sent less the fee, and the fee is burned.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from domain.aggregate import Aggregate, event
from domain.definitions import Definition
from domain.errors import DomainError
from domain.wallet import MAX_AMOUNT

Amount = Annotated[int, Field(ge=1, le=MAX_AMOUNT)]


@dataclass
class TransferToOneself(DomainError):
    """Sender and receiver are the same."""


@dataclass
class TransferOutOfBounds(DomainError):
    """One transfer is of `least` to `most` besitos."""

    amount: int
    least: int
    most: int


@dataclass
class TransferLimitReached(DomainError):
    """The sender's day holds no more: `left` of `limit` besitos can still be sent before `again_at`, in UTC."""

    limit: int
    left: int
    again_at: datetime


@dataclass
class ReceiverUnavailable(DomainError):
    """The receiver can't be given anything now: they are banned, or their wallet is full. Which, is their affair."""


class TransferRules(Definition):
    """How much may be sent at once (`least` to `most` besitos) and in one day of the community (`daily`).

    `fee_percent` of each transfer is burned, rounded up, so that sending in small parts saves nothing.
    """

    least: Amount = 5
    most: Amount = 500
    daily: Amount = 1_000
    fee_percent: Annotated[int, Field(ge=0, le=90)] = 5

    @model_validator(mode="after")
    def _something_arrives(self) -> Self:
        if not self.least <= self.most <= self.daily:
            raise ValueError("least, most and daily must not fall")
        if self.fee(self.least) >= self.least:
            raise ValueError("of the least transfer nothing would be left after the fee")
        return self

    def check(self, amount: int) -> None:
        """Raises TransferOutOfBounds for what is too little or too much at once."""
        if not self.least <= amount <= self.most:
            raise TransferOutOfBounds(amount, self.least, self.most)

    def fee(self, amount: int) -> int:
        """The besitos of `amount` that are burned."""
        return -(-amount * self.fee_percent // 100)


class Transfers(Aggregate):
    """What one user has sent on their last day of sending. Days are the community's: moving house resets nothing."""

    TOPIC = "transfers"

    day: date | None = None
    total: int = 0

    def sent_on(self, day: date) -> int:
        """The besitos sent on that day."""
        return self.total if self.day == day else 0

    def send(self, to: str, amount: int, rules: TransferRules, now: datetime, zone: ZoneInfo) -> int:
        """Notes a transfer and returns its fee. `zone` is the community's.

        Raises TransferOutOfBounds and TransferLimitReached.
        """
        rules.check(amount)
        today = now.astimezone(zone).date()
        sent = self.sent_on(today)
        if sent + amount > rules.daily:
            midnight = datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone)
            raise TransferLimitReached(rules.daily, max(rules.daily - sent, 0), midnight.astimezone(UTC))
        fee = rules.fee(amount)
        self._sent(to=to, amount=amount, fee=fee, day=today, day_total=sent + amount)
        return fee

    @event("Sent", topic="transfer.sent")
    def _sent(self, to: str, amount: int, fee: int, day: date, day_total: int) -> None:
        self.day, self.total = day, day_total
