"""Opens what a command needs, from the settings, or from a `yabot dev` that runs in the data folder."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from adapters.sqlite.read_models import ReadModels
from yabot.clock import SystemClock
from yabot.dev import DEV_FILE
from yabot.keys import vault_keys, with_kept_keys
from yabot.settings import Settings, WrongSetting, load_settings
from yabot.stores import Place, Stores

T = TypeVar("T")

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Folder of a `yabot dev`, or YABOT_DATA_DIR.", envvar="YABOT_DATA_DIR", show_default=False
    ),
]


def settings_of(data: Path | None) -> Settings:
    """The settings; where they name no MongoDB, that of the `yabot dev` whose folder this is. Raises WrongSetting."""
    settings = load_settings(**({"data_dir": data} if data else {}))
    settings = with_kept_keys(settings, making=False)
    running = settings.data_dir / DEV_FILE
    if settings.mongodb_uri is None and running.exists():
        facts = json.loads(running.read_text())
        names = ("mongodb_uri", "redis_url", "read_models_url")
        settings = settings.model_copy(update={name: getattr(settings, name) or facts[name] for name in names})
    if settings.mongodb_uri is None:
        raise WrongSetting(
            "YABOT_MONGODB_URI: is missing; set it, or name the folder of a running `yabot dev` by --data"
        )
    return settings


def read_models_url(settings: Settings) -> str:
    return settings.read_models_url or f"sqlite:///{settings.data_dir / 'read_models.sqlite3'}"


@asynccontextmanager
async def opened_stores(settings: Settings) -> AsyncIterator[Stores]:
    """The stores, which must have been migrated."""
    assert settings.mongodb_uri is not None
    place = Place.of(settings.mongodb_uri, settings.vault_uri)
    await asyncio.to_thread(place.check_migrated)
    stores = await Stores.open(place, vault_keys(settings), SystemClock())
    try:
        yield stores
    finally:
        await stores.close()


def with_stores(data: Path | None, work: Callable[[Stores, Settings], Awaitable[T]]) -> T:
    """What `work` returns, with the stores open for as long as it takes."""
    settings = settings_of(data)

    async def run() -> T:
        async with opened_stores(settings) as stores:
            return await work(stores, settings)

    return asyncio.run(run())


def with_read_models(data: Path | None, query: Callable[..., T], *args: Any, **options: Any) -> T:
    """What a query answers from the read models."""
    models = ReadModels.open(read_models_url(settings_of(data)), migrating=False)
    try:
        return models.read(query, *args, **options)
    finally:
        models.close()
