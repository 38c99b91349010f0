"""An event as every consumer reads it: its place in the log, who caused it, and its fields in their present form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.aggregate import Event, event_class
from domain.ids import UserId


class UnknownEvent(Exception):
    """The log holds a topic, or a version of one, that this release does not know: a newer release wrote it.

    A consumer that meets it stops there and says so; it never skips.
    """

    def __init__(self, position: int, topic: str, schema_version: int) -> None:
        super().__init__(
            f"position {position}: {topic} version {schema_version} is not known to this release; run the newer one"
        )
        self.position, self.topic, self.schema_version = position, topic, schema_version


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event of the log. The event's own fields are attributes too: `event.amount`."""

    position: int
    stream: str
    version: int
    topic: str
    schema_version: int
    state: Mapping[str, Any]
    event_id: str
    correlation_id: str
    causation_id: str | None
    actor: str
    source: str
    user_id: UserId | None
    timestamp: datetime
    content: str | None
    commit_id: str
    commit_index: int
    recorded_at: datetime

    def __getattr__(self, name: str) -> Any:
        try:
            return self.state[name]
        except KeyError:
            raise AttributeError(f"{self.topic} at position {self.position} has no field {name!r}") from None


@dataclass(frozen=True, slots=True)
class Damaged:
    """A document of the log that cannot be read as an event; `stream` where at least that is legible."""

    position: int
    stream: str | None
    topic: str | None
    reason: str


def present_fields(position: int, topic: str, schema_version: int, state: dict[str, Any]) -> dict[str, Any]:
    """`state` brought to the present version of its event class, in place. Raises UnknownEvent."""
    kind = event_class(topic)
    if kind is None or schema_version > kind.class_version:
        raise UnknownEvent(position, topic, schema_version)
    for version in range(schema_version, kind.class_version):
        getattr(kind, f"upcast_v{version}_v{version + 1}")(state)
    return state


def as_domain_event(recorded: Recorded) -> Event:
    """The domain event that `recorded` stands for, ready to be applied to its aggregate."""
    kind = event_class(recorded.topic)
    if kind is None:
        raise UnknownEvent(recorded.position, recorded.topic, recorded.schema_version)
    event = object.__new__(kind)
    vars(event).update(
        recorded.state,
        originator_id=recorded.stream,
        originator_version=recorded.version,
        timestamp=recorded.timestamp,
    )
    return event
