"""Which stories new readings begin with: the content folder's, with what was published over it.

The log says what is in force (domain.story_content), so a start finds it, and a running program follows it.
"""

import asyncio
import logging
from random import Random
from typing import Protocol
from uuid import uuid4

from pydantic import ValidationError

from adapters.backoff import backoff
from adapters.ink.check import remembered_in
from adapters.ink.compiled import StoryRefused
from adapters.mongodb.async_log import AsyncEventLog
from adapters.mongodb.content import StoredStory
from commands.bus import Bus
from commands.content import ShowContentInForce
from commands.context import Context
from commands.ports import StoreUnavailable
from commands.story_content import ReleaseStory, ShowStoryContent, StoryInForce
from domain.content import ContentPack
from domain.content_check import problems
from domain.recorded import Damaged, Recorded
from domain.story_content import StoryContent, as_definition, version_of
from domain.story_definition import StoryDefinition

log = logging.getLogger(__name__)

TOPICS = ("story.published", "story.rolled_back")
LOOK_EVERY = 0.5
"""Seconds between two looks for stories that were published elsewhere."""
BATCH = 100


class Kept(Protocol):
    """Compiled stories by hash (adapters.mongodb.content)."""

    async def get_story(self, story_hash: str, language: str) -> StoredStory | None: ...


class Packs(Kept, Protocol):
    """Content packs and compiled stories by hash."""

    async def put_pack(self, pack_json: str, pack_hash: str) -> bool: ...


class Published(Protocol):
    """The log, which knows every stream there is (adapters.mongodb.async_log)."""

    async def streams(self, topic: str) -> list[str]: ...


class Runtime(Protocol):
    """What takes compiled stories in. Raises StoryRefused."""

    def add(self, compiled_json: str) -> str: ...


async def with_stories_in_force(
    bus: Bus, packs: Packs, published: Published, *, releasing: bool = False
) -> ContentPack:
    """The content folder's pack, which is the bus' content, with the versions that were published over it.

    `releasing`: a version that the folder brings for the first time is put in force, over what was published by hand
    (docs/decisions/stories-in-force.md). A story that the folder has no more stays only if it was published by hand.
    """
    folder = pack = bus.content
    ever = [stream.removeprefix(f"{StoryContent.TOPIC}:") for stream in await published.streams(StoryContent.TOPIC)]
    for story in ever:
        shown: StoryInForce = await bus.ask(ShowStoryContent(story), _context(bus, "look"))
        if shown.definition is None:
            continue
        brought = folder.stories.get(story)
        if brought is not None and releasing and version_of(brought) != shown.release:
            await bus.execute(
                ReleaseStory(story, brought.model_dump(mode="json")), _context(bus, f"release:{uuid4().hex}")
            )
            log.info("story %s: the content folder brings version %s, now in force", story, version_of(brought)[:12])
            shown = await bus.ask(ShowStoryContent(story), _context(bus, "look"))
        if shown.definition is not None and (brought is not None or shown.by_hand):
            pack = pack.with_story(shown.definition)
    if pack.hash != folder.hash:
        for problem in problems(pack):
            where = ".".join(map(str, problem.path))
            log.error("a published story does not fit the content folder: %s: %s", where, problem.message)
        await packs.put_pack(pack.model_dump_json(), pack.hash)
    return pack


def _context(bus: Bus, what: str) -> Context:
    return bus.context(f"stories:{what}", actor="system", source="content")


async def keep_in_force(bus: Bus, packs: Packs) -> None:
    """Has the bus decide by what is in force now, and keeps that by its hash: others may have published beside it."""
    pack: ContentPack = await bus.ask(ShowContentInForce(), _context(bus, "look"))
    await packs.put_pack(pack.model_dump_json(), pack.hash)
    bus.content = pack


async def remembered_before(definition: StoryDefinition, content: ContentPack, kept: Kept) -> frozenset[str]:
    """What the stories in force that this one comes after may remember of a reader."""
    remembered: frozenset[str] = frozenset()
    seen, after = {definition.id}, definition.after
    while after is not None and after not in seen and (before := content.stories.get(after)) is not None:
        for language, story_hash in before.languages.items():
            if found := await kept.get_story(story_hash, language):
                remembered |= remembered_in([found.compiled])
        seen.add(after)
        after = before.after
    return remembered


class StoryFollower:
    """Puts what is published elsewhere in force in this process, without a restart; `after` is where it begins."""

    def __init__(self, bus: Bus, runtime: Runtime, packs: Packs, events: AsyncEventLog, after: int) -> None:
        self._bus, self._runtime, self._packs, self._log = bus, runtime, packs, events
        self._after = after
        self._random = Random()  # noqa: S311  # jitter

    async def run(self) -> None:
        """Follows until it is cancelled, however long the store is away. Raises UnknownEvent."""
        attempt = 0
        while True:
            try:
                await self.follow()
                attempt, wait = 0, LOOK_EVERY
            except StoreUnavailable as error:
                attempt, wait = attempt + 1, backoff(attempt, self._random)
                log.warning("stories are not followed while the store is away: %s", error)
            await asyncio.sleep(wait)

    async def follow(self) -> None:
        """Puts in force what was published since. Raises StoreUnavailable and UnknownEvent."""
        head = await self._log.head()
        while self._after < head:
            events = [each for each in await self._log.read(self._after, BATCH, TOPICS) if each.position <= head]
            for event in events:
                if isinstance(event, Damaged):
                    log.error(
                        "position %d can't be read, its story is not put in force: %s", event.position, event.reason
                    )
                else:
                    await self._put_in_force(event)
            self._after = events[-1].position if len(events) == BATCH else head

    async def _put_in_force(self, event: Recorded) -> None:
        story = event.story
        try:
            definition = as_definition(story, event.state)
            for language, story_hash in definition.languages.items():
                kept = await self._packs.get_story(story_hash, language)
                if kept is None:
                    raise StoryRefused(f"the compiled story {story_hash} is not kept")
                await asyncio.to_thread(self._runtime.add, kept.compiled)
        except (ValidationError, StoryRefused) as error:
            log.error("story %s: version %s can't be put in force here: %s", story, event.state["version"][:12], error)
            return
        pack = self._bus.content.with_story(definition)
        await self._packs.put_pack(pack.model_dump_json(), pack.hash)
        self._bus.content = pack
        log.info(
            "story %s: version %s is in force for new readings (position %d, by %s)",
            story,
            event.state["version"][:12],
            event.position,
            event.actor,
        )
