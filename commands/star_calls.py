"""What is asked of Telegram about Stars: invoices, refunds, subscriptions, its list of payments.

Each call is an effect, planned from the event that wants it and made at least once: all of them may be repeated. An
invoice that comes twice can be paid once, and Telegram refuses a second refund.
"""

from collections.abc import Mapping
from typing import Any

from commands.effects import PlannedEffect
from domain.ids import UserId
from domain.recorded import Recorded

CHANNEL = "stars"
"""The effects' channel; whoever serves it speaks with Telegram."""

CALLS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "invoice.issued": ("invoice", ("invoice", "plan", "stars", "subscription")),
    "payment.refund_requested": ("refund", ("charge",)),
    "subscription.change_requested": ("subscription", ("invoice", "charge", "canceled")),
    "reconciliation.requested": ("reconcile", ("book", "whole")),
}
"""By topic: the call, and the fields of the event that it needs."""


def star_call(event: Recorded) -> PlannedEffect:
    """The call that `event`, one of `CALLS`, wants. Its `text` is the call's name."""
    name, wanted = CALLS[event.topic]
    params: dict[str, Any] = {field: event.state[field] for field in wanted}
    return PlannedEffect(
        effect_id=f"stars:{event.event_id}",
        channel=CHANNEL,
        user_id=event.user_id or UserId(""),
        text=name,
        params=params,
        position=event.position,
        correlation_id=event.correlation_id,
        due=event.timestamp,
        kind="money",
    )
