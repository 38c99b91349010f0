"""What the bot is built from. The composition root fills it; handlers take what they need through their visitor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from adapters.telegram.drafts import Drafts
from adapters.telegram.pictures import Pictures
from adapters.telegram.texts import Texts
from commands.bus import Bus
from commands.ports import Clock, Vault

T = TypeVar("T")


class Reads(Protocol):
    """The read models, from the event loop's side."""

    async def run(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        """What `query(connection, *args, **options)` returns."""

    async def wait_for(self, position: int, timeout: float) -> None:
        """Returns when the rows include everything up to `position`. Raises TimeoutError after `timeout` seconds."""


@dataclass(frozen=True)
class BotServices:
    """The bot's collaborators. What content there is, and how newcomers are met, the bus knows.

    Without `drafts` no files are taken from writers.
    """

    bus: Bus
    vault: Vault
    reads: Reads
    clock: Clock
    texts: Texts = field(default_factory=Texts.load)
    pictures: Pictures = field(default_factory=Pictures)
    drafts: Drafts | None = None
