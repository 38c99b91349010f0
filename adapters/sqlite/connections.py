"""How the read-model database is opened: one way to write, one way to read."""

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import OperationalError

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another process' transaction. Each of ours takes milliseconds, but for an index."""

DISK_OUTAGES = (OSError, OperationalError)
"""What a full or a lost disk raises, when read models are read or written."""


class UnsupportedDatabase(ValueError):
    """The read models' URL names a database that this release has no row store for."""


def database_file(url: str) -> Path:
    """The file behind a SQLite URL. Raises UnsupportedDatabase, ValueError."""
    parsed: URL = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise UnsupportedDatabase(
            f"read models on {parsed.get_backend_name()} are not supported yet; use sqlite:///FILE"
        )
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("read models need a file: several connections share them (sqlite:///FILE)")
    return Path(parsed.database)


def writer(path: Path) -> Engine:
    """An engine whose transactions take the write lock when they begin, so that none fails half-way for want of it."""
    return _engine(
        f"sqlite:///{path}",
        "IMMEDIATE",
        # What is deleted need not be overwritten: no row says who anybody is. A rebuild deletes the whole old build.
        ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "cache_size=-16000", "secure_delete=OFF"),
    )


def reader(path: Path) -> Engine:
    """An engine that can't write. Each of its transactions sees one state of the database."""
    return _engine(f"sqlite:///file:{path}?mode=ro&uri=true", "DEFERRED", ("cache_size=-8000",))


def scratch(path: Path) -> Engine:
    """An engine on a file that is thrown away when anything goes wrong: it never waits for the disk."""
    return _engine(
        f"sqlite:///{path}",
        "IMMEDIATE",
        ("journal_mode=MEMORY", "synchronous=OFF", "temp_store=MEMORY", "cache_size=-64000", "locking_mode=EXCLUSIVE"),
    )


def dumps(value: Any) -> str:
    """JSON of a row's value; dates and times as ISO text, anything else that JSON lacks as its text."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z).decode()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def _engine(url: str, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        url, json_serializer=dumps, json_deserializer=orjson.loads, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin late and not for everything; ours begin when they say so.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine
