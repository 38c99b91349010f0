"""The bot put together: middlewares, and one router a topic."""

from datetime import UTC, datetime
from functools import partial

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import Command
from aiogram.types import BotCommand

from adapters.telegram.handlers import (
    achievements,
    auction_selling,
    auctions,
    chats,
    daily_gift,
    deductions,
    drafts,
    groups,
    leaderboards,
    membership,
    menu,
    message_reactions,
    missions,
    mochila,
    notifications,
    payments,
    presents,
    referrals,
    store,
    story,
    story_checkpoints,
    story_progress,
    story_shelf,
    transfers,
    trivia,
    unknown,
    users,
    vip_channel,
    wallet,
)
from adapters.telegram.middlewares import Identify, OwnButtonsOnly
from adapters.telegram.rates import Pacing, Rates
from adapters.telegram.retrying import until_answered
from adapters.telegram.services import BotServices
from adapters.telegram.session import SIMULATOR_TOKEN, SimulatorSession
from adapters.telegram.texts import Texts
from commands.ports import Clock
from domain.users import LANGUAGES

COMMANDS = (
    "menu",
    "gift",
    "streak",
    "wallet",
    "give",
    "store",
    "mochila",
    "invite",
    "auctions",
    "missions",
    "achievements",
    "top",
    "story",
    "trivia",
    "vip",
    "timezone",
    "language",
    "notifications",
    "help",
)
"""What Telegram offers when somebody types a slash, in this order."""

TOPICS = (
    payments,
    chats,
    message_reactions,
    trivia,
    transfers,
    referrals,
    groups,
    users,
    menu,
    wallet,
    daily_gift,
    store,
    mochila,
    deductions,
    presents,
    auctions,
    auction_selling,
    missions,
    achievements,
    leaderboards,
    notifications,
    story,
    story_checkpoints,
    story_progress,
    story_shelf,
    drafts,
    membership,
    vip_channel,
    unknown,
)
"""The handlers in the order in which they are asked. `payments` comes first, wherever they are told; `unknown` comes
last: it answers what nobody else did."""

CALL_TIMEOUT = 10.0
"""Seconds after which a call to Telegram counts as unanswered."""


def build_dispatcher(services: BotServices) -> Dispatcher:
    """A dispatcher of its own, with all handlers."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(Identify(services))
    dispatcher.callback_query.outer_middleware(OwnButtonsOnly())
    for topic in TOPICS:
        dispatcher.include_router(topic.router())
    dispatcher["known_commands"] = _commands_of(dispatcher)
    return dispatcher


def _commands_of(dispatcher: Dispatcher) -> frozenset[str]:
    """Every command that some handler takes."""
    handlers = [handler for router in dispatcher.sub_routers for handler in router.message.handlers]
    filters = [each.callback for handler in handlers for each in handler.filters or ()]
    commands = [each for given in filters if isinstance(given, Command) for each in given.commands]
    return frozenset(each for each in commands if isinstance(each, str))


SIMULATOR_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
"""From when on the simulator counts: its numbers stay as small as Telegram's."""


def telegram_bot(token: str, api: str | None = None) -> Bot:
    """The real bot. `api` is the base address of a Bot API server other than Telegram's own."""
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    session = AiohttpSession(api=server, timeout=CALL_TIMEOUT)
    session.middleware(Pacing(Rates()))
    return Bot(token, session=session, default=_defaults())


def simulated_bot(clock: Clock) -> tuple[Bot, SimulatorSession]:
    """A bot without token and network, and its session, where the calls can be seen.

    What it numbers, it numbers by the seconds of the clock: a run that begins later goes on after an earlier one.
    """
    session = SimulatorSession(clock, numbered_after=int((clock.now() - SIMULATOR_EPOCH).total_seconds()))
    return Bot(SIMULATOR_TOKEN, session=session, default=_defaults()), session


def allowed_updates(dispatcher: Dispatcher) -> list[str]:
    """The kinds of update that some handler wants; Telegram sends no others."""
    return sorted(dispatcher.resolve_used_update_types())


async def announce_commands(bot: Bot, texts: Texts) -> None:
    """Tells Telegram which commands to offer, in each language; Spanish where it knows no better.

    Tries until Telegram answers. Raises WrongToken.
    """
    for language in LANGUAGES:
        commands = [
            BotCommand(command=name, description=texts.format(language, f"command-{name}", {})) for name in COMMANDS
        ]
        await until_answered(partial(bot.set_my_commands, commands, language_code=language))
        if language == "es":
            await until_answered(partial(bot.set_my_commands, commands))


def _defaults() -> DefaultBotProperties:
    return DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
