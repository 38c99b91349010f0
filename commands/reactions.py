"""What the community does by itself when something has happened.

A reaction is a pure function from an event to commands. It is run by a durable subscription, at least once for each
event; its effect is exactly once, since the commands' ids are made from the event's position. They are given at the
event's time and carry its correlation id, so that a whole chain can be told from its first cause.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Literal, TypeVar

from commands.bus import Bus
from commands.context import Command
from domain.content import ContentPack
from domain.errors import DomainError, NotFound
from domain.recorded import Recorded
from domain.users import UserBanned

log = logging.getLogger(__name__)

ANSWERS = (UserBanned, NotFound)
"""What may well be said to a reaction: nothing is for who is banned, gone, or for what the content has dropped."""

Begins = Literal["head", "beginning"]
React = Callable[[Recorded, ContentPack], Iterable[tuple[str, Command]]]


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction: `react` yields (target, command), the target telling apart the commands of one event.

    `begins` says what a reaction that is new in this release does with history: all of it, or nothing before now.
    """

    name: str
    topics: tuple[str, ...]
    begins: Begins
    react: React

    async def run(self, bus: Bus, event: Recorded) -> None:
        """Gives the commands that follow from `event`.

        That their user is banned or gone is an answer. Any other refusal is a mistake, in the reaction or the content:
        the operator is told what was lost, and the event counts as handled, since another try would change nothing.
        """
        for target, command in self.react(event, bus.content):
            context = bus.context(
                command_id=f"reaction:{event.position}:{self.name}:{target}",
                actor="system",
                source=f"reaction:{self.name}",
                correlation_id=event.correlation_id,
                causation_id=event.event_id,
                now=event.timestamp,
            )
            try:
                await bus.execute(command, context)
            except ANSWERS as answer:
                log.debug("%s was refused: %s", context.command_id, answer)
            except DomainError as refusal:
                log.error("%s is lost, correlation %s: %s", context.command_id, context.correlation_id, refusal)


_R = TypeVar("_R", bound=React)


def reaction(name: str, *, topics: Iterable[str], begins: Begins = "beginning") -> Callable[[_R], _R]:
    """Marks a reaction to events of `topics` (exact, or `external.*`)."""

    def mark(react: _R) -> _R:
        react.__reaction__ = Reaction(name, tuple(topics), begins, react)  # type: ignore[attr-defined]
        return react

    return mark


def reactions_in(modules: Iterable[ModuleType]) -> dict[str, Reaction]:
    """The reactions that these modules define, by name. Raises ValueError where two have one name."""
    found: dict[str, Reaction] = {}
    for module in modules:
        for function in vars(module).values():
            marked = getattr(function, "__reaction__", None)
            if isinstance(marked, Reaction) and found.setdefault(marked.name, marked) is not marked:
                raise ValueError(f"two reactions are named {marked.name}")
    return found
