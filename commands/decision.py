"""One command on its way to a receipt: what it reads, what it decides, what is to be recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eventsourcing.domain import CanMutateAggregate

from commands.context import Command, Context
from commands.ports import Commit, Loaded, NewEvent, Read
from commands.registry import GUARD, Fact, Handler
from domain.aggregate import Event
from domain.errors import DomainError
from domain.users import User


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command: what was recorded, and where. A repeat gets the receipt of the first time."""

    command_id: str
    correlation_id: str
    positions: tuple[int, ...]
    events: tuple[Fact, ...]
    result: Any
    repeated: bool = False

    @property
    def position(self) -> int | None:
        """The last position recorded; None if there was nothing to record."""
        return self.positions[-1] if self.positions else None


class Decision:
    """One command on its way: what it reads, and what it decided."""

    def __init__(self, handler: Handler, command: Command, context: Context) -> None:
        self.handler = handler
        self.command = command
        self.context = context
        self.named = handler.streams(command)
        self.loaded: dict[str, Loaded] = {}
        self.arguments: dict[str, Any] = {}
        self.refusal: DomainError | None = None
        self.journal: list[CanMutateAggregate[str]] = []

    @property
    def reads(self) -> dict[str, Read]:
        return {stream: loaded.read for stream, loaded in self.loaded.items()}

    def check_user(self) -> None:
        """Raises what the user's standing forbids. Does nothing for commands that act for nobody."""
        if GUARD in self.named:
            cast(User, self.loaded[self.named[GUARD]].aggregate).require_active(self.context.now)

    def decide(self) -> Any:
        self.journal = []
        for loaded in self.loaded.values():
            loaded.aggregate.begin(self.context.now, self.journal)
        self.check_user()
        if self.refusal is not None:
            raise self.refusal
        return self.handler.decide(self.command, self.context, **self.arguments)

    def commit(self, new_id: Callable[[], str]) -> Commit:
        context = self.context
        owner = getattr(self.command, "user_id", None)
        return Commit(
            commit_id=context.command_id,
            events=[self._new_event(cast(Event, event), owner, new_id()) for event in self.journal],
            reads=self.reads,
            correlation_id=context.correlation_id,
            causation_id=context.causation_id,
            actor=context.actor,
            source=context.source,
            timestamp=context.now,
            content=context.content.hash,
            payload_hash=self.command.payload_hash if context.external else None,
        )

    @staticmethod
    def _new_event(event: Event, owner: Any, event_id: str) -> NewEvent:
        return NewEvent(
            stream=event.originator_id,
            version=event.originator_version,
            topic=event.topic,
            schema_version=event.class_version,
            state=event.fields,
            event_id=event_id,
            user_id=event.aggregate_class.owner(event.originator_id) or owner,
        )

    def receipt(self, positions: tuple[int, ...], events: Sequence[Fact], repeated: bool = False) -> Receipt:
        return Receipt(
            command_id=self.context.command_id,
            correlation_id=self.context.correlation_id,
            positions=positions,
            events=tuple(events),
            result=self.handler.answers(events) if events else {},
            repeated=repeated,
        )
