"""Items put into a mochila or taken out by an admin; what the game gives, it gives in its own commits."""

from dataclasses import dataclass
from typing import ClassVar

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.mochila import Mochila
from domain.users import User, checked_reason


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
