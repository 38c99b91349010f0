"""What following the log needs from outside: the log itself, and a place for what must outlive the process."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.recorded import Damaged, Recorded


class FollowedLog(Protocol):
    """The log as those read it who follow it on the event loop: in order, nothing skipped."""

    @property
    def epoch(self) -> str:
        """Which history this is: a restored backup begins another one."""

    async def read(self, after: int, limit: int) -> Sequence[Recorded | Damaged]:
        """Up to `limit` events after position `after`, without a gap: what is missing or illegible comes as Damaged.

        Ends before an event that this release does not know. Raises UnknownEvent if that is the first one, and
        StoreUnavailable.
        """

    async def head(self) -> int:
        """The newest position, 0 while there is none. Raises StoreUnavailable."""

    async def wait(self, after: int, timeout: float) -> object:
        """Returns once there is something after `after`, or when `timeout` seconds have passed."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a service has come: for each event type it is subscribed to, the position it is done with.

    `revision` grows by one at each change; who knows an old one is too late.
    """

    service: str
    positions: Mapping[str, int]
    epoch: str
    revision: int


@dataclass(frozen=True, slots=True)
class ParkedReaction:
    """An event that a service could not take, or one that waits behind it: of the same user, else the same stream.

    `attempts` is 0 for those that wait. `retry`: somebody asked for it to be tried again.
    """

    service: str
    partition: str
    position: int
    event_type: str | None
    reason: str
    attempts: int
    parked_at: datetime
    retry: bool = False


class ReactionStore(Protocol):
    """Where subscriptions keep what must outlive the process. Every method raises StoreUnavailable."""

    async def checkpoint(self, service: str) -> Checkpoint | None:
        """The service's checkpoint, None while it has none."""

    async def move(self, checkpoints: Sequence[Checkpoint], owner: str) -> frozenset[str]:
        """Writes each checkpoint over its `revision - 1` (0: there is none yet), all in one round trip.

        Returns the services whose checkpoint was changed by somebody else: theirs stands.
        """

    async def forget(self, service: str) -> None:
        """Deletes the service's checkpoint."""

    async def hold(self, services: Sequence[str], owner: str, seconds: float) -> frozenset[str]:
        """Takes or renews the leases of these services. Returns those that are `owner`'s for the next `seconds`."""

    async def release(self, owner: str) -> None:
        """Gives all leases of `owner` back."""

    async def park(self, parked: ParkedReaction) -> None:
        """Keeps it; what is parked already stays as it is."""

    async def parked(
        self, service: str | None = None, partition: str | None = None, limit: int = 100
    ) -> list[ParkedReaction]:
        """What is parked, oldest first."""

    async def parked_partitions(self, service: str) -> set[str]:
        """The partitions of which something is parked."""

    async def unpark(self, service: str, position: int) -> None:
        """It has been handled after all."""

    async def park_again(self, parked: ParkedReaction) -> None:
        """It failed once more: keeps the reason and the number of attempts."""

    async def request_retry(self, service: str, partition: str) -> int:
        """Asks whoever runs `service` to try a partition again. Returns how many events are parked in it."""

    async def discard(self, service: str, position: int, reason: str, now: datetime) -> bool:
        """Gives one event up for good, on record. False if it was not parked."""

    async def requested(self) -> set[tuple[str, str]]:
        """The (service, partition)s in which somebody asked for a retry or discarded something."""

    async def requests(self, service: str, partition: str) -> frozenset[str | None]:
        """The requests that are open there now, by names of their own."""

    async def answered(self, service: str, partition: str, requests: Collection[str | None]) -> None:
        """Takes these requests back: they have been seen to. What was asked for since stays asked for."""
