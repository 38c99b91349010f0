"""The rules in force: content and stories loaded, kept by hash, published, and a bus that decides by them."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from uuid import uuid4

from pydantic import ValidationError

from adapters.content import load_content, load_stories
from adapters.ink.compiled import StoryRefused
from adapters.ink.runtime import InkRuntime
from commands.bus import Bus
from commands.content import PublishContent, ShowContent
from commands.ports import Clock, StoryRuntime
from commands.registry import handlers_in, package_modules
from domain.content import ContentPack
from yabot.settings import Settings
from yabot.stores import Stores
from yabot.stories_in_force import with_stories_in_force

log = logging.getLogger(__name__)


async def open_community(
    settings: Settings,
    stores: Stores,
    clock: Clock,
    extra: Sequence[ModuleType] = (),
    runtime: InkRuntime | None = None,
) -> Bus:
    """The bus of this community. Content that is new is published first; runs of old stories find theirs.

    `extra` are modules of commands beyond our own, `runtime` is where the stories go. Raises ContentError.
    """
    bus = await _bus_of_folder(settings, stores, clock, extra, runtime)
    bus.content = await with_stories_in_force(bus, stores.content, stores.process_log.async_log, releasing=True)
    await _publish(bus)
    return bus


async def bus_of(settings: Settings, stores: Stores, clock: Clock, extra: Sequence[ModuleType] = ()) -> Bus:
    """The same for a program beside the one that serves: it puts no content in force. Raises ContentError."""
    bus = await _bus_of_folder(settings, stores, clock, extra)
    bus.content = await with_stories_in_force(bus, stores.content, stores.process_log.async_log)
    return bus


async def bus_in_force(settings: Settings, stores: Stores, clock: Clock) -> Bus:
    """A bus over the content that was published last, whatever folder is at hand; that of the folder if none was.

    Raises ContentError.
    """
    try:
        pack = await pack_in_force(stores, clock)
        if pack is None:
            return await bus_of(settings, stores, clock)
        bus = _bus(stores, clock, pack, await every_story(stores, InkRuntime()))
        bus.content = await with_stories_in_force(bus, stores.content, stores.process_log.async_log)
    except ValidationError as error:
        log.warning("the content pack in force is of another release, the folder's is used: %s", error)
        return await bus_of(settings, stores, clock)
    return bus


async def pack_in_force(stores: Stores, clock: Clock) -> ContentPack | None:
    """The content that was published last; None if none was. Raises ValidationError for one of another release."""
    bus = _bus(stores, clock, ContentPack(), InkRuntime())
    pack_hash = await bus.ask(ShowContent(), bus.context("content:look", actor="system", source="content"))
    kept = await stores.content.get_pack(pack_hash) if pack_hash else None
    return None if kept is None else ContentPack.model_validate_json(kept)


async def _bus_of_folder(
    settings: Settings,
    stores: Stores,
    clock: Clock,
    extra: Sequence[ModuleType] = (),
    runtime: InkRuntime | None = None,
) -> Bus:
    pack, compiled = await asyncio.to_thread(_read, settings.content_dir, settings)
    await stores.content.put_pack(pack.model_dump_json(), pack.hash)
    languages = {
        content_hash: language for story in pack.stories.values() for language, content_hash in story.languages.items()
    }
    for content_hash, text in compiled.items():
        await stores.content.put_story(content_hash, languages[content_hash], text)
    return _bus(stores, clock, pack, await every_story(stores, runtime or InkRuntime()), extra)


async def every_story(stores: Stores, runtime: InkRuntime) -> InkRuntime:
    """`runtime` with every story that was ever kept: a run goes on with the one it began with."""
    for story in await stores.content.all_stories():
        try:
            runtime.add(story.compiled)
        except StoryRefused as refusal:  # an earlier release took it: its readers wait, all others go on
            log.error("a kept story in %s is refused: %s", story.language, refusal)
    return runtime


def _bus(
    stores: Stores, clock: Clock, pack: ContentPack, runtime: StoryRuntime, extra: Sequence[ModuleType] = ()
) -> Bus:
    handlers = handlers_in([*package_modules("commands"), *extra])
    return Bus(stores.process_log.store, clock, pack, runtime, handlers)


def _read(folder: Path, settings: Settings) -> tuple[ContentPack, dict[str, str]]:
    settled = {"language": settings.locale, "time_zone": settings.timezone}
    community = {name: value for name, value in settled.items() if value is not None}
    return load_content(folder, community=community), load_stories(folder)


async def _publish(bus: Bus) -> None:
    # An id of its own: a pack may be in force again after another one. Whether it is new, the command decides.
    context = bus.context(f"start:{uuid4().hex}", actor="system", source="content")
    await bus.execute(PublishContent(), context)
