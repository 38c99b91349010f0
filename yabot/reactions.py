"""Subscribes what the community does by itself: reactions, and telling people about them."""

import logging
from collections.abc import Sequence
from types import ModuleType

from adapters.mongodb.drafts import MongoDrafts
from adapters.subscriptions import EventSubscriptionManager, Handler
from adapters.telegram.drafts import WRITERS
from commands.alerts import ALERTED, ALERTED_ROLES, Alert, alert
from commands.bus import Bus
from commands.channel_calls import CALLS as CHANNEL_CALLS
from commands.channel_calls import channel_call
from commands.effects import QUIET_HOURS, Effects, PlannedEffect
from commands.notifications import NOTIFIED, Notification, notifications
from commands.ports import StoreUnavailable
from commands.reactions import Reaction, reactions_in
from commands.registry import package_modules
from commands.star_calls import CALLS, star_call
from domain.recorded import Recorded
from projections.waiting import NotReached, ParkedAt, ProjectionStopped
from queries.users import user_view, users_with_role
from yabot.reads import Reads

log = logging.getLogger(__name__)

NOTIFICATIONS = "notifications"
ALERTS = "alerts"
AWAKE = "quiet hours"
STAR_CALLS = "star calls"
VIP_CHANNEL = "vip channel calls"
DRAFTS = "drafts of former writers"
CHANNEL = "telegram"

ROWS_OF_STAFF = ("users",)
CATCH_UP_SECONDS = 10.0
"""How long the rows may take to know who runs the community, before it is tried again later."""

WHEN_AWAKE = ("user.preferences_changed", "user.time_zone_changed")
"""What may end somebody's quiet hours, or move them."""


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
        if planned := [_planned(event, told) for told in notifications(event, bus.content)]:
            await effects.plan(planned)

    await manager.subscribe_to(NOTIFIED, plan, NOTIFICATIONS, begins="head")


async def subscribe_alerts(manager: EventSubscriptionManager, reads: Reads, effects: Effects) -> None:
    """Plans what those who run the community are told, each of them once; from now on, not for what is past."""

    async def plan(event: Recorded) -> None:
        if (worth := alert(event)) is None:
            return
        await _know_who_has_which_role(reads, event, ALERTS)
        if planned := await _to_each(worth, event, reads):
            await effects.plan(planned)
        else:
            log.warning("nobody has the role %s to be told of %s", " or ".join(ALERTED_ROLES), worth.event_id)

    await manager.subscribe_to(ALERTED, plan, ALERTS, begins="head")


async def _know_who_has_which_role(reads: Reads, event: Recorded, service: str) -> None:
    try:
        await reads.wait_for(event.position, CATCH_UP_SECONDS, ROWS_OF_STAFF)
    except NotReached as behind:
        raise StoreUnavailable(str(behind)) from behind  # it is waited for: rows of before may lack a role
    except (ParkedAt, ProjectionStopped):
        log.warning("%s goes by rows that stand still", service)


async def _to_each(worth: Alert, event: Recorded, reads: Reads) -> list[PlannedEffect]:
    staff = await reads.run(users_with_role, *ALERTED_ROLES)
    return [_planned(event, worth.to(each.user_id)) for each in staff if not each.is_banned(event.timestamp)]


def _planned(event: Recorded, told: Notification) -> PlannedEffect:
    return PlannedEffect(
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


async def subscribe_quiet_hours(manager: EventSubscriptionManager, effects: Effects) -> None:
    """Has what waits for the end of somebody's quiet hours looked at again when they are others; from now on."""

    async def look(event: Recorded) -> None:
        if event.user_id is None:
            return
        await effects.look_again(event.user_id, CHANNEL, QUIET_HOURS, event.timestamp)

    await manager.subscribe_to(WHEN_AWAKE, look, AWAKE, begins="head")


async def subscribe_drafts(manager: EventSubscriptionManager, reads: Reads, drafts: MongoDrafts) -> None:
    """Forgets the drafts of whoever may bring stories no more; from now on, not for what is past."""

    async def look(event: Recorded) -> None:
        if (writer := event.user_id) is None:
            return
        await _know_who_has_which_role(reads, event, DRAFTS)
        view = await reads.run(user_view, writer)
        if (view is None or WRITERS.isdisjoint(view.roles)) and (forgotten := await drafts.forget(writer)):
            log.info("%d drafts of a writer who is one no more were forgotten", forgotten)

    await manager.subscribe_to(("user.role_revoked",), look, DRAFTS, begins="head")


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
