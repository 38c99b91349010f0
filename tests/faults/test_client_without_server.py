"""Clients are closed while their server is away: at the end of a program that outlived its MongoDB."""

import time
from collections.abc import Callable

from adapters.embedded.mongod import Mongod
from adapters.mongodb.client import connect, connect_blocking, disconnect

DRIVERS_OWN_PATIENCE = 30.0
"""Seconds that the driver looks for a server before it gives its sessions up."""


async def test_no_goodbye_waits_for_a_server_that_is_away(start_mongod: Callable[..., Mongod]) -> None:
    server = start_mongod()
    blocking, client = connect_blocking(server.uri), connect(server.uri)
    blocking.shop.things.insert_one({})
    await client.shop.things.insert_one({})
    server.stop()
    began = time.monotonic()
    blocking.close()
    disconnect(client)
    assert time.monotonic() - began < DRIVERS_OWN_PATIENCE / 2
