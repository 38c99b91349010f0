"""Timers in a process of its own, to be killed. It says `ready` when it fires."""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path

from tests import eggs
from tests.settings import settings_of
from yabot.application import Application, Role

ROLES = frozenset((Role.PROJECTOR, Role.TIMERS))


def fire(connection: Connection, mongodb_uri: str, folder: str) -> None:
    asyncio.run(_fire(connection, mongodb_uri, Path(folder)))


async def _fire(connection: Connection, mongodb_uri: str, folder: Path) -> None:
    application = Application(settings_of(mongodb_uri, folder), roles=ROLES, modules=[eggs])
    await application.start(migrating=True)
    connection.send("ready")
    await asyncio.Event().wait()
