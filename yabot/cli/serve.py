"""`yabot serve`: the same program against servers of your own, as one process or several."""

import asyncio
import signal
from enum import StrEnum
from typing import Annotated

import typer

from adapters.telegram.deferred import deferred_models
from yabot.cli.opening import Data, settings_of
from yabot.cli.output import Json, errors, say_json_line
from yabot.collector import calm_collector
from yabot.listening import listen
from yabot.logs import configure_logging
from yabot.loop import run
from yabot.settings import Settings


class RoleName(StrEnum):
    """What a process is to do."""

    API = "api"
    BOT = "bot"
    PROJECTOR = "projector"
    PUBLISHER = "publisher"
    REACTOR = "reactor"
    TIMERS = "timers"
    ALL = "all"


def serve(
    roles: Annotated[list[RoleName], typer.Argument(help="One or more; `all` for one process that does everything.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Runs roles against the servers that the settings name. Refuses a store that `yabot migrate` has not seen."""
    settings = settings_of(data)
    configure_logging(settings.log_format, level=settings.log_level or "INFO")
    run(_serve(settings, roles, json))


async def _serve(settings: Settings, names: list[RoleName], json: bool) -> None:
    with deferred_models():  # only whoever serves needs these, and they take long
        from yabot.application import ALL_ROLES, Application, Role
        from yabot.bot import start_bots
        from yabot.server import HttpServer
    roles = ALL_ROLES if RoleName.ALL in names else frozenset(Role(name.value) for name in names)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    webhook = Role.BOT in roles and settings.telegram_token and settings.telegram_webhook_url
    # Taken before anything runs: whoever can't have the port has begun nothing.
    listening = listen(settings.http_host, settings.http_port) if Role.API in roles or webhook else None
    app = Application(settings, roles=roles)
    try:
        with calm_collector():
            await app.start(migrating=False)
        if Role.REACTOR in roles:
            await app.start_notifications()
        if Role.PUBLISHER in roles:
            app.start_publisher()
        routers = start_bots(app, simulated=False) if Role.BOT in roles else []
        if listening is not None:
            server = HttpServer(app.http(routers), listening)
            await server.start()
            app.at_stop(server.stop)
            if json:
                say_json_line({"http_url": server.url})
            else:
                errors.print(f"listening on {server.url}", markup=False)
        await stop.wait()
    finally:
        await app.stop()
        if listening is not None:
            listening.close()
