"""The mochila: what a user carries and wears, and the hints (pistas) they know."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.aggregate import Aggregate, event
from domain.definitions import MAX_QUANTITY
from domain.errors import DomainError, InvalidValue
from domain.items import ItemDefinition, RecipeDefinition, Use

GIVEN = "given"
"""The first word of the reason of what one user gives another; the other one's id follows."""


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


@dataclass
class ItemNotUsable(DomainError):
    """The item does nothing when it is used."""

    item: str


@dataclass
class UseWithoutEffect(DomainError):
    """All that the item gives is a hint that the user knows: it is not used up for nothing."""

    item: str


@dataclass
class ItemNotWearable(DomainError):
    """The item is nothing to wear."""

    item: str


@dataclass
class ItemNotWorn(DomainError):
    """The user does not wear the item."""

    item: str


@dataclass
class ItemBound(DomainError):
    """The item stays with whoever got it: it can be neither given nor auctioned."""

    item: str


@dataclass
class GiftToOneself(DomainError):
    """What one has, one can't give to oneself."""


@dataclass
class NothingCombines(DomainError):
    """Nothing becomes of these things together."""

    items: list[str]


@dataclass
class HintMissing(DomainError):
    """Who does not know this hint can't put anything together with it."""

    hint: str


class Mochila(Aggregate):
    """One user's items by quantity, what they wear by slot, and their hints.

    `owned` in events is the quantity afterwards.
    """

    TOPIC = "mochila"

    items: dict[str, int] = field(default_factory=dict)
    worn: dict[str, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)

    def quantity(self, item: str) -> int:
        return self.items.get(item, 0)

    def room(self, item: str) -> int:
        """How many more it holds; none where pieces out of escrow have filled it beyond."""
        return max(MAX_QUANTITY - self.quantity(item), 0)

    def has(self, item: str) -> bool:
        """Whether at least one of the item is there."""
        return self.quantity(item) > 0

    def knows(self, hint: str) -> bool:
        return hint in self.hints

    def require_hint(self, hint: str) -> None:
        """Raises HintMissing for one that is not known."""
        if not self.knows(hint):
            raise HintMissing(hint)

    def receive(self, item: str, quantity: int, reason: str) -> None:
        """Puts items in. Raises InvalidValue for a quantity that is none, MochilaFull for more than it holds."""
        if _checked_quantity(quantity) > self.room(item):
            raise MochilaFull(item, self.quantity(item))
        self._received(item=item, quantity=quantity, reason=reason, owned=self.quantity(item) + quantity)

    def take_from_escrow(self, item: str, reason: str) -> None:
        """Puts in one piece that was set aside for whoever it will belong to: there is room for it in any mochila."""
        self._received(item=item, quantity=1, reason=reason, owned=self.quantity(item) + 1)

    def remove(self, item: str, quantity: int, reason: str) -> None:
        """Takes items out; what is worn comes off with its last piece.

        Raises InvalidValue for a quantity that is none, NotEnoughItems.
        """
        self._require(item, _checked_quantity(quantity))
        self._removed(item=item, quantity=quantity, reason=reason, owned=self.quantity(item) - quantity)
        if not self.has(item) and (slot := self._slot_of(item)) is not None:
            self._unequipped(item=item, slot=slot)

    def use(self, definition: ItemDefinition) -> Use:
        """Uses up one piece; what that gives, to be paid by the caller.

        Raises ItemNotUsable, NotEnoughItems, UseWithoutEffect.
        """
        item, use = definition.id, definition.use
        if use is None:
            raise ItemNotUsable(item)
        self._require(item, 1)
        if not use.pays and use.hint is not None and self.knows(use.hint):
            raise UseWithoutEffect(item)
        self._used(
            item=item,
            besitos=use.besitos,
            experience=use.experience,
            items=dict(use.items),
            hint=use.hint,
            vip_days=use.vip_days,
        )
        self.remove(item, 1, reason="use")
        return use

    def equip(self, definition: ItemDefinition) -> None:
        """Wears an item in its slot, in place of what was there. Raises ItemNotWearable, NotEnoughItems."""
        if definition.equip is None:
            raise ItemNotWearable(definition.id)
        self._require(definition.id, 1)
        if self.worn.get(definition.equip) != definition.id:
            self._equipped(item=definition.id, slot=definition.equip)

    def unequip(self, item: str) -> None:
        """Takes off what is worn. Raises ItemNotWorn."""
        slot = self._slot_of(item)
        if slot is None:
            raise ItemNotWorn(item)
        self._unequipped(item=item, slot=slot)

    def combine(self, recipe: RecipeDefinition) -> None:
        """Makes one thing out of several. Raises NotEnoughItems, HintMissing, MochilaFull."""
        for item, needed in recipe.needs.items():
            self._require(item, needed)
        for hint in recipe.knows:
            self.require_hint(hint)
        self._combined(recipe=recipe.id, used=dict(recipe.needs), item=recipe.makes, quantity=recipe.quantity)
        for item, needed in recipe.needs.items():
            self.remove(item, needed, reason=f"recipe:{recipe.id}")
        self.receive(recipe.makes, recipe.quantity, reason=f"recipe:{recipe.id}")

    def give(self, definition: ItemDefinition, quantity: int, to: str) -> None:
        """Takes out what goes to the user `to`. Raises InvalidValue, ItemBound, NotEnoughItems."""
        if definition.bound:
            raise ItemBound(definition.id)
        self._require(definition.id, _checked_quantity(quantity))
        self._given(item=definition.id, quantity=quantity, to=to)
        self.remove(definition.id, quantity, reason=f"{GIVEN}:{to}")

    def unlock_hint(self, hint: str, story: str, reason: str) -> None:
        """Keeps a hint of a story. Does nothing for one that is known already."""
        if not self.knows(hint):
            self._hint_unlocked(hint=hint, story=story, reason=reason)

    def _require(self, item: str, quantity: int) -> None:
        if quantity > self.quantity(item):
            raise NotEnoughItems(item, needed=quantity, owned=self.quantity(item))

    def _slot_of(self, item: str) -> str | None:
        return next((slot for slot, worn in self.worn.items() if worn == item), None)

    @event("Received", topic="item.received")
    def _received(self, item: str, quantity: int, reason: str, owned: int) -> None:
        self.items = {**self.items, item: owned}

    @event("Removed", topic="item.removed")
    def _removed(self, item: str, quantity: int, reason: str, owned: int) -> None:
        self.items = {**self.items, item: owned} if owned else {i: n for i, n in self.items.items() if i != item}

    @event("Used", topic="item.used")
    def _used(
        self, item: str, besitos: int, experience: int, items: dict[str, int], hint: str | None, vip_days: int
    ) -> None:
        """The `item.removed` beside it takes the piece out."""

    @event("Combined", topic="item.combined")
    def _combined(self, recipe: str, used: dict[str, int], item: str, quantity: int) -> None:
        """The movements beside it take out and put in."""

    @event("Given", topic="item.given")
    def _given(self, item: str, quantity: int, to: str) -> None:
        """The `item.removed` beside it takes them out."""

    @event("Equipped", topic="item.equipped")
    def _equipped(self, item: str, slot: str) -> None:
        self.worn = {**self.worn, slot: item}

    @event("Unequipped", topic="item.unequipped")
    def _unequipped(self, item: str, slot: str) -> None:
        self.worn = {each: worn for each, worn in self.worn.items() if each != slot}

    @event("HintUnlocked", topic="story.hint_unlocked")
    def _hint_unlocked(self, hint: str, story: str, reason: str) -> None:
        self.hints = [*self.hints, hint]


def recipe_of(items: Iterable[str], recipes: Iterable[RecipeDefinition], mochila: Mochila) -> RecipeDefinition:
    """The recipe that takes exactly these things, in whatever order. Raises NothingCombines.

    So it does for a secret one of things that are not all in the mochila: secrets are found with them in hand, not by
    trying out names.
    """
    together = set(items)
    for recipe in recipes:
        if recipe.needs.keys() == together and (not recipe.secret or all(map(mochila.has, together))):
            return recipe
    raise NothingCombines(sorted(together))


def _checked_quantity(quantity: int) -> int:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidValue("quantity", f"must be from 1 to {MAX_QUANTITY}, not {quantity}")
    return quantity
