"""The audit: what happened, to whom, when, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.history import event_history
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of the log. `fields` are its own; long texts stand there as their length."""

    position: int
    occurred_at: datetime
    correlation_id: str
    event_id: str
    type: str
    schema_version: int
    stream: str
    version: int
    user_id: UserId | None
    actor: str
    source: str
    causation_id: str | None
    commit_id: str
    recorded_at: datetime
    content: str | None
    fields: Mapping[str, Any]


def history(
    read: Connection,
    user_id: UserId | None = None,
    *,
    type: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    actor: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page[HistoryEntry]:
    """Events, the newest first, from before the position `before`.

    `type` is a topic, or the beginning of one and a `*` (`wallet.*`). `since` and `until` bound when it happened, the
    first included and the second not.
    """
    table = event_history.c
    wanted = select(event_history)
    if user_id is not None:
        wanted = wanted.where(table.user_id == user_id)
    if type is not None and type.endswith("*"):
        wanted = wanted.where(table.type.startswith(type[:-1], autoescape=True))
    elif type is not None:
        wanted = wanted.where(table.type == type)
    if since is not None:
        wanted = wanted.where(table.occurred_at >= since)
    if until is not None:
        wanted = wanted.where(table.occurred_at < until)
    if actor is not None:
        wanted = wanted.where(table.actor == actor)
    if before is not None:
        wanted = wanted.where(table.position < before)
    rows = read.execute(wanted.order_by(table.position.desc()).limit(page_size(limit) + 1)).all()
    return page_of([entry_of(row) for row in rows], [row.position for row in rows], limit)


def find_event(read: Connection, event_id: str) -> HistoryEntry | None:
    """The event of this id, None if there is none, or the history is not there yet."""
    row = read.execute(select(event_history).where(event_history.c.event_id == event_id)).one_or_none()
    return entry_of(row) if row else None


def entry_of(row: Row[tuple[object, ...]]) -> HistoryEntry:
    """A row of the history as a view."""
    return HistoryEntry(**row._mapping)
