"""Mochilas: what each user owns and wears, what moved, and the hints (pistas) they know."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

inventory = Table(
    "inventory",
    metadata,
    user_column(),
    Column("item", String, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("first_received_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("inventory_by_item", "item"),
)
"""Only what is owned now: a row goes with the last piece."""

inventory_ledger = Table(
    "inventory_ledger",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("item", String, nullable=False),
    Column("change", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("owned", Integer, nullable=False),
    Index("inventory_ledger_by_user", "user_id", "position"),
)
"""Every movement: `change` pieces came (or, below 0, went), `owned` were there afterwards."""

worn = Table(
    "worn",
    metadata,
    user_column(),
    Column("slot", String, primary_key=True),
    Column("item", String, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)
"""What users wear now, one thing in each slot."""

hints_unlocked = Table(
    "hints_unlocked",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("hint", String, nullable=False),
    Column("story", String, nullable=False),
    Column("reason", String, nullable=False),
    Index("hints_unlocked_by_user", "user_id", "position"),
)


class Mochilas(Projection):
    """Items, what is worn, and hints, from the mochilas' streams."""

    name = "inventory"
    version = 2
    tables = (inventory, inventory_ledger, worn, hints_unlocked)

    @on("item.received", "item.removed")
    def moved(self, event: Recorded, rows: Rows) -> None:
        state = event.state
        user, item, owned = event.user_id, state["item"], state["owned"]
        rows[inventory_ledger].add(
            event,
            user_id=user,
            item=item,
            change=state["quantity"] if event.topic == "item.received" else -state["quantity"],
            reason=state["reason"],
            owned=owned,
        )
        if owned == 0:
            rows[inventory].remove(user, item)
            return
        row = rows[inventory].get_or_new(user, item, first_received_at=event.timestamp)
        row["quantity"], row["updated_at"] = owned, event.timestamp

    @on("item.equipped")
    def equipped(self, event: Recorded, rows: Rows) -> None:
        row = rows[worn].get_or_new(event.user_id, event.slot)
        row |= {"item": event.item, "since": event.timestamp}

    @on("item.unequipped")
    def unequipped(self, event: Recorded, rows: Rows) -> None:
        rows[worn].remove(event.user_id, event.slot)

    @on("story.hint_unlocked")
    def hint_unlocked(self, event: Recorded, rows: Rows) -> None:
        rows[hints_unlocked].add(event, user_id=event.user_id, hint=event.hint, story=event.story, reason=event.reason)
