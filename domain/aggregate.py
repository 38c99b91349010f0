"""`eventsourcing`'s aggregate, fitted once to this house.

- An aggregate without events is the blank one: there are no "created" events, and loading never fails. Fields are
  declared as on a dataclass; their defaults are the blank state.
- Events carry the time of the command that caused them, not that of the machine.
- Rules are checked in plain methods; `@event` methods only assign, since they run again on every load.
"""

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, Self, cast

from eventsourcing.domain import BaseAggregate, CanMutateAggregate, MetaDomainEvent, event

from domain.ids import StreamId, UserId

__all__ = ["Aggregate", "Event", "event"]

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Event(CanMutateAggregate[str], metaclass=MetaDomainEvent):
    """What happened to one aggregate. Its fields are those of the `@event` method that it stands for."""

    TOPIC: ClassVar[str]
    aggregate_class: ClassVar[type["Aggregate"]]
    class_version: ClassVar[int] = 1

    originator_id: str
    originator_version: int
    timestamp: datetime

    def mutate(self, aggregate: Any) -> Any:
        return super().mutate(self.aggregate_class.blank(self.originator_id) if aggregate is None else aggregate)

    @property
    def topic(self) -> str:
        """The stable name under which the event is stored."""
        return self.TOPIC

    @property
    def fields(self) -> dict[str, Any]:
        """The event's own fields: what is stored as its state."""
        return {name: value for name, value in vars(self).items() if name not in _STAMPS}


EVENT_CLASSES: dict[str, type[Event]] = {}
"""Every topic this release knows, filled as the domain's modules are imported."""

_STAMPS = frozenset(("originator_id", "originator_version", "timestamp"))


class Aggregate(BaseAggregate[str]):
    """One consistent thing of the domain, rebuilt from its own events.

    Subclasses set `TOPIC`, the first word of their stream's id, and, where they are not keyed by the user alone,
    `KEYS`: the fields of a command that make up the rest of it.
    """

    KEYS: ClassVar[tuple[str, ...]] = ("user_id",)
    UPCASTS: ClassVar[Mapping[str, Sequence[Callable[[dict[str, Any]], None]]]] = {}
    """By topic, what brings an event's fields from version 1 to 2, from 2 to 3, …, in place."""

    class Event(Event):
        pass

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for member in vars(cls).values():
            if isinstance(member, type) and issubclass(member, CanMutateAggregate):
                kind = cast(type[Event], member)
                kind.aggregate_class = cls
                if "TOPIC" in vars(kind):
                    EVENT_CLASSES[kind.TOPIC] = kind
                    for version, upcast in enumerate(cls.UPCASTS.get(kind.TOPIC, ()), start=1):
                        setattr(kind, f"upcast_v{version}_v{version + 1}", staticmethod(upcast))
                        kind.class_version = version + 1

    @classmethod
    def stream(cls, *keys: str) -> StreamId:
        """The id of the stream that holds this aggregate's events."""
        return StreamId(":".join((cast(str, vars(cls)["TOPIC"]), *keys)))

    @classmethod
    def owner(cls, stream: str) -> UserId | None:
        """The user whom this aggregate belongs to, None where it is nobody's."""
        return UserId(stream.split(":")[1]) if cls.KEYS[:1] == ("user_id",) else None

    @classmethod
    def blank(cls, stream: str) -> Self:
        """The aggregate before its first event, at version 0."""
        aggregate = cls.__new__(cls)
        aggregate.__base_init__(stream, 0, BEGINNING)
        aggregate.__init__()  # type: ignore[misc]  # the dataclass initialiser: every field at its default
        return aggregate

    @classmethod
    @cache
    def code_version(cls) -> str:
        """Names the code that builds this aggregate's state; a snapshot made by other code is ignored."""
        return hashlib.sha256(inspect.getsource(cls).encode()).hexdigest()[:16]

    def begin(self, now: datetime, journal: list[CanMutateAggregate[str]]) -> None:
        """Prepares one decision, made at `now`; its events go to `journal`, shared by all aggregates it asks."""
        self._now = now
        self._pending_events = journal

    def trigger_event(self, event_class: type[CanMutateAggregate[str]], **kwargs: Any) -> None:
        kwargs["timestamp"] = self._now
        super().trigger_event(event_class, **kwargs)

    @property
    def snapshot_state(self) -> dict[str, Any]:
        """The fields that make up the state, for a snapshot."""
        return {name: value for name, value in vars(self).items() if name not in _NOT_STATE}

    @classmethod
    def from_snapshot(cls, stream: str, version: int, modified_on: datetime, state: Mapping[str, Any]) -> Self:
        """The aggregate as it was when the snapshot was taken."""
        aggregate = cls.blank(stream)
        vars(aggregate).update(state)
        aggregate.version, aggregate.modified_on = version, modified_on
        return aggregate


_NOT_STATE = frozenset(("_id", "_version", "_created_on", "_modified_on", "_pending_events", "_now"))


def event_class(topic: str) -> type[Event] | None:
    """The class of events recorded under `topic`, None when this release has none.

    `external.<type>` are all of one class: their names come from integrators, not from us.
    """
    return EVENT_CLASSES.get(EXTERNAL if topic.startswith(EXTERNAL_PREFIX) else topic)


EXTERNAL = "external"
EXTERNAL_PREFIX = "external."
