"""The rules in force: content and stories loaded, kept by hash, published, and a bus that decides by them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from uuid import uuid4

from adapters.content import load_content, load_stories
from adapters.ink.runtime import InkRuntime
from commands.bus import Bus
from commands.content import PublishContent
from commands.ports import Clock
from commands.registry import handlers_in, package_modules
from domain.content import ContentPack
from yabot.settings import Settings
from yabot.stores import Stores


async def open_community(settings: Settings, stores: Stores, clock: Clock, extra: Sequence[ModuleType] = ()) -> Bus:
    """The bus of this community. Content that is new is published first; runs of old stories find theirs.

    `extra` are modules of commands beyond our own. Raises ContentError.
    """
    bus = await bus_of(settings, stores, clock, extra)
    await _publish(bus)
    return bus


async def bus_of(settings: Settings, stores: Stores, clock: Clock, extra: Sequence[ModuleType] = ()) -> Bus:
    """The same for a program beside the one that serves: it puts no content in force. Raises ContentError."""
    pack, compiled = await asyncio.to_thread(_read, settings.content_dir, settings)
    await stores.content.put_pack(pack.model_dump_json(), pack.hash)
    languages = {
        content_hash: language for story in pack.stories.values() for language, content_hash in story.languages.items()
    }
    for content_hash, text in compiled.items():
        await stores.content.put_story(content_hash, languages[content_hash], text)
    runtime = InkRuntime()
    for story in await stores.content.all_stories():
        runtime.add(story.compiled)
    handlers = handlers_in([*package_modules("commands"), *extra])
    return Bus(stores.process_log.store, clock, pack, runtime, handlers)


def _read(folder: Path, settings: Settings) -> tuple[ContentPack, dict[str, str]]:
    community = {"language": settings.locale, "time_zone": settings.timezone}
    return load_content(folder, community=community), load_stories(folder)


async def _publish(bus: Bus) -> None:
    # An id of its own: a pack may be in force again after another one. Whether it is new, the command decides.
    context = bus.context(f"start:{uuid4().hex}", actor="system", source="content")
    await bus.execute(PublishContent(), context)
