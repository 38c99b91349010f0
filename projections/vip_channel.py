"""The VIP channel: which chat it is, and how each user's way in or out of it stands."""

from sqlalchemy import Column, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Rows

vip_channels = Table(
    "vip_channels",
    metadata,
    Column("community", String, primary_key=True),
    Column("chat", String(16)),
    Column("changed_at", UtcDateTime, nullable=False),
)
"""One row at most; `chat` is null where there is none any more."""

vip_access = Table(
    "vip_access",
    metadata,
    user_column(),
    Column("chat", String(16), nullable=False),
    Column("state", String(9), nullable=False),
    Column("reason", String, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
"""`state` is admitted, expelled (Telegram has yet to do it), removed, vip_again or failed; then `reason` says why."""


class VipChannels(Projection):
    """Which chat is the VIP channel."""

    tables = (vip_channels,)

    @on("vip_channel.named")
    def named(self, event: Recorded, rows: Rows) -> None:
        rows[vip_channels].get_or_new(event.stream.split(":")[1]).update(chat=event.chat, changed_at=event.timestamp)

    @on("vip_channel.dropped")
    def dropped(self, event: Recorded, rows: Rows) -> None:
        rows[vip_channels].get_or_new(event.stream.split(":")[1]).update(chat=None, changed_at=event.timestamp)


class VipAccesses(Projection):
    """One row for each user who was ever let in or removed."""

    tables = (vip_access,)

    @on("vip_access.admitted")
    def admitted(self, event: Recorded, rows: Rows) -> None:
        self._becomes("admitted", event, rows)

    @on("vip_access.expelled")
    def expelled(self, event: Recorded, rows: Rows) -> None:
        self._becomes("expelled", event, rows)

    @on("vip_access.removal_ended")
    def removal_ended(self, event: Recorded, rows: Rows) -> None:
        self._becomes(event.outcome, event, rows, event.state["reason"])

    @staticmethod
    def _becomes(state: str, event: Recorded, rows: Rows, reason: str = "") -> None:
        row = rows[vip_access].get_or_new(event.user_id)
        row.update(chat=event.chat, state=state, reason=reason, changed_at=event.timestamp)
