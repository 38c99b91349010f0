"""What leaves the system and can't be derived from the log: each effect has an id and a state of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from domain.ids import UserId
from domain.notifications import Kind

QUIET_HOURS = "quiet hours"
"""Why something is put off until its addressee is awake."""


class Urgency(IntEnum):
    """What goes first when not everything may go at once: what must arrive, what happened, what was announced."""

    CERTAIN = 0
    CASUAL = 1
    BULK = 2


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
    kind: Kind = "casual"

    @property
    def certain(self) -> bool:
        """Whether it must arrive, and so may arrive twice."""
        return self.kind == "money"

    @property
    def urgency(self) -> Urgency:
        if self.certain:
            return Urgency.CERTAIN
        return Urgency.BULK if self.kind == "news" else Urgency.CASUAL


@dataclass(frozen=True, slots=True)
class ClaimedEffect:
    """An effect that the claimer alone may send now.

    `attempts` counts the tries before this one; `since` is when it was first due, whatever has put it off.
    """

    planned: PlannedEffect
    attempts: int
    since: datetime


@dataclass(frozen=True, slots=True)
class UncertainEffect:
    """An effect of which nobody knew at `unknown_at` whether it had left; `state` is what became of it since."""

    effect_id: str
    user_id: UserId
    text: str
    kind: Kind
    state: str
    reason: str
    correlation_id: str
    position: int
    unknown_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many effects of one kind came to one end (sent, unknown, given_up) for one reason in some span of time."""

    kind: Kind
    end: str
    reason: str
    count: int


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
        """Up to `limit` effects of `channel` that are due, the most urgent and then the oldest first, and what else is
        casual and due for the same users, so that it can be told together. Nobody else gets them.

        Those that a dead claimer left behind become `unknown` first; of these the certain ones are handed out again.
        """

    async def sent(self, effect_id: str, receipt: str, now: datetime) -> bool:
        """It has left; `receipt` is what the other side calls it."""

    async def failed(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        """It has certainly not left; it is to be tried again."""

    async def postponed(self, effect_id: str, until: datetime, reason: str) -> bool:
        """It has not been tried: now is not the time."""

    async def look_again(self, user_id: UserId, channel: str, reason: str, now: datetime) -> None:
        """What waits for this user in `channel`, put off for `reason`, is due now; it may be put off anew."""

    async def unknown(self, effect_id: str, retry_at: datetime, reason: str, now: datetime) -> bool:
        """It may have left (no answer came). A certain one is tried again at `retry_at`, any other never."""

    async def given_up(self, effect_id: str, reason: str, now: datetime) -> bool:
        """It will never be sent, and why: blocked, erased, expired."""

    async def counts(self) -> EffectCounts:
        """The states of all effects that are kept."""

    async def uncertain(self, limit: int) -> list[UncertainEffect]:
        """Those of which it was ever unknown whether they had left, the newest first."""

    async def tally(self, channel: str, begins: datetime, ends: datetime) -> list[Tally]:
        """What came to an end from `begins` up to, not including, `ends`; in the order of kind, end and reason."""

    async def wait(self, channel: str, timeout: float) -> None:
        """Returns when this process has planned something for `channel`, after `timeout` seconds at the latest.

        One waiter a channel; what was planned before it began to wait counts.
        """
