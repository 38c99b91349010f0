"""What is to happen by itself, and when."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.timers import Alarm, Due
from projections.timers import timers


def next_alarms(read: Connection, limit: int) -> list[Alarm]:
    """The due times that wait, the earliest first."""
    waiting = (
        select(timers).where(timers.c.due_at.is_not(None)).order_by(timers.c.due_at, timers.c.name, timers.c.target)
    )
    return [
        Alarm(row.name, Due(row.target, row.due_at), row.event_id, row.correlation_id)
        for row in read.execute(waiting.limit(limit))
    ]
