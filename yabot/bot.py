"""The bot's side of the application: the simulator's bot, and Telegram's if there is a token."""

from fastapi import APIRouter

from adapters.telegram.dispatcher import (
    allowed_updates,
    announce_commands,
    build_dispatcher,
    simulated_bot,
    telegram_bot,
)
from adapters.telegram.intake import Intake
from adapters.telegram.notifier import Notifier
from adapters.telegram.polling import Polling
from adapters.telegram.services import BotServices
from adapters.telegram.simulator import simulator_router
from adapters.telegram.webhook import Webhook, set_webhook, webhook_router
from yabot.application import Application
from yabot.settings import WrongSetting

WEBHOOK_PATH = "/telegram/webhook"


def bot_services(app: Application) -> BotServices:
    return BotServices(bus=app.bus, vault=app.stores.vault, reads=app.reads, clock=app.clock)


def simulator(app: Application) -> APIRouter:
    """The chat page over a dispatcher of its own. It tells people what it has to tell in the simulator."""
    services = bot_services(app)
    bot, session = simulated_bot(app.clock)
    dispatcher = build_dispatcher(services)
    app.run(Notifier(bot, services, app.stores.effects).run(), "simulated notifier")
    return simulator_router(dispatcher, bot, session)


async def telegram(app: Application) -> list[APIRouter]:
    """The real bot, if there is a token: polling, or by webhook where a URL is set. Returns the webhook's route."""
    settings = app.settings
    if settings.telegram_token is None:
        return []
    services = bot_services(app)
    dispatcher = build_dispatcher(services)
    bot = telegram_bot(settings.telegram_token.get_secret_value(), settings.telegram_api)
    app.at_stop(bot.session.close)
    intake = Intake(dispatcher, bot)
    app.at_stop(intake.close)
    app.run(Notifier(bot, services, app.stores.effects).run(), "notifier")
    app.run(announce_commands(bot, services.texts), "bot commands")
    wanted = allowed_updates(dispatcher)
    if settings.telegram_webhook_url is None:
        app.run(Polling(intake, wanted).run(), "polling")
        return []
    if settings.telegram_webhook_secret is None:
        raise WrongSetting("YABOT_TELEGRAM_WEBHOOK_SECRET: is missing; without it anybody could post updates")
    secret = settings.telegram_webhook_secret.get_secret_value()
    url = settings.telegram_webhook_url.rstrip("/") + WEBHOOK_PATH
    app.run(set_webhook(bot, url, secret, wanted), "webhook registration")
    return [webhook_router(Webhook(intake, secret), WEBHOOK_PATH)]
