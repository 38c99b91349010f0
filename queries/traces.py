"""What followed from what: all events of one correlation, as a tree of causes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.history import event_history

LONGEST = 5_000
"""Events of one trace that are shown; more than that is not looked at by anybody."""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One event of a trace; `depth` counts the causes above it that are in the trace, 0 for a root."""

    depth: int
    position: int
    topic: str
    event_id: str
    causation_id: str | None
    correlation_id: str
    stream: str
    version: int
    user_id: UserId | None
    actor: str
    source: str
    occurred_at: datetime
    fields: Mapping[str, Any]


def trace(read: Connection, correlation_id: str) -> list[TraceLine]:
    """The tree of a correlation: each event, then what it caused, both in the order of the log. Empty if unknown."""
    rows = read.execute(
        select(event_history)
        .where(event_history.c.correlation_id == correlation_id)
        .order_by(event_history.c.position)
        .limit(LONGEST)
    ).all()
    places = {row.event_id: row.position for row in rows}
    roots: list[Row[Any]] = []
    caused: dict[str, list[Row[Any]]] = {}
    for row in rows:
        # A cause comes before its effect. Whatever claims otherwise is shown as a root rather than not at all.
        is_caused = places.get(row.causation_id, row.position) < row.position
        (caused.setdefault(row.causation_id, []) if is_caused else roots).append(row)
    lines: list[TraceLine] = []
    waiting = [(0, row) for row in reversed(roots)]
    while waiting:
        depth, row = waiting.pop()
        lines.append(_line(depth, row))
        waiting.extend((depth + 1, child) for child in reversed(caused.get(row.event_id, ())))
    return lines


def _line(depth: int, row: Row[Any]) -> TraceLine:
    return TraceLine(
        depth=depth,
        position=row.position,
        topic=row.type,
        event_id=row.event_id,
        causation_id=row.causation_id,
        correlation_id=row.correlation_id,
        stream=row.stream,
        version=row.version,
        user_id=row.user_id,
        actor=row.actor,
        source=row.source,
        occurred_at=row.occurred_at,
        fields=row.fields,
    )
