"""A log of what real aggregates decided, so that read models are tested on the events that the domain makes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from domain.aggregate import Aggregate, Event
from domain.ids import UserId
from domain.recorded import Damaged, Recorded
from tests.unit.projection_log import Log

A = TypeVar("A", bound=Aggregate)

_EVENT_IDS = UUID("00000000-0000-0000-0000-000000000000")


class DomainLog(Log):
    """Asks aggregates and records their events, one commit a call."""

    def __init__(self) -> None:
        super().__init__()
        self.aggregates: dict[str, Aggregate] = {}

    def do(
        self,
        kind: type[A],
        keys: tuple[str, ...],
        decide: Callable[[A], Any],
        at: datetime,
        *,
        correlation: str | None = None,
        cause: Recorded | None = None,
        actor: str | None = None,
    ) -> list[Recorded]:
        """What `decide` makes the aggregate decide at `at`, caused by `cause`."""
        stream = kind.stream(*keys)
        aggregate = self.aggregates.setdefault(stream, kind.blank(stream))
        journal: list[Any] = []
        aggregate.begin(at, journal)
        decide(aggregate)  # type: ignore[arg-type]
        commit = f"commit-{len(self.events) + 1}"
        recorded = [
            self._recorded(event, kind, commit, index, correlation or commit, cause, actor)
            for index, event in enumerate(journal)
        ]
        self.events.extend(recorded)
        return recorded

    def _recorded(
        self,
        event: Event,
        kind: type[Aggregate],
        commit: str,
        index: int,
        correlation: str,
        cause: Recorded | None,
        actor: str | None,
    ) -> Recorded:
        owner: UserId | None = kind.owner(event.originator_id)
        position = len(self.events) + index + 1
        return Recorded(
            position=position,
            stream=event.originator_id,
            version=event.originator_version,
            topic=event.topic,
            schema_version=event.class_version,
            state=event.fields,
            event_id=str(uuid5(_EVENT_IDS, str(position))),
            correlation_id=correlation,
            causation_id=cause.event_id if cause else None,
            actor=actor or owner or "system",
            source="test",
            user_id=owner,
            timestamp=event.timestamp,
            content=None,
            commit_id=commit,
            commit_index=index,
            recorded_at=event.timestamp,
        )

    # --- queries.ports.Streams

    async def read_stream(self, stream: str, until_position: int | None = None) -> list[Recorded | Damaged]:
        """The stream's events up to a position."""
        return [
            event
            for event in self.events
            if event.stream == stream and (until_position is None or event.position <= until_position)
        ]
