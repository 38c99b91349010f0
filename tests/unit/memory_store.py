"""The event store's port kept in memory: the same answers as the real one, for tests of decisions and of the bus."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import NoneType
from typing import Any
from uuid import uuid4

from commands.ports import CommandIdReused, Commit, Committed, Loaded, NewEvent, Outcome, Read, StaleReads
from domain.aggregate import Aggregate
from domain.ids import UserId
from domain.recorded import Recorded, as_domain_event

FIRM = (str, int, float, date, timedelta, NoneType)
"""What cannot be changed in place, a time too: most fields, and it is quicker not to look into them."""


class MemoryStore:
    """One log. Several buses over it behave as several processes would."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.outcomes: dict[str, Outcome] = {}
        self._hashes: dict[str, str | None] = {}
        self._streams: dict[str, list[Recorded]] = {}

    async def load(self, wanted: Mapping[str, type[Aggregate]]) -> dict[str, Loaded]:
        return {stream: self._loaded(stream, kind) for stream, kind in wanted.items()}

    def _loaded(self, stream: str, kind: type[Aggregate]) -> Loaded:
        aggregate = kind.blank(stream)
        for event in self._streams.get(stream, []):
            as_domain_event(replace(event, state=_copied(event.state))).mutate(aggregate)
        return Loaded(aggregate, Read(aggregate.version, len(self.events)))

    async def commit(self, commit: Commit) -> Committed:
        if commit.commit_id in self._hashes:
            if (
                None not in (commit.payload_hash, first := self._hashes[commit.commit_id])
                and commit.payload_hash != first
            ):
                raise CommandIdReused(commit.commit_id)
            return Committed(
                tuple(event.position for event in self.events if event.commit_id == commit.commit_id), repeated=True
            )
        if stale := self.stale(commit.reads):
            raise StaleReads(stale)
        self._hashes[commit.commit_id] = commit.payload_hash
        return Committed(tuple(self._append(event, commit, index) for index, event in enumerate(commit.events)))

    def _append(self, event: NewEvent, commit: Commit, index: int) -> int:
        stream = self._streams.setdefault(event.stream, [])
        assert event.version == len(stream) + 1, f"{event.stream} is at {len(stream)}, not before {event.version}"
        recorded = Recorded(
            position=len(self.events) + 1,
            stream=event.stream,
            version=event.version,
            topic=event.topic,
            schema_version=event.schema_version,
            state=_copied(event.state),
            event_id=event.event_id,
            correlation_id=commit.correlation_id,
            causation_id=commit.causation_id,
            actor=commit.actor,
            source=commit.source,
            user_id=event.user_id,
            timestamp=commit.timestamp,
            content=commit.content,
            commit_id=commit.commit_id,
            commit_index=index,
            recorded_at=commit.timestamp,
        )
        self.events.append(recorded)
        stream.append(recorded)
        return recorded.position

    def record(
        self, stream: str, topic: str, state: Mapping[str, object], at: datetime, user_id: UserId | None
    ) -> None:
        """Puts one event into the log as history, past all rules."""
        event = NewEvent(stream, len(self._streams.get(stream, [])) + 1, topic, 1, state, uuid4().hex, user_id)
        commit = Commit(f"given:{len(self.events)}", [event], {}, uuid4().hex, None, "test", "test", at.astimezone(UTC))
        self._append(event, commit, 0)

    async def catch_up(self) -> int:
        return len(self.events)

    def stale(self, reads: Mapping[str, Read]) -> frozenset[str]:
        return frozenset(stream for stream, read in reads.items() if len(self._streams.get(stream, [])) != read.version)

    async def find_commit(self, commit_id: str) -> tuple[str | None, list[Recorded]] | None:
        if commit_id not in self._hashes:
            return None
        return self._hashes[commit_id], [event for event in self.events if event.commit_id == commit_id]

    async def outcome(self, command_id: str) -> Outcome | None:
        return self.outcomes.get(command_id)

    async def record_outcome(self, command_id: str, outcome: Outcome) -> None:
        self.outcomes.setdefault(command_id, outcome)

    async def snapshot(self, aggregates: Sequence[Aggregate]) -> None:
        """Nothing to shorten here."""


def _copied(state: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, of which nobody else can change any."""
    return {name: value if isinstance(value, FIRM) else copy.deepcopy(value) for name, value in state.items()}
