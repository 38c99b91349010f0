"""`yabot serve`: the same program against servers of your own, as one process or several."""

import asyncio
import os
import signal
from enum import StrEnum
from typing import Annotated

import typer

from yabot.application import Application, Role
from yabot.bot import telegram
from yabot.cli.opening import Data, settings_of
from yabot.cli.output import errors
from yabot.logs import configure_logging
from yabot.server import HttpServer
from yabot.settings import Settings

ALL = frozenset(Role)


class RoleName(StrEnum):
    """What a process is to do."""

    API = "api"
    BOT = "bot"
    PROJECTOR = "projector"
    PUBLISHER = "publisher"
    REACTOR = "reactor"
    ALL = "all"


def serve(
    roles: Annotated[list[RoleName], typer.Argument(help="One or more; `all` for one process that does everything.")],
    data: Data = None,
) -> None:
    """Runs roles against the servers that the settings name. Refuses a store that `yabot migrate` has not seen."""
    settings = settings_of(data)
    configure_logging(settings.log_format, level=os.environ.get("YABOT_LOG_LEVEL", "INFO"))
    wanted = ALL if RoleName.ALL in roles else frozenset(Role(each.value) for each in roles)
    asyncio.run(_serve(settings, wanted))


async def _serve(settings: Settings, roles: frozenset[Role]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    app = Application(settings, roles=roles)
    try:
        await app.start(migrating=False)
        if Role.REACTOR in roles:
            await app.start_notifications()
        if Role.PUBLISHER in roles:
            app.start_publisher()
        routers = await telegram(app) if Role.BOT in roles else []
        if Role.API in roles or routers:
            server = HttpServer(app.http(routers), settings.http_host, settings.http_port)
            await server.start()
            app.at_stop(server.stop)
            errors.print(f"listening on {server.url}", markup=False)
        await stop.wait()
    finally:
        await app.stop()
