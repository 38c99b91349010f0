"""What is done with a mochila's things: used, worn, put together, given away; and what an admin puts in or takes out.

What the game gives, it gives in its own commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import Fact, Streams, handles
from commands.rewards import pay
from domain.errors import NotFound
from domain.ids import UserId
from domain.items import Use
from domain.levels import Level
from domain.membership import Membership
from domain.mochila import GIVEN, GiftToOneself, Mochila, recipe_of
from domain.reasons import checked_reason
from domain.transfers import ReceiverUnavailable
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class GrantItem(UserCommand):
    """Puts items of the content into a mochila. `reason` must name nobody: it stays in the log."""

    requires_active_user: ClassVar[bool] = False

    item: str
    quantity: int
    reason: str


@handles(GrantItem)
def grant_item(command: GrantItem, context: Context, user: User, mochila: Mochila) -> None:
    user.require_registered()
    item = context.content.item(command.item)
    mochila.receive(item.id, command.quantity, checked_reason(command.reason))


@dataclass(frozen=True, slots=True)
class RemoveItem(UserCommand):
    """Takes items out of a mochila; also those that the content has no more."""

    requires_active_user: ClassVar[bool] = False

    item: str
    quantity: int
    reason: str


@handles(RemoveItem)
def remove_item(command: RemoveItem, context: Context, user: User, mochila: Mochila) -> None:
    user.require_registered()
    mochila.remove(command.item, command.quantity, checked_reason(command.reason))


@dataclass(frozen=True, slots=True)
class UseItem(UserCommand):
    """Uses up one piece, for what it gives. Raises NotFound, ItemNotUsable, NotEnoughItems, UseWithoutEffect."""

    item: str


def _used(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    learned = "story.hint_unlocked" in told
    used = {**told["item.used"], "hint": told["item.used"]["hint"] if learned else None}
    owned = next(e.state["owned"] for e in events if e.topic == "item.removed" and e.state["item"] == used["item"])
    return {**used, "owned": owned}


@handles(UseItem, answers=_used)
def use_item(
    command: UseItem, context: Context, mochila: Mochila, wallet: Wallet, level: Level, membership: Membership
) -> None:
    item = context.content.item(command.item)
    use = mochila.use(item)
    _apply(use, f"use:{item.id}", context, mochila, wallet, level, membership)


def _apply(
    use: Use, reason: str, context: Context, mochila: Mochila, wallet: Wallet, level: Level, membership: Membership
) -> None:
    pay(use, reason, context, wallet, level, mochila)
    if use.hint is not None:
        mochila.unlock_hint(use.hint, context.content.story_of(use.hint), reason)
    if use.vip_days:
        membership.grant(context.content.plans[0].id, use.vip_days, reason, context.now)


@dataclass(frozen=True, slots=True)
class EquipItem(UserCommand):
    """Wears an item, in place of what is worn there. Raises NotFound, ItemNotWearable, NotEnoughItems."""

    item: str


@handles(EquipItem)
def equip_item(command: EquipItem, context: Context, mochila: Mochila) -> None:
    mochila.equip(context.content.item(command.item))


@dataclass(frozen=True, slots=True)
class UnequipItem(UserCommand):
    """Takes off what is worn; also what the content has no more. Raises ItemNotWorn."""

    item: str


@handles(UnequipItem)
def unequip_item(command: UnequipItem, context: Context, mochila: Mochila) -> None:
    mochila.unequip(command.item)


@dataclass(frozen=True, slots=True)
class CombineItems(UserCommand):
    """Puts things together; the recipe says how many of each it takes.

    Raises NotFound, NothingCombines (for a secret too, unless one has all its things), NotEnoughItems, HintMissing,
    MochilaFull.
    """

    items: tuple[str, ...]


@handles(CombineItems)
def combine_items(command: CombineItems, context: Context, mochila: Mochila) -> None:
    for item in command.items:
        context.content.item(item)
    mochila.combine(recipe_of(command.items, context.content.recipes, mochila))


@dataclass(frozen=True, slots=True)
class GiveItem(UserCommand):
    """Gives items to another user, out of one mochila into the other in one commit.

    Raises NotFound (of kind `item` or `receiver`), GiftToOneself, ItemBound, NotEnoughItems and ReceiverUnavailable.
    """

    item: str
    to: UserId
    quantity: int = 1


def _receiver(command: GiveItem, context: Context, loaded: Mapping[str, Any]) -> Streams:
    if command.to == command.user_id:
        raise GiftToOneself()
    return {"receiver": User.stream(command.to), "theirs": Mochila.stream(command.to)}


def _given(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    return {**told["item.given"], "owned": told["item.removed"]["owned"]}


@handles(GiveItem, loads=_receiver, answers=_given)
def give_item(command: GiveItem, context: Context, mochila: Mochila, receiver: User, theirs: Mochila) -> None:
    if not receiver.registered:
        raise NotFound("receiver", command.to)
    item = context.content.item(command.item)
    mochila.give(item, command.quantity, command.to)
    if receiver.is_banned(context.now) or command.quantity > theirs.room(item.id):
        raise ReceiverUnavailable()
    theirs.receive(item.id, command.quantity, reason=f"{GIVEN}:{command.user_id}")
