"""What the API is built from. The composition root fills it; the routes take what they need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from commands.bus import Bus
from commands.effects import Effects
from commands.locks import StreamLocks
from commands.ports import Clock, Vault
from domain.recorded import Damaged, Recorded

T = TypeVar("T")


class Reads(Protocol):
    """The read models, from the event loop's side."""

    async def run(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        """What `query(connection, *args, **options)` returns."""

    async def wait_for(self, position: int, timeout: float) -> None:
        """Returns when the rows include everything up to `position`. Raises projections.waiting's errors."""


class Log(Protocol):
    """The log, for feeds, audit and time travel."""

    epoch: str

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]: ...

    async def head(self) -> int: ...

    async def wait(self, after: int, timeout: float) -> int: ...

    async def read_stream(self, stream: str, until_position: int | None = None) -> list[Recorded | Damaged]: ...

    async def position_at(self, time: datetime) -> int: ...


class KeyInfo(Protocol):
    """An API key that was presented and is good."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str:
        """The client's: what it asks is named after this, whichever of its keys it comes with."""

    @property
    def scopes(self) -> frozenset[str]: ...


class Keys(Protocol):
    """API keys, kept as hashes."""

    async def verify(self, presented: str) -> KeyInfo | None:
        """The key, None if it is unknown, expired or revoked. Raises StoreUnavailable."""

    def remembered(self, presented: str) -> KeyInfo | None:
        """The same from memory, while the store can't be asked: None too if it was not used here lately."""


class Health(Protocol):
    """How the services are, as last seen; looking never waits for a service."""

    def ready(self) -> bool:
        """Whether commands can be taken."""

    def report(self) -> Mapping[str, Any]:
        """Every service with its status, and how far behind the log each reader is."""


@dataclass(frozen=True)
class ApiServices:
    """The API's collaborators. `target_services` names those subscribed to a topic."""

    bus: Bus
    vault: Vault
    reads: Reads
    log: Log
    keys: Keys
    effects: Effects
    health: Health
    clock: Clock
    target_services: Callable[[str], Sequence[str]]
    names: StreamLocks = field(default_factory=StreamLocks)
    """Changes under way, by the names of their commands, where a second of the same name has to wait."""
