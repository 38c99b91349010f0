"""Groups and channels: where the bot is, and what it may do there."""

from sqlalchemy import JSON, Column, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata
from projections.projection import Projection, on
from projections.rows import Row, Rows

chats = Table(
    "chats",
    metadata,
    Column("chat_id", String(16), primary_key=True),
    Column("kind", String(10)),
    Column("standing", String(13)),
    Column("rights", JSON(none_as_null=True), nullable=False),
    Column("since", UtcDateTime),
    Column("left_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
)
"""`standing` is null where the bot is no more; `since` is when it came the last time."""


class Chats(Projection):
    """One row a chat. Titles and Telegram's ids are in the vault only."""

    tables = (chats,)

    def _row(self, event: Recorded, rows: Rows) -> Row:
        row = rows[chats].get_or_new(event.stream.split(":")[1], rights=[])
        row["updated_at"] = event.timestamp
        return row

    @on("chat.registered")
    def registered(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"kind": event.kind, "standing": event.standing, "rights": list(event.rights)}
        row |= {"since": event.timestamp, "left_at": None}

    @on("chat.rights_changed")
    def rights_changed(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"standing": event.standing, "rights": list(event.rights)}

    @on("chat.migrated")
    def migrated(self, event: Recorded, rows: Rows) -> None:
        self._row(event, rows)["kind"] = event.kind

    @on("chat.left")
    def left(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"standing": None, "rights": [], "left_at": event.timestamp}
