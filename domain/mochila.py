"""The mochila: what a user carries, and the hints (pistas) they know."""

from dataclasses import dataclass, field

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue

MAX_QUANTITY = 1_000_000
"""Nobody carries more of one item than this."""


@dataclass
class NotEnoughItems(DomainError):
    """There are fewer of the item in the mochila than are needed."""

    item: str
    needed: int
    owned: int


@dataclass
class MochilaFull(DomainError):
    """No mochila holds so many of one item."""

    item: str
    owned: int
    limit: int = MAX_QUANTITY


class Mochila(Aggregate):
    """One user's items by quantity, and their hints. `owned` in events is the quantity after."""

    TOPIC = "mochila"

    items: dict[str, int] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)

    def quantity(self, item: str) -> int:
        return self.items.get(item, 0)

    def has(self, item: str) -> bool:
        """Whether at least one of the item is there."""
        return self.quantity(item) > 0

    def knows(self, hint: str) -> bool:
        return hint in self.hints

    def receive(self, item: str, quantity: int, reason: str) -> None:
        """Puts items in. Raises InvalidValue for a quantity that is none, MochilaFull for more than it holds."""
        owned = self.quantity(item) + _checked_quantity(quantity)
        if owned > MAX_QUANTITY:
            raise MochilaFull(item, self.quantity(item))
        self._received(item=item, quantity=quantity, reason=reason, owned=owned)

    def remove(self, item: str, quantity: int, reason: str) -> None:
        """Takes items out. Raises InvalidValue for a quantity that is none, NotEnoughItems."""
        owned = self.quantity(item) - _checked_quantity(quantity)
        if owned < 0:
            raise NotEnoughItems(item, needed=quantity, owned=self.quantity(item))
        self._removed(item=item, quantity=quantity, reason=reason, owned=owned)

    def unlock_hint(self, hint: str, story: str, reason: str) -> None:
        """Keeps a hint of a story. Does nothing for one that is known already."""
        if not self.knows(hint):
            self._hint_unlocked(hint=hint, story=story, reason=reason)

    @event("Received", topic="item.received")
    def _received(self, item: str, quantity: int, reason: str, owned: int) -> None:
        self.items = {**self.items, item: owned}

    @event("Removed", topic="item.removed")
    def _removed(self, item: str, quantity: int, reason: str, owned: int) -> None:
        self.items = {**self.items, item: owned} if owned else {i: n for i, n in self.items.items() if i != item}

    @event("HintUnlocked", topic="story.hint_unlocked")
    def _hint_unlocked(self, hint: str, story: str, reason: str) -> None:
        self.hints = [*self.hints, hint]


def _checked_quantity(quantity: int) -> int:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidValue("quantity", f"must be from 1 to {MAX_QUANTITY}, not {quantity}")
    return quantity
