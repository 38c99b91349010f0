"""What those who run the community are told of, since somebody has to look at it: payments that went wrong.

Pure, as commands.notifications: who they are, and the sending, is somebody else's business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commands.notifications import Notification, Value
from domain.ids import UserId
from domain.recorded import Recorded

ALERTED_ROLES = ("admin", "owner")
"""Who is told."""

DIFFERENCES = ("credited", "refunded", "unmatched", "not_ours", "refused")
"""What a comparison with Telegram's list of payments counts."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One message to each of them: the id of a Fluent message, and its values."""

    event_id: str
    key: str
    params: Mapping[str, Value]

    def to(self, user_id: UserId) -> Notification:
        """The message to one of them: the same effect each time, and one that must arrive."""
        return Notification(f"alert:{self.event_id}:{user_id}", user_id, self.key, self.params, "money")


def alert(event: Recorded) -> Alert | None:
    """What `event` is worth telling them, None if it is nothing."""
    if (tell := _TELL.get(event.topic)) is None or (told := tell(event)) is None:
        return None
    return Alert(event.event_id, *told)


_Told = tuple[str, Mapping[str, Value]] | None


def _payment_received(event: Recorded) -> _Told:
    if event.problem is None or event.found_by == "reconciliation":  # those of a comparison are told together
        return None
    return "staff-payment-problem", {"stars": event.stars, "problem": event.problem, "charge": event.charge}


def _refund_failed(event: Recorded) -> _Told:
    return "staff-refund-failed", {"charge": event.charge, "why": event.reason}


def _compared(event: Recorded) -> _Told:
    found: dict[str, Value] = {name: event.state[name] for name in DIFFERENCES}
    return ("staff-payments-differ", found) if any(found.values()) else None


_TELL: Mapping[str, Callable[[Recorded], _Told]] = {
    "payment.received": _payment_received,
    "payment.refund_failed": _refund_failed,
    "reconciliation.completed": _compared,
}

ALERTED = tuple(_TELL)
"""The topics that may be worth it."""
