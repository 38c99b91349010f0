"""Opens what a command needs, from the settings, or from a `yabot dev` that runs in the data folder."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from adapters.mongodb.async_log import AsyncEventLog
from adapters.mongodb.client import connect_blocking
from adapters.mongodb.heads import Heads
from adapters.mongodb.log import EventLog
from adapters.mongodb.names import LogNames
from adapters.mongodb.process_log import ProcessLog
from domain.topics import topic_modules
from yabot.clock import SystemClock
from yabot.keys import vault_keys, with_kept_keys
from yabot.running import DEV_FILE, running_dev
from yabot.settings import Settings, WrongSetting, load_settings
from yabot.stores import Place, Stores

if TYPE_CHECKING:
    from adapters.sqlite.read_models import ReadModels

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
    if settings.mongodb_uri is not None:
        return settings
    facts = running_dev(settings.data_dir)
    if facts is not None:
        names = ("mongodb_uri", "redis_url", "read_models_url")
        return settings.model_copy(update={name: getattr(settings, name) or facts[name] for name in names})
    if (settings.data_dir / DEV_FILE).exists():
        raise WrongSetting(
            f"the yabot of {settings.data_dir} has ended; start it again: yabot dev --data {settings.data_dir}"
        )
    if "data_dir" in settings.model_fields_set:
        raise WrongSetting(
            f"YABOT_MONGODB_URI: is missing, and no `yabot dev` runs in {settings.data_dir}; set it, or start one "
            f"there: yabot dev --data {settings.data_dir}"
        )
    raise WrongSetting(
        "YABOT_MONGODB_URI: is missing; set it, or name the folder of a running `yabot dev` by --data or YABOT_DATA_DIR"
    )


def place_of(settings: Settings) -> Place:
    """Where the log and the vault are."""
    assert settings.mongodb_uri is not None, "settings_of has seen to it"
    return Place.of(settings.mongodb_uri, settings.vault_uri)


def read_models_url(settings: Settings) -> str:
    """The read models of the settings, else those in the data folder."""
    return settings.read_models_url or f"sqlite:///{settings.data_dir / 'read_models.sqlite3'}"


@asynccontextmanager
async def opened_stores(settings: Settings) -> AsyncIterator[Stores]:
    """The stores, which must have been migrated."""
    topic_modules()  # so that every topic is known
    place = place_of(settings)
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


@asynccontextmanager
async def opened_process_log(settings: Settings) -> AsyncIterator[AsyncEventLog]:
    """The log alone, which must have been migrated: what only reads it needs no key of the vault."""
    topic_modules()
    place = place_of(settings)
    await asyncio.to_thread(place.check_migrated)
    process_log = await asyncio.to_thread(ProcessLog, place.uri, place.database, now=SystemClock().now)
    try:
        yield process_log.async_log
    finally:
        await asyncio.to_thread(process_log.close)


def with_process_log(data: Path | None, work: Callable[[AsyncEventLog], Awaitable[T]]) -> T:
    """What `work` returns, with the log open for as long as it takes."""
    settings = settings_of(data)

    async def run() -> T:
        async with opened_process_log(settings) as log:
            return await work(log)

    return asyncio.run(run())


@contextmanager
def opened_read_models(settings: Settings) -> Iterator["ReadModels"]:
    """The read models, which must be there."""
    from adapters.sqlite.read_models import ReadModels  # half of the start of a command that reads only the log

    models = ReadModels.open(read_models_url(settings), migrating=False)
    try:
        yield models
    finally:
        models.close()


def with_read_models(data: Path | None, query: Callable[..., T], *args: Any, **options: Any) -> T:
    """What a query answers from the read models."""
    with opened_read_models(settings_of(data)) as models:
        return models.read(query, *args, **options)


@contextmanager
def opened_log(settings: Settings) -> Iterator[EventLog]:
    """The log, to be read in order."""
    topic_modules()
    place = place_of(settings)
    with connect_blocking(place.uri) as client:
        yield EventLog(client, LogNames(place.database), Heads())
