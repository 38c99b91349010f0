"""Arriving, and how one is spoken to: /start, help, language, time zone in two taps."""

from itertools import groupby

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import zones
from adapters.telegram.callbacks import Live, Open, Speak, whole
from adapters.telegram.handlers import (
    achievements,
    membership,
    menu,
    missions,
    mochila,
    notifications,
    store,
    story,
    trivia,
    wallet,
)
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.users import ChangeLanguage, ChangeTimeZone
from domain.users import LANGUAGES, checked_language, checked_time_zone


def router() -> Router:
    router = Router(name="users")
    router.message.register(start, CommandStart())
    router.message.register(help_, Command("help", "ayuda"))
    router.message.register(ask_language, Command("language", "idioma"))
    router.message.register(ask_time_zone, Command("timezone", "hora"))
    router.callback_query.register(open_language, Open.filter(F.screen == "language"))
    router.callback_query.register(open_hours, Open.filter(F.screen == "hours"))
    router.callback_query.register(open_places, Open.filter(F.screen == "places"))
    router.callback_query.register(speak, Speak.filter())
    router.callback_query.register(live, Live.filter())
    return router


async def start(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """First contact, coming back, or a deep link to a screen or a question."""
    if (command.args or "").startswith(trivia.LINK):
        await trivia.follow(visitor, (command.args or "").removeprefix(trivia.LINK))
        return
    if (command.args or "").startswith(story.LINK):
        await story.follow(visitor, (command.args or "").removeprefix(story.LINK))
        return
    if (command.args or "").lower() in ("story", "historia"):
        await story.resume(visitor)
        return
    linked = {
        "wallet": wallet.overview,
        "cartera": wallet.overview,
        "store": store.overview,
        "tienda": store.overview,
        "mochila": mochila.overview,
        "missions": missions.overview,
        "misiones": missions.overview,
        "achievements": achievements.overview,
        "logros": achievements.overview,
        "trivia": trivia.overview,
        "vip": membership.overview,
        "language": language_screen,
        "idioma": language_screen,
        "timezone": hours_screen,
        "hora": hours_screen,
        "notifications": notifications.overview,
        "avisos": notifications.overview,
    }.get((command.args or "").lower())
    if linked is not None:
        screen = await linked(visitor)
    else:
        key = "start-welcome" if visitor.newcomer else "start-back"
        welcome = visitor.say(key, name=visitor.name, community=menu.community(visitor))
        screen = await menu.overview(visitor, greeting=welcome)
    await visitor.show(screen)


async def help_(message: Message, visitor: Visitor) -> None:
    """What there is to do."""
    await visitor.show(Screen(visitor.say("help"), [[visitor.home()]]))


async def ask_language(message: Message, visitor: Visitor) -> None:
    """Which language?"""
    await visitor.show(await language_screen(visitor))


async def open_language(query: CallbackQuery, visitor: Visitor) -> None:
    """Which language?"""
    await visitor.show(await language_screen(visitor))


async def speak(query: CallbackQuery, callback_data: Speak, visitor: Visitor) -> None:
    """Speaks another language from now on."""
    await visitor.execute(ChangeLanguage(visitor.user_id, checked_language(callback_data.language)))
    visitor.speak(language=callback_data.language)
    await visitor.show(await menu.overview(visitor))


async def ask_time_zone(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """What time is it there? Or the name of the place, written after the command."""
    wanted = (command.args or "")[:100]
    if zone := zones.find(wanted):
        await _move(visitor, zone)
        return
    screen = await hours_screen(visitor)
    if wanted:
        screen.text = f"{visitor.say('zone-unknown', name=wanted)}\n\n{screen.text}"
    await visitor.show(screen)


async def open_hours(query: CallbackQuery, visitor: Visitor) -> None:
    """What time is it there?"""
    await visitor.show(await hours_screen(visitor))


async def open_places(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Where is it that time?"""
    ahead = whole(callback_data.what, digits=4)
    found = zones.places(ahead, visitor.say.now) if ahead is not None else []
    if ahead is None or not found:
        await visitor.show(await hours_screen(visitor))
        return
    buttons = [button(zones.city(zone, visitor.say.language), Live(owner=visitor.owner, zone=zone)) for zone in found]
    text = visitor.say("zone-where", time=f"{zones.clock(ahead, visitor.say.now):%H:%M}")
    await visitor.show(Screen(text, [*in_rows(buttons, 2), visitor.way_back("hours")]))


async def live(query: CallbackQuery, callback_data: Live, visitor: Visitor) -> None:
    """Lives by another time from now on."""
    await _move(visitor, callback_data.zone)


async def language_screen(visitor: Visitor) -> Screen:
    names = {language: visitor.say.texts.format(language, "language-name", {}) for language in LANGUAGES}
    buttons = [
        button(f"✓ {name}" if language == visitor.say.language else name, Speak(owner=visitor.owner, language=language))
        for language, name in names.items()
    ]
    return Screen(visitor.say("language-which"), [buttons, [visitor.home()]])


async def hours_screen(visitor: Visitor) -> Screen:
    """The hours that clocks show somewhere now, the user's own marked.

    Where it is another day, the weekday stands before the hour, since the same hour comes twice; such labels are
    longer, and fewer fit side by side.
    """
    now = visitor.say.now
    here, own = now.astimezone(visitor.say.zone), zones.offset(visitor.say.zone.key, now)
    rows: list[list[InlineKeyboardButton]] = []
    for day, offsets in groupby(zones.hours(now), key=lambda ahead: zones.clock(ahead, now).date()):
        another = day != here.date()
        before = f"{visitor.say.weekday(day)} " if another else ""
        buttons = [
            button(
                f"{'✓ ' if ahead == own else before}{zones.clock(ahead, now):%H:%M}",
                Open(owner=visitor.owner, screen="places", what=str(ahead)),
            )
            for ahead in offsets
        ]
        rows += in_rows(buttons, 3 if another else 4)
    text = visitor.say(
        "zone-what-time",
        zone=zones.city(visitor.say.zone.key, visitor.say.language),
        now=f"{here:%H:%M}",
    )
    return Screen(text, [*rows, [visitor.home()]])


async def _move(visitor: Visitor, zone: str) -> None:
    await visitor.execute(ChangeTimeZone(visitor.user_id, checked_time_zone(zone)))
    visitor.speak(zone=zone)
    moved = visitor.say("zone-changed", place=zones.city(zone, visitor.say.language))
    await visitor.show(await menu.overview(visitor, greeting=moved))
