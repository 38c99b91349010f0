"""Mochilas: what each user owns, and the hints (pistas) they know."""

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
    """Items and hints, from the mochilas' streams."""

    name = "inventory"
    tables = (inventory, hints_unlocked)

    @on("item.received", "item.removed")
    def moved(self, event: Recorded, rows: Rows) -> None:
        if event.owned == 0:
            rows[inventory].remove(event.user_id, event.item)
            return
        row = rows[inventory].get_or_new(event.user_id, event.item, first_received_at=event.timestamp)
        row |= {"quantity": event.owned, "updated_at": event.timestamp}

    @on("story.hint_unlocked")
    def hint_unlocked(self, event: Recorded, rows: Rows) -> None:
        rows[hints_unlocked].add(event, user_id=event.user_id, hint=event.hint, story=event.story, reason=event.reason)
