"""A sender that claims what is due, says how much that is, and never comes to send it."""

import asyncio
from datetime import datetime
from multiprocessing.connection import Connection

from adapters.mongodb.client import connect
from adapters.mongodb.effects import MongoEffects


def claim(connection: Connection, uri: str, database: str, now: datetime) -> None:
    asyncio.run(_claim(connection, uri, database, now))


async def _claim(connection: Connection, uri: str, database: str, now: datetime) -> None:
    effects = MongoEffects(connect(uri)[database])
    connection.send(len(await effects.claim(10, now, "telegram")))
    await asyncio.Event().wait()
