"""What users own, wear and know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.mochila import hints_unlocked, inventory, worn


@dataclass(frozen=True, slots=True)
class OwnedView:
    """So many of one item."""

    item: str
    quantity: int
    first_received_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class HintView:
    """A hint (pista) that the user knows."""

    position: int
    unlocked_at: datetime
    hint: str
    story: str
    reason: str


def inventory_of(read: Connection, user_id: UserId) -> list[OwnedView]:
    """What the user owns, in the order of the items' ids."""
    rows = read.execute(select(inventory).where(inventory.c.user_id == user_id).order_by(inventory.c.item))
    return [OwnedView(row.item, row.quantity, row.first_received_at, row.updated_at) for row in rows]


def hints_of(read: Connection, user_id: UserId) -> list[HintView]:
    """The hints that the user knows, the oldest first."""
    mine = hints_unlocked.c.user_id == user_id
    rows = read.execute(select(hints_unlocked).where(mine).order_by(hints_unlocked.c.position))
    return [HintView(row.position, row.occurred_at, row.hint, row.story, row.reason) for row in rows]


def worn_by(read: Connection, user_id: UserId) -> dict[str, str]:
    """The items that the user wears, by slot."""
    rows = read.execute(select(worn).where(worn.c.user_id == user_id).order_by(worn.c.slot))
    return {row.slot: row.item for row in rows}
