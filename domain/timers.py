"""What is to happen by itself at some time: declared beside the events that say when.

A topic declares its due times in its domain file, and the command that they become in its commands file. What is due
is folded from events, so nothing can be lost that is in the log. What can be computed (whether a membership has
expired) is not timed.

    CLOSING = DueTimes("auction-close", sets={"auction.opened": _end, …}, clears={"auction.closed": _auction, …})
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import ModuleType

from domain.aggregate import Aggregate, event
from domain.recorded import Recorded
from domain.topics import topic_modules


@dataclass(frozen=True, slots=True)
class Due:
    """Something is due: what (`target`, such as an auction's id), and when (UTC, whole milliseconds)."""

    target: str
    at: datetime


@dataclass(frozen=True, eq=False)
class DueTimes:
    """The due times of one kind.

    Events of the topics in `sets` set the due time of a target, in place of the one that it had; those in `clears`
    take it away. A topic in both clears first. All events that tell of one target must be of one stream.
    `misfire` is how late it may be fired; after that it would be pointless, and it is dropped. None: never pointless.
    """

    name: str
    sets: Mapping[str, Callable[[Recorded], Due | None]]
    clears: Mapping[str, Callable[[Recorded], str | None]] = field(default_factory=dict)
    misfire: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A due time that waits: of which kind, and which event set it."""

    name: str
    due: Due
    event_id: str
    correlation_id: str

    @property
    def command_id(self) -> str:
        """The id of the command that it becomes, whoever fires it and however often."""
        return f"timer:{self.name}:{self.due.target}:{moment(self.due.at)}"


def moment(at: datetime) -> str:
    """A time as it stands in a command id: `2026-03-01T12:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Timer(Aggregate):
    """One target of one kind of due times; only what was dropped is recorded, what was fired tells itself."""

    TOPIC = "timer"
    KEYS = ("name", "target")

    dropped: datetime | None = None

    def drop(self, name: str, due: Due, reason: str) -> None:
        """What was due at that time will not happen. `reason` is `late`, `refused:<refusal>`, `nothing` (there was
        nothing to do) or `unanswered` (it was done, and is due still). Does nothing if it was dropped before.
        """
        if self.dropped != due.at:
            self._dropped(name=name, target=due.target, due=due.at, reason=reason)

    @event("Dropped", topic="timer.dropped")
    def _dropped(self, name: str, target: str, due: datetime, reason: str) -> None:
        self.dropped = due


def due_times_in(modules: Iterable[ModuleType]) -> dict[str, DueTimes]:
    """The due times that these modules declare, by name. Raises ValueError where two have one name."""
    found: dict[str, DueTimes] = {}
    for module in modules:
        for declared in vars(module).values():
            if isinstance(declared, DueTimes) and found.setdefault(declared.name, declared) is not declared:
                raise ValueError(f"two kinds of due times are named {declared.name}")
    return found


def all_due_times() -> dict[str, DueTimes]:
    """Those that the files of this package declare."""
    return due_times_in(topic_modules())
