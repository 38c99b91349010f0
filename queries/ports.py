"""What the read side needs besides read models: the log itself, for feeds and time travel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.recorded import Damaged, Recorded


class Streams(Protocol):
    """The log, read from the event loop."""

    @property
    def epoch(self) -> str:
        """Names the log; a restored backup is another one."""

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        """Up to `limit` events after the position, in order."""

    async def read_stream(self, stream: str, until_position: int | None = None) -> list[Recorded | Damaged]:
        """The events of one stream in their order, up to a position of the log if one is given."""

    async def position_at(self, time: datetime) -> int:
        """The newest position recorded at that time or before."""

    async def head(self) -> int:
        """The newest position."""
