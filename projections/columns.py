"""What the tables of the read models are made of."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData()
"""Every table of our own read models, under its public name."""

Position = BigInteger().with_variant(Integer(), "sqlite")
"""A place in the log; on SQLite the row id itself."""


@lru_cache(maxsize=10_000)  # one moment goes into several columns and tables, and formatting is a batch's dearest part
def _as_text(value: datetime | None) -> str | None:
    # The offset is cut off rather than formatted: it is always +00:00, and `Z` is what SQLite's functions take.
    return None if value is None else value.astimezone(UTC).isoformat(" ", "milliseconds")[:23] + "Z"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, to the millisecond. SQLite keeps it as text that sorts by time (`2026-03-01 12:00:00.000Z`)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(24) if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return _as_text(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


def user_column(**options: Any) -> Column[str]:
    """The random id of a person, as the key of a table of one row a user."""
    return Column("user_id", String(16), **{"primary_key": True, **options})


def event_columns() -> tuple[Column[Any], ...]:
    """What each row of a row-per-event table says of its event. `rows[table].add(event, …)` fills them in."""
    return (
        Column("position", Position, primary_key=True, autoincrement=False),
        Column("occurred_at", UtcDateTime, nullable=False),
        Column("correlation_id", String, nullable=False),
    )
