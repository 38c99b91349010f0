"""What one wants to be told, and when one would rather sleep; and whether messages get through at all."""

import logging
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from adapters.telegram.callbacks import Open, Prefer, whole
from adapters.telegram.handlers.menu import standing
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.users import NoteReach, UpdateUser
from domain.errors import NotFound
from domain.notifications import CHOICES, OFF, QUIET_HOURS, SWITCHES, preference
from domain.users import Reach

log = logging.getLogger(__name__)

HOURS = 24


def router() -> Router:
    router = Router(name="notifications")
    router.message.register(show, Command("notifications", "avisos"))
    router.callback_query.register(open_overview, Open.filter(F.screen == "notices"))
    router.callback_query.register(open_hours, Open.filter(F.screen == "quiet"))
    router.callback_query.register(prefer, Prefer.filter())
    router.my_chat_member.register(reached_or_not, F.chat.type == "private")
    return router


async def reached_or_not(change: ChatMemberUpdated, visitor: Visitor) -> None:
    """Somebody blocked the bot, or took that back. Of people who are not members nothing is noted."""
    reach: Reach = "blocked" if change.new_chat_member.status == "kicked" else "reachable"
    try:
        await visitor.execute(NoteReach(visitor.user_id, reach))
    except NotFound:
        log.debug("who is no member is passed over, correlation %s", visitor.correlation_id)


async def show(message: Message, visitor: Visitor) -> None:
    """What one is told, as a new message."""
    await visitor.show(await overview(visitor))


async def open_overview(query: CallbackQuery, visitor: Visitor) -> None:
    """What one is told."""
    await visitor.show(await overview(visitor))


async def open_hours(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """From when is it to be quiet; or, once that is chosen, until when?"""
    begins = whole(callback_data.what, digits=2)
    await visitor.show(_until(visitor, begins) if begins is not None and 0 <= begins < HOURS else _since(visitor))


async def prefer(query: CallbackQuery, callback_data: Prefer, visitor: Visitor) -> None:
    """Wants it like this from now on."""
    chosen = {callback_data.name: _value(callback_data.name, callback_data.value)}
    await visitor.execute(UpdateUser(visitor.user_id, preferences=chosen))
    await visitor.show(await overview(visitor))


async def overview(visitor: Visitor) -> Screen:
    """The switches, each showing how it stands; a tap turns it."""
    user = (await visitor.read(standing, visitor.user_id)).user
    now = {name: preference(user.preferences if user else {}, name) for name in (*CHOICES, QUIET_HOURS)}
    wishes = [
        button(
            _marked(visitor.say.plain(f"notices-wish-{wish}"), wish == now["notifications"]),
            Prefer(owner=visitor.owner, name="notifications", value=wish),
        )
        for wish in CHOICES["notifications"]
    ]
    switches = [
        button(
            f"{'✅' if now[name] else '⬜'} {visitor.say.plain(f'notices-{name}')}",
            Prefer(owner=visitor.owner, name=name, value="0" if now[name] else "1"),
        )
        for name in SWITCHES
    ]
    quiet = visitor.opens("button-quiet", "quiet", hours=_shown(visitor, now[QUIET_HOURS]))
    shown = switches if now["notifications"] == "all" else []
    rows = [*in_rows(wishes, len(wishes)), *in_rows(shown, 2), [quiet]]
    return Screen(visitor.say("notices-which"), [*rows, [visitor.home()]])


def _since(visitor: Visitor) -> Screen:
    hours = [
        button(f"{hour:02}:00", Open(owner=visitor.owner, screen="quiet", what=str(hour))) for hour in range(HOURS)
    ]
    never = visitor.button("button-quiet-never", Prefer(owner=visitor.owner, name=QUIET_HOURS, value=OFF))
    return Screen(visitor.say("quiet-since"), [*in_rows(hours, 6), [never], visitor.way_back("notices")])


def _until(visitor: Visitor, begins: int) -> Screen:
    """The hours after the first one, in their order through the night."""
    hours = [
        button(
            f"{ends:02}:00",
            Prefer(owner=visitor.owner, name=QUIET_HOURS, value=f"{begins:02}00-{ends:02}00"),
        )
        for ends in ((begins + after) % HOURS for after in range(1, HOURS))
    ]
    text = visitor.say("quiet-until", begins=f"{begins:02}:00")
    return Screen(text, [*in_rows(hours, 6), visitor.way_back("quiet")])


def _value(name: str, carried: str) -> Any:
    """What a button says, as the preference's own value; a forged one is left for the domain to refuse."""
    if name == QUIET_HOURS and carried != OFF:
        return "-".join(f"{hour[:2]}:{hour[2:]}" for hour in carried.split("-"))
    if name in SWITCHES:
        return {"1": True, "0": False}.get(carried, carried)
    return carried


def _shown(visitor: Visitor, hours: str) -> str:
    return visitor.say.plain("quiet-never") if hours == OFF else hours.replace("-", "–")


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
