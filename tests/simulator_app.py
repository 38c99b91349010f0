"""The simulator's page over the bot in memory, served on a port of its own: for browser tests that need no servers."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from adapters.telegram.simulator import simulator_router
from tests.telegram_world import World

LET_HAPPEN_EVERY = 0.05


def simulator_app(world: World) -> FastAPI:
    """The page, and what happens by itself happening."""

    async def live() -> None:
        while True:
            await world.settle()
            await asyncio.sleep(LET_HAPPEN_EVERY)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        life = asyncio.create_task(live())
        yield
        life.cancel()

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.include_router(simulator_router(world.dispatcher, world.bot, world.telegram))
    return app


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The page's address, while the block lasts."""
    config = uvicorn.Config(
        simulator_app(World(folder)), port=0, log_level="warning", timeout_graceful_shutdown=3, lifespan="on"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the page's server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/sim"
    finally:
        server.should_exit = True
        thread.join(10)
