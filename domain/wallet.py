"""Besitos: the community's money.

Amounts are whole besitos, 1 to 10^9. A balance stays below 2^31, since Ink's integers are of 32 bits.
"""

from dataclasses import dataclass, field

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue

MAX_AMOUNT = 10**9
MAX_BALANCE = 2**31 - 1


@dataclass
class InsufficientBesitos(DomainError):
    """There is less to spend than is needed."""

    needed: int
    available: int


@dataclass
class WalletFull(DomainError):
    """The balance would exceed what a wallet can hold."""

    amount: int
    available: int
    limit: int = MAX_BALANCE


@dataclass
class HoldNotFound(DomainError):
    """There is no such hold, or it has been released or captured."""

    hold: str


def checked_amount(amount: int) -> int:
    """`amount` itself. Raises InvalidValue outside 1 to 10^9."""
    if not 1 <= amount <= MAX_AMOUNT:
        raise InvalidValue("amount", f"must be from 1 to {MAX_AMOUNT}, not {amount}")
    return amount


class Wallet(Aggregate):
    """One user's besitos: what can be spent, and what bids hold. `balance` in events is what can be spent after."""

    TOPIC = "wallet"

    available: int = 0
    holds: dict[str, int] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """Besitos that are promised to somebody, and neither spent nor free."""
        return sum(self.holds.values())

    @property
    def room(self) -> int:
        """How many besitos more it can take. What is held comes back on release: it needs its room, too."""
        return MAX_BALANCE - self.available - self.held

    def credit(self, amount: int, reason: str) -> None:
        """Adds `amount` besitos. Raises WalletFull."""
        self._check_room(checked_amount(amount))
        self._credited(amount=amount, reason=reason, balance=self.available + amount)

    def debit(self, amount: int, reason: str) -> None:
        """Takes `amount` besitos. Raises InsufficientBesitos if fewer are available."""
        self._check_available(checked_amount(amount))
        self._debited(amount=amount, reason=reason, balance=self.available - amount)

    def hold(self, hold: str, amount: int, reason: str) -> None:
        """Sets `amount` besitos aside under the name `hold`, which must be new. Raises InsufficientBesitos."""
        if hold in self.holds:
            raise InvalidValue("hold", f"{hold} is held already")
        self._check_available(checked_amount(amount))
        self._held(
            hold=hold, amount=amount, reason=reason, balance=self.available - amount, total_held=self.held + amount
        )

    def raise_hold(self, hold: str, amount: int, reason: str) -> None:
        """Sets `amount` more aside under a hold that is there. Raises HoldNotFound and InsufficientBesitos."""
        self._amount_of(hold)
        self._check_available(checked_amount(amount))
        self._held(
            hold=hold, amount=amount, reason=reason, balance=self.available - amount, total_held=self.held + amount
        )

    def release(self, hold: str, reason: str) -> None:
        """Frees what is held under `hold`. Raises HoldNotFound."""
        amount = self._amount_of(hold)
        self._released(
            hold=hold, amount=amount, reason=reason, balance=self.available + amount, total_held=self.held - amount
        )

    def capture(self, hold: str, reason: str) -> None:
        """Spends what is held under `hold`. Raises HoldNotFound."""
        amount = self._amount_of(hold)
        self._captured(hold=hold, amount=amount, reason=reason, balance=self.available, total_held=self.held - amount)

    def _check_available(self, amount: int) -> None:
        if amount > self.available:
            raise InsufficientBesitos(needed=amount, available=self.available)

    def _check_room(self, amount: int) -> None:
        if amount > self.room:
            raise WalletFull(amount=amount, available=self.available)

    def _amount_of(self, hold: str) -> int:
        if hold not in self.holds:
            raise HoldNotFound(hold)
        return self.holds[hold]

    @event("Credited", topic="wallet.credited")
    def _credited(self, amount: int, reason: str, balance: int) -> None:
        self.available = balance

    @event("Debited", topic="wallet.debited")
    def _debited(self, amount: int, reason: str, balance: int) -> None:
        self.available = balance

    @event("Held", topic="wallet.held")
    def _held(self, hold: str, amount: int, reason: str, balance: int, total_held: int) -> None:
        self.available = balance
        self.holds[hold] = self.holds.get(hold, 0) + amount

    @event("Released", topic="wallet.released")
    def _released(self, hold: str, amount: int, reason: str, balance: int, total_held: int) -> None:
        self.available = balance
        del self.holds[hold]

    @event("Captured", topic="wallet.captured")
    def _captured(self, hold: str, amount: int, reason: str, balance: int, total_held: int) -> None:
        self.available = balance
        del self.holds[hold]
