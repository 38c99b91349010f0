"""What becomes of due times: commands with ids of their own, so that each has one effect however often it is fired."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import TypeVar

from commands.bus import Bus
from commands.context import Command, Context
from commands.decision import Receipt
from commands.registry import handles
from domain.errors import DomainError
from domain.timers import Alarm, Due, DueTimes, Timer

DROPPED = "timer.dropped"


@dataclass(frozen=True, slots=True)
class DropTimer(Command):
    """Puts on record that what was due at `due` will not happen, and why."""

    name: str
    target: str
    due: datetime
    reason: str


@handles(DropTimer)
def drop_timer(command: DropTimer, context: Context, timer: Timer) -> None:
    timer.drop(command.name, Due(command.target, command.due), command.reason)


Becomes = Callable[[Due], Command]


@dataclass(frozen=True, slots=True)
class Fired:
    """What came of an alarm. `dropped` is why nothing did; else the receipt is that of the command it became."""

    receipt: Receipt
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class Firing:
    """How the due times of one kind become commands.

    The command is given at the due time itself, however late that is, so that it decides the same whoever fires it;
    it acts for nobody, so a banned user holds nothing up. If it is refused or decides nothing, that is recorded as
    `timer.dropped` under the same command id: of two who fire it, one has an effect.
    """

    due_times: DueTimes
    becomes: Becomes

    async def fire(self, bus: Bus, alarm: Alarm, now: datetime) -> Fired:
        """Gives the command, `now` being the time it really is. Raises what the bus raises, but no refusal."""
        misfire = self.due_times.misfire
        if misfire is not None and now - alarm.due.at > misfire:
            return await self._drop(bus, alarm, "late")
        try:
            receipt = await bus.execute(self.becomes(alarm.due), _context(bus, alarm, alarm.command_id))
        except DomainError as refusal:
            return await self._drop(bus, alarm, f"refused:{refusal.type}")
        return Fired(receipt) if receipt.positions else await self._drop(bus, alarm, "nothing")

    @staticmethod
    async def _drop(bus: Bus, alarm: Alarm, reason: str) -> Fired:
        command = DropTimer(alarm.name, alarm.due.target, alarm.due.at, reason)
        receipt = await bus.execute(command, _context(bus, alarm, alarm.command_id))
        done_before = receipt.repeated and all(fact.topic != DROPPED for fact in receipt.events)
        return Fired(receipt, None if done_before else reason)


async def drop_unanswered(bus: Bus, alarm: Alarm) -> Fired:
    """Takes away a due time that was fired, and that no event has cleared or moved since."""
    command = DropTimer(alarm.name, alarm.due.target, alarm.due.at, "unanswered")
    return Fired(await bus.execute(command, _context(bus, alarm, f"{alarm.command_id}:dropped")), "unanswered")


def _context(bus: Bus, alarm: Alarm, command_id: str) -> Context:
    return bus.context(
        command_id,
        actor="system",
        source=f"timer:{alarm.name}",
        correlation_id=alarm.correlation_id,
        causation_id=alarm.event_id,
        now=alarm.due.at,
    )


_B = TypeVar("_B", bound=Becomes)


def fires(due_times: DueTimes) -> Callable[[_B], _B]:
    """Marks the function that makes the command of what is due."""

    def mark(becomes: _B) -> _B:
        becomes.__firing__ = Firing(due_times, becomes)  # type: ignore[attr-defined]
        return becomes

    return mark


def firings_in(modules: Iterable[ModuleType], declared: Mapping[str, DueTimes]) -> dict[str, Firing]:
    """How each of the declared due times is fired, by name. Raises ValueError where one is not, or in two ways."""
    found: dict[str, Firing] = {}
    for module in modules:
        for function in vars(module).values():
            firing = getattr(function, "__firing__", None)
            if isinstance(firing, Firing) and found.setdefault(firing.due_times.name, firing) is not firing:
                raise ValueError(f"{firing.due_times.name} is fired in two ways")
    if nobody := declared.keys() - found.keys():
        raise ValueError(f"nothing fires {', '.join(sorted(nobody))}")
    return found
