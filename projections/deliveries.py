"""What became of messages, hour by hour."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata
from projections.projection import Projection, on
from projections.rows import Rows

_position, _occurred_at, _correlation_id = event_columns()

deliveries = Table(
    "deliveries",
    metadata,
    _position,
    Column("line", Integer, primary_key=True),
    _occurred_at,
    _correlation_id,
    Column("channel", String, nullable=False),
    Column("begins", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("end", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("count", Integer, nullable=False),
    Index("deliveries_by_hour", "begins"),
)
"""How many messages of a `kind` came to an `end` (sent, unknown, given_up) for a `reason`. `line` tells apart the rows
of one event."""


class DeliverySummaries(Projection):
    """Some rows an hour in which messages came to an end."""

    name = "deliveries"
    tables = (deliveries,)

    @on("messages.delivered")
    def delivered(self, event: Recorded, rows: Rows) -> None:
        for line, each in enumerate(event.counts):
            row = rows[deliveries].get_or_new(event.position, line)
            row |= {
                "occurred_at": event.timestamp,
                "correlation_id": event.correlation_id,
                "channel": event.channel,
                "begins": event.begins,
                "ends": event.ends,
                "kind": each["kind"],
                "end": each["end"],
                "reason": each["reason"],
                "count": each["count"],
            }
