"""A sender that claims what is due, says so, and never comes to send it. Arguments: URI, database."""

import asyncio
import sys

from adapters.mongodb.client import connect
from adapters.mongodb.effects import MongoEffects
from tests.telegram_world import NOON


async def main(uri: str, database: str) -> None:
    effects = MongoEffects(connect(uri)[database])
    claimed = await effects.claim(10, NOON, "telegram")
    print(len(claimed), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
