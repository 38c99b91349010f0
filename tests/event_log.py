"""Logs to test with: a migrated database, commits, and processes of our own that write to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from adapters.mongodb.codec import whole_milliseconds
from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from commands.ports import Commit, NewEvent, Read
from domain.recorded import Recorded
from domain.wallet import Wallet

_numbers = count(1)


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def opened_log(uri: str, database: str, **options: Any) -> Iterator[ProcessLog]:
    """What one process has of a log, migrated if it was not."""
    migrate(uri, database)
    log = ProcessLog(uri, database, **{"now": now, **options})
    try:
        yield log
    finally:
        log.close()


def credited(stream: str, version: int, **state: Any) -> NewEvent:
    """One event of a wallet, which it can be loaded from."""
    fields = {"amount": 1, "reason": "test", "balance": version, **state}
    return NewEvent(stream, version, "wallet.credited", 1, fields, uuid4().hex, None)


def commit(*events: NewEvent, reads: Mapping[str, Read] | None = None, as_of: int = 0, **changes: Any) -> Commit:
    """A commit of `events`, having read the streams that it writes as of `as_of`, and `reads`."""
    first: dict[str, Read] = {}
    for event in events:
        first.setdefault(event.stream, Read(event.version - 1, as_of))
    fields: dict[str, Any] = {
        "commit_id": f"test:{next(_numbers):012}:{uuid4().hex[:8]}",
        "events": events,
        "reads": {**first, **(reads or {})},
        "correlation_id": "correlation",
        "causation_id": None,
        "actor": "user:tester",
        "source": "test",
        "timestamp": whole_milliseconds(now()),
    }
    return Commit(**{**fields, **changes})


async def credit(log: ProcessLog, stream: str, times: int = 1) -> tuple[int, ...]:
    """Records `times` events of a wallet in one commit; their positions."""
    loaded = (await log.store.load({stream: Wallet}))[stream]
    first = loaded.read.version + 1
    events = [credited(stream, version) for version in range(first, first + times)]
    return (await log.store.commit(commit(*events, reads={stream: loaded.read}))).positions


def all_events(log: ProcessLog) -> list[Recorded]:
    """The whole log; every document of it legible."""
    events: list[Recorded] = []
    while more := log.log.read(len(events), 5000):
        for event in more:
            assert isinstance(event, Recorded), event
            events.append(event)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    return events
