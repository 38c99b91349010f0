"""What is asked of Telegram about the VIP channel: to let somebody in, to remove somebody.

Each call is an effect, planned from the event that wants it and made at least once: letting in one who is in, and
removing one who is out, change nothing.
"""

from collections.abc import Mapping

from commands.effects import PlannedEffect
from domain.ids import UserId
from domain.recorded import Recorded

CHANNEL = "vip_channel"
"""The effects' channel; whoever serves it speaks with Telegram."""

CALLS: Mapping[str, str] = {"vip_access.admitted": "admit", "vip_access.expelled": "expel"}
"""The call that the event of a topic wants."""


def channel_call(event: Recorded) -> PlannedEffect:
    """The call that `event`, one of `CALLS`, wants. Its `text` is the call's name."""
    return PlannedEffect(
        effect_id=f"vip_channel:{event.event_id}",
        channel=CHANNEL,
        user_id=event.user_id or UserId(""),
        text=CALLS[event.topic],
        params={"chat": event.chat},
        position=event.position,
        correlation_id=event.correlation_id,
        due=event.timestamp,
        kind="money",
    )
