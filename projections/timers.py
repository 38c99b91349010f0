"""What is due and when, folded from whatever events the topics declare in `domain.timers.DueTimes`."""

import hashlib
import inspect
from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import Column, Index, String, Table

from domain.recorded import Recorded
from domain.timers import Due, DueTimes, all_due_times
from projections.columns import UtcDateTime, event_columns, metadata
from projections.projection import Fold, Projection, on
from projections.rows import Row, Rows

timers = Table(
    "timers",
    metadata,
    Column("name", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("due_at", UtcDateTime),
    Column("dropped", UtcDateTime),
    Column("event_id", String),
    Column("correlation_id", String),
    Index("timers_by_due_at", "due_at"),
)
"""What waits, and what was dropped. `due_at` is null where nothing waits; `dropped` is the due time that was given up.
`event_id` and `correlation_id` are those of the event that set it."""

timers_dropped = Table(
    "timers_dropped",
    metadata,
    *event_columns(),
    Column("name", String, nullable=False),
    Column("target", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("reason", String, nullable=False),
)
"""What was due and did not happen; `reason` is late, refused:<refusal>, nothing or unanswered."""


class Timers(Projection):
    """Due times from the topics' streams, and what was dropped from the timers' own; the two commute."""

    tables = (timers, timers_dropped)

    def __init__(self, declared: Iterable[DueTimes] | None = None) -> None:
        """`declared` are all due times there are; by default those of the domain."""
        self.declared = tuple(all_due_times().values() if declared is None else declared)
        self._by_topic: dict[str, list[DueTimes]] = {}
        for each in self.declared:
            for topic in {**each.sets, **each.clears}:
                self._by_topic.setdefault(topic, []).append(each)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({*super().topics, *self._by_topic}))

    def fold_for(self, topic: str) -> Fold | None:
        return _happened if topic in self._by_topic else super().fold_for(topic)

    @cached_property
    def shape(self) -> str:
        """Names what is declared, too: a topic that declares due times has those of its history made."""
        declared = [
            (
                each.name,
                sorted((topic, inspect.getsource(tell)) for topic, tell in (*each.sets.items(), *each.clears.items())),
            )
            for each in sorted(self.declared, key=lambda each: each.name)
        ]
        return hashlib.sha256(f"{super().shape} {declared}".encode()).hexdigest()[:16]

    @on("timer.dropped")
    def dropped(self, event: Recorded, rows: Rows) -> None:
        row = rows[timers].get_or_new(event.name, event.target)
        row["dropped"] = event.due
        if row["due_at"] == event.due:
            row["due_at"] = None
        rows[timers_dropped].add(event, name=event.name, target=event.target, due_at=event.due, reason=event.reason)

    def happened(self, event: Recorded, rows: Rows) -> None:
        """Sets and clears what the event says, for each kind of due times that its topic tells of."""
        for each in self._by_topic[event.topic]:
            if (clears := each.clears.get(event.topic)) and (target := clears(event)) is not None:
                _clear(each.name, target, rows)
            if (sets := each.sets.get(event.topic)) and (due := sets(event)) is not None:
                _set(rows[timers].get_or_new(each.name, due.target), due, event)


def _happened(projection: Timers, event: Recorded, rows: Rows) -> None:
    projection.happened(event, rows)


def _clear(name: str, target: str, rows: Rows) -> None:
    row = rows[timers].get(name, target)
    if row is None:
        return
    if row["dropped"] is None:
        rows[timers].remove(name, target)
    else:  # what was dropped stays, whether it is folded before this or after
        row |= {"due_at": None, "event_id": None, "correlation_id": None}


def _set(row: Row, due: Due, event: Recorded) -> None:
    waits = due.at if due.at != row["dropped"] else None
    row |= {"due_at": waits, "event_id": event.event_id, "correlation_id": event.correlation_id}
