"""The bot's side of the application: the simulator's bot in `yabot dev`, and Telegram's where there is a token."""

from aiogram import Bot
from fastapi import APIRouter

from adapters.telegram.channel_desk import ChannelDesk
from adapters.telegram.dispatcher import (
    allowed_updates,
    announce_commands,
    build_dispatcher,
    simulated_bot,
    telegram_bot,
)
from adapters.telegram.intake import Intake
from adapters.telegram.notifier import Notifier
from adapters.telegram.pictures import Pictures
from adapters.telegram.polling import Polling
from adapters.telegram.posts import FOLLOWED, RewardButtons
from adapters.telegram.services import BotServices
from adapters.telegram.simulator import simulator_router
from adapters.telegram.star_desk import StarDesk
from adapters.telegram.webhook import Registration, Webhook, webhook_router
from yabot.application import Application
from yabot.drafts import StoryDrafts
from yabot.settings import Settings, WrongSetting

WEBHOOK_PATH = "/telegram/webhook"


def start_bots(app: Application, *, simulated: bool) -> list[APIRouter]:
    """Starts the bots that there are to be, and one notifier for all. Returns their routes.

    Raises WrongSetting for a webhook without a secret.
    """
    pictures = Pictures(app.settings.content_dir)
    drafts = StoryDrafts(lambda: app.bus.content, app.stores.content, app.stores.drafts)
    services = BotServices(app.bus, app.stores.vault, app.reads, app.clock, pictures=pictures, drafts=drafts)
    real = _real_bot(app.settings)
    routers = _telegram(app, services, real) if real else []
    if not simulated:
        if real:
            app.run(Notifier(real, services, app.stores.effects).run(), "notifier")
            app.run(_follow_posts(app, RewardButtons(real, services)), "reward buttons")
            app.run(StarDesk(real, services, app.stores.effects, daily=True).run(), "desk for Stars")
            app.run(ChannelDesk(real, services, app.stores.effects).run(), "desk for the VIP channel")
        return routers
    bot, session = simulated_bot(app.clock)

    # With a token there are two bots, and whoever sits in the simulator is told there.
    def route(chat_id: int) -> Bot:
        return bot if session.knows(chat_id) else real or bot

    app.run(Notifier(real or bot, services, app.stores.effects, route=route).run(), "notifier")
    app.run(_follow_posts(app, RewardButtons(real or bot, services, route)), "reward buttons")
    app.run(StarDesk(real or bot, services, app.stores.effects, route, daily=real is not None).run(), "desk for Stars")
    app.run(ChannelDesk(real or bot, services, app.stores.effects, route).run(), "desk for the VIP channel")
    return [simulator_router(build_dispatcher(services), bot, session), *routers]


async def _follow_posts(app: Application, buttons: RewardButtons) -> None:
    """Every post that is marked or linked from now on gets its buttons, whoever did it. Raises StoreUnavailable."""
    await app.subscriptions.subscribe_to(FOLLOWED, buttons.put, "post buttons")


def _real_bot(settings: Settings) -> Bot | None:
    if settings.telegram_token is None:
        return None
    return telegram_bot(settings.telegram_token.get_secret_value(), settings.telegram_api)


def _telegram(app: Application, services: BotServices, bot: Bot) -> list[APIRouter]:
    """Polls, or waits at the webhook where a URL is set."""
    settings = app.settings
    dispatcher = build_dispatcher(services)
    app.at_stop(bot.session.close)
    intake = Intake(dispatcher, bot)
    app.at_stop(intake.close)
    app.run(announce_commands(bot, services.texts), "bot commands")
    wanted = allowed_updates(dispatcher)
    if settings.telegram_webhook_url is None:
        app.run(Polling(intake, wanted).run(), "polling")
        return []
    if settings.telegram_webhook_secret is None:
        raise WrongSetting("YABOT_TELEGRAM_WEBHOOK_SECRET: is missing; without it anybody could post updates")
    secret = settings.telegram_webhook_secret.get_secret_value()
    url = settings.telegram_webhook_url.rstrip("/") + WEBHOOK_PATH
    registration = Registration(bot, url, secret, wanted)
    app.health.add("webhook", registration.check)
    app.run(registration.run(), "webhook registration")
    return [webhook_router(Webhook(intake, secret), WEBHOOK_PATH)]
