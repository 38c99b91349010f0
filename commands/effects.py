"""What leaves the system and can't be derived from the log: each effect has an id and a state of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.ids import UserId


@dataclass(frozen=True, slots=True)
class PlannedEffect:
    """Something that shall leave the system once, such as a message to a person.

    `effect_id` is made from the event that caused it (`effect:<position>:<name>:<target>`), so that planning it again
    does nothing. `text` is the key of a text and `params` fill it: user ids and numbers, never personal data. A
    `certain` effect (money, VIP) is sent at least once; any other at most once. Not before `due`.
    """

    effect_id: str
    channel: str
    user_id: UserId
    text: str
    params: Mapping[str, Any]
    position: int
    correlation_id: str
    due: datetime
    certain: bool = False


@dataclass(frozen=True, slots=True)
class ClaimedEffect:
    """An effect that the claimer alone may send now. `attempts` counts the tries before this one."""

    planned: PlannedEffect
    attempts: int


@dataclass(frozen=True, slots=True)
class EffectCounts:
    """How many effects are in which state. `unknown` ones may or may not have left: a person should see them."""

    planned: int = 0
    claimed: int = 0
    sent: int = 0
    unknown: int = 0
    given_up: int = 0


class Effects(Protocol):
    """What has left the system, and what has yet to. Every method but `wait` raises StoreUnavailable.

    An answer about an effect (`sent`, `failed`, …) counts only while its claim lasts; a later one is dropped, for by
    then another may have claimed it. It returns whether it counted.
    """

    async def plan(self, effects: Sequence[PlannedEffect]) -> None:
        """Keeps those that are not kept yet, all at once."""

    async def claim(self, limit: int, now: datetime, channel: str) -> list[ClaimedEffect]:
        """Up to `limit` effects of `channel` that are due, the oldest first; nobody else gets them.

        Those that a dead claimer left behind become `unknown` first; of these the certain ones are handed out again.
        """

    async def sent(self, effect_id: str, receipt: str, now: datetime) -> bool:
        """It has left; `receipt` is what the other side calls it."""

    async def failed(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        """It has certainly not left; it is to be tried again."""

    async def unknown(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        """It may have left (no answer came). A certain one is tried again at `retry_at`, any other never."""

    async def given_up(self, effect_id: str, reason: str, now: datetime) -> bool:
        """It will never be sent, and why: blocked, erased, expired."""

    async def counts(self) -> EffectCounts:
        """The states of all effects that are kept."""

    async def wait(self, channel: str, timeout: float) -> None:
        """Returns when this process has planned something for `channel`, after `timeout` seconds at the latest.

        One waiter a channel; what was planned before it began to wait counts.
        """
