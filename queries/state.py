"""Time travel: an aggregate as it was, folded from its own events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.aggregate import EVENT_CLASSES, Aggregate
from domain.errors import NotFound
from domain.recorded import Damaged, as_domain_event
from queries.feed import json_safe
from queries.ports import Streams


class DamagedStream(Exception):
    """A document of the stream can't be read, so that nothing after it can be told."""

    def __init__(self, stream: str, position: int, reason: str) -> None:
        super().__init__(f"{stream}: position {position} can't be read: {reason}")
        self.stream, self.position = stream, position


@dataclass(frozen=True, slots=True)
class StateView:
    """An aggregate at one moment: what it knew (JSON-safe), its version, and the event that it had then seen last."""

    stream: str
    version: int
    position: int | None
    modified_at: datetime | None
    state: Mapping[str, Any]


def aggregate_class(stream: str) -> type[Aggregate]:
    """The kind of aggregate whose stream this is, by its first word. Raises NotFound."""
    kind = stream.partition(":")[0]
    for event in EVENT_CLASSES.values():
        if vars(event.aggregate_class).get("TOPIC") == kind:
            return event.aggregate_class
    raise NotFound("stream", stream)


async def state_of(
    streams: Streams, stream: str, *, at: datetime | int | None = None, version: int | None = None
) -> StateView:
    """The aggregate of `stream` as of a time or a position of the log, or at a version; without either, as it is now.

    A stream without events is the blank aggregate, at version 0. Raises NotFound for a kind of stream that does not
    exist, DamagedStream, and domain.recorded.UnknownEvent.
    """
    kind = aggregate_class(stream)
    until = await streams.position_at(at) if isinstance(at, datetime) else at
    aggregate = kind.blank(stream)
    position: int | None = None
    for recorded in await streams.read_stream(stream, until):
        if version is not None and aggregate.version >= version:
            break
        if isinstance(recorded, Damaged):
            raise DamagedStream(stream, recorded.position, recorded.reason)
        aggregate = as_domain_event(recorded).mutate(aggregate)
        position = recorded.position
    return StateView(
        stream=stream,
        version=aggregate.version,
        position=position,
        modified_at=aggregate.modified_on if position is not None else None,
        state=json_safe(aggregate.snapshot_state),
    )
