"""The audit: every event, found by user, type, time, correlation and event id."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import EVERY_TOPIC, Partition, Projection, on
from projections.rows import Rows, Values

LONGEST_TEXT = 500
"""Characters of a text that the history keeps; longer ones (a story's saved state) are read in the log."""

event_history = Table(
    "event_history",
    metadata,
    *event_columns(),
    Column("event_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("stream", String, nullable=False),
    Column("version", Integer, nullable=False),
    user_column(primary_key=False, nullable=True),
    Column("actor", String, nullable=False),
    Column("source", String, nullable=False),
    Column("causation_id", String),
    Column("commit_id", String, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("content", String),
    Column("fields", JSON(none_as_null=True), nullable=False),
    Index("event_history_by_event_id", "event_id", unique=True),
    Index("event_history_by_correlation", "correlation_id"),
    Index("event_history_by_user", "user_id", "position"),
    Index("event_history_by_type", "type", "position"),
    Index("event_history_by_time", "occurred_at"),
)
"""`fields` are the event's own; a text longer than 500 characters stands there as how long it is."""


class EventHistory(Projection):
    """One row for each event of the log, whatever its topic."""

    tables = (event_history,)
    partition = Partition.EVENT

    @on(EVERY_TOPIC)
    def happened(self, event: Recorded, rows: Rows) -> None:
        rows[event_history].append((*_ABOUT(event), _in_short(event.state)))


_ATTRIBUTES = {"occurred_at": "timestamp", "type": "topic"}
_ABOUT = cast(
    Callable[[Recorded], Values],
    attrgetter(*(_ATTRIBUTES.get(each.name, each.name) for each in event_history.columns if each.name != "fields")),
)
"""All but the last column, in one go: this table takes every event."""


def _in_short(state: Mapping[str, Any]) -> Mapping[str, Any]:
    for value in state.values():
        if type(value) is str and len(value) > LONGEST_TEXT:
            return {name: _told(each) if type(each) is str else each for name, each in state.items()}
    return state


def _told(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"({len(text)} characters, in the log)"
