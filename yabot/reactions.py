"""Subscribes what the community does by itself: reactions, and telling people about them."""

from collections.abc import Sequence
from types import ModuleType

from adapters.subscriptions import EventSubscriptionManager, Handler
from commands.bus import Bus
from commands.channel_calls import CALLS as CHANNEL_CALLS
from commands.channel_calls import channel_call
from commands.effects import Effects, PlannedEffect
from commands.notifications import NOTIFIED, notifications
from commands.reactions import Reaction, reactions_in
from commands.registry import package_modules
from commands.star_calls import CALLS, star_call
from domain.recorded import Recorded

NOTIFICATIONS = "notifications"
STAR_CALLS = "star calls"
VIP_CHANNEL = "vip channel calls"
CHANNEL = "telegram"


async def subscribe_reactions(manager: EventSubscriptionManager, bus: Bus, extra: Sequence[ModuleType] = ()) -> None:
    """Every reaction of our commands, and of `extra`. Raises StoreUnavailable."""
    for reaction in reactions_in([*package_modules("commands"), *extra]).values():
        await manager.subscribe_to(reaction.topics, _runner(reaction, bus), reaction.name, begins=reaction.begins)


def _runner(reaction: Reaction, bus: Bus) -> Handler:
    async def run(event: Recorded) -> None:
        await reaction.run(bus, event)

    return run


async def subscribe_notifications(manager: EventSubscriptionManager, bus: Bus, effects: Effects) -> None:
    """Plans the messages that events are worth; from now on, not for what is past."""

    async def plan(event: Recorded) -> None:
        planned = [
            PlannedEffect(
                effect_id=told.effect_id,
                channel=CHANNEL,
                user_id=told.user_id,
                text=told.key,
                params=told.params,
                position=event.position,
                correlation_id=event.correlation_id,
                due=event.timestamp,
                kind=told.kind,
            )
            for told in notifications(event, bus.content)
        ]
        if planned:
            await effects.plan(planned)

    await manager.subscribe_to(NOTIFIED, plan, NOTIFICATIONS, begins="head")


async def subscribe_star_calls(manager: EventSubscriptionManager, effects: Effects) -> None:
    """Plans what is to be asked of Telegram about Stars; from now on, not for what is past."""

    async def plan(event: Recorded) -> None:
        await effects.plan([star_call(event)])

    await manager.subscribe_to(tuple(CALLS), plan, STAR_CALLS, begins="head")


async def subscribe_channel_calls(manager: EventSubscriptionManager, effects: Effects) -> None:
    """Plans what is to be asked of Telegram about the VIP channel; from now on, not for what is past."""

    async def plan(event: Recorded) -> None:
        await effects.plan([channel_call(event)])

    await manager.subscribe_to(tuple(CHANNEL_CALLS), plan, VIP_CHANNEL, begins="head")
