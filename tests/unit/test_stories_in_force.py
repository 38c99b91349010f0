"""Which stories a start finds in force, and how a running program follows what is published elsewhere."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.ink.compiled import StoryRefused, read_compiled
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.content import StoredStory
from commands.content import PublishContent
from commands.story_content import PublishStory, RollBackStory
from domain.content import ContentPack
from domain.recorded import Damaged
from domain.story_definition import StoryDefinition
from tests.unit.given import Scene, given, nothing_at_all
from yabot.community import every_story
from yabot.stories_in_force import StoryFollower, keep_in_force, with_stories_in_force

WORDS = {"es": "palabras", "en": "words"}
OLD, NEW, NEWER = "a" * 64, "b" * 64, "c" * 64


def definition(compiled: str, id: str = "faro", **fields: Any) -> StoryDefinition:
    told = {"id": id, "title": WORDS, "summary": WORDS, "languages": {"es": compiled}, **fields}
    return StoryDefinition.model_validate(told)


def folder(*stories: StoryDefinition) -> ContentPack:
    return ContentPack(stories={each.id: each for each in stories})


class Kept:
    """Content by hash, and a runtime that takes any story, but for those that are broken."""

    def __init__(self, *compiled: str) -> None:
        self.packs: dict[str, str] = {}
        self.compiled, self.added, self.broken = set(compiled), set[str](), set[str]()

    async def put_pack(self, pack_json: str, pack_hash: str) -> bool:
        self.packs[pack_hash] = pack_json
        return True

    async def get_story(self, story_hash: str, language: str) -> StoredStory | None:
        return StoredStory(story_hash, language, story_hash) if story_hash in self.compiled else None

    def add(self, compiled_json: str) -> str:
        if compiled_json in self.broken:
            raise StoryRefused("no story")
        self.added.add(compiled_json)
        return compiled_json


class Log:
    """The memory store's log, as the event loop reads it."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.extra = scene, list[Any]()

    async def head(self) -> int:
        return len(self.scene.store.events)

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Any]:
        found = [each for each in self.scene.store.events if each.position > after and each.topic in topics]
        return sorted([*found, *self.extra], key=lambda each: each.position)[:limit]

    async def streams(self, topic: str) -> list[str]:
        return sorted({each.stream for each in self.scene.store.events if each.stream.startswith(f"{topic}:")})


class Community:
    """A community that is started again and again, with one folder or another."""

    def __init__(self, first: ContentPack) -> None:
        self.scene, self.kept = given(nothing_at_all), Kept(OLD, NEW, NEWER)
        self.starts(first)

    def starts(self, brought: ContentPack) -> ContentPack:
        """The pack in force after a start with this folder."""
        self.bus = self.scene.with_content(brought).bus()
        self.kept.packs[brought.hash] = brought.model_dump_json()
        self.bus.content = asyncio.run(with_stories_in_force(self.bus, self.kept, Log(self.scene), releasing=True))
        self.scene.with_content(self.bus.content).when(PublishContent())
        return self.bus.content

    def publishes(self, wanted: StoryDefinition) -> None:
        """What the command line does, over the pack in force."""
        pack = self.bus.content.with_story(wanted)
        self.kept.packs[pack.hash] = pack.model_dump_json()
        self.scene.with_content(self.bus.content).when(PublishStory(wanted.id, wanted.model_dump(mode="json")))
        assert self.scene.refusal is None
        self.bus.content = pack


def test_what_was_published_outlives_a_restart_and_a_new_release_comes_over_it() -> None:
    community = Community(folder(definition(OLD)))
    community.publishes(definition(NEW))
    assert community.starts(folder(definition(OLD))).stories == {"faro": definition(NEW)}
    assert community.starts(folder(definition(NEWER))).stories == {"faro": definition(NEWER)}
    topics = [each.topic for each in community.scene.store.events]
    assert community.starts(folder(definition(NEWER))).stories == {"faro": definition(NEWER)}
    assert [each.topic for each in community.scene.store.events] == topics, "a restart changes nothing"


def test_what_two_publish_at_once_outlives_a_restart() -> None:
    community = Community(folder(definition(OLD)))
    before = community.bus.content
    for wanted in (definition(NEW, "muelle"), definition(NEW)):
        community.scene.with_content(before).when(PublishStory(wanted.id, wanted.model_dump(mode="json")))
    both = {"faro": definition(NEW), "muelle": definition(NEW, "muelle")}
    assert community.starts(folder(definition(OLD))).stories == both
    told = [each for each in community.scene.store.events if each.topic == "content.published"]
    assert told[-1].state["hash"] == community.bus.content.hash
    community.publishes(definition(NEWER, "muelle"))
    community.publishes(definition(NEW, "muelle"))
    assert community.starts(folder(definition(OLD))).stories == both


def test_what_is_in_force_is_kept_by_its_hash_whatever_others_published_meanwhile() -> None:
    community = Community(folder(definition(OLD)))
    before = community.bus.content
    community.scene.when(PublishStory("muelle", definition(NEW, "muelle").model_dump(mode="json")))
    here = community.scene.with_content(before).bus()
    asyncio.run(keep_in_force(here, community.kept))
    assert set(here.content.stories) == {"faro", "muelle"}
    assert here.content.hash in community.kept.packs


def test_a_rolled_back_release_stays_rolled_back() -> None:
    community = Community(folder(definition(OLD)))
    community.publishes(definition(NEW))
    community.starts(folder(definition(NEWER)))
    community.scene.with_content(community.bus.content).when(RollBackStory("faro"))
    assert community.starts(folder(definition(NEWER))).stories == {"faro": definition(NEW)}


def test_a_story_that_the_folder_has_no_more_stays_if_somebody_published_it() -> None:
    community = Community(folder(definition(OLD), definition(OLD, "muelle")))
    community.publishes(definition(NEW))
    assert community.starts(folder()).stories == {"faro": definition(NEW)}
    community = Community(folder(definition(OLD)))
    community.publishes(definition(NEW))
    community.starts(folder(definition(NEWER)))
    assert community.starts(folder()).stories == {}


def test_a_published_story_that_fits_no_more_is_told(caplog: pytest.LogCaptureFixture) -> None:
    community = Community(folder(definition(OLD), definition(OLD, "muelle", default=True)))
    community.publishes(definition(NEW))
    with caplog.at_level(logging.ERROR):
        community.starts(folder(definition(OLD), definition(OLD, "muelle", items=("ancla",))))
    assert "there is no item 'ancla'" in caplog.text


def test_a_running_program_follows_and_keeps_the_last_good_one(caplog: pytest.LogCaptureFixture) -> None:
    here, elsewhere = Community(folder(definition(OLD))), Scene()
    elsewhere.store, elsewhere.content = here.scene.store, here.bus.content
    bus, log = here.scene.bus(), Log(here.scene)
    follower = StoryFollower(bus, here.kept, here.kept, log, len(here.scene.store.events))  # type: ignore[arg-type]
    elsewhere.when(PublishStory("faro", definition(NEW).model_dump(mode="json")))
    with caplog.at_level(logging.INFO):
        asyncio.run(follower.follow())
    assert bus.content.stories == {"faro": definition(NEW)}
    assert NEW in here.kept.added
    assert bus.content.hash in here.kept.packs, "what a commit names can be found"
    assert "is in force for new readings" in caplog.text

    here.kept.broken.add(NEWER)
    elsewhere.content = bus.content
    elsewhere.when(PublishStory("faro", definition(NEWER).model_dump(mode="json")))
    elsewhere.when(PublishStory("muelle", definition("d" * 64, "muelle").model_dump(mode="json")))
    log.extra = [Damaged(len(here.scene.store.events), "story_content:x", "story.published", "torn")]
    asyncio.run(follower.follow())
    assert bus.content.stories == {"faro": definition(NEW)}
    assert caplog.text.count("can't be put in force here") == 2
    assert "its story is not put in force: torn" in caplog.text

    log.extra = []
    elsewhere.when(RollBackStory("faro"))
    asyncio.run(follower.follow())
    assert bus.content.stories == {"faro": definition(NEW)}


class Stored:
    """The stores, as far as kept stories go."""

    def __init__(self, *compiled: str) -> None:
        self.content, self._compiled = self, compiled

    async def all_stories(self) -> list[StoredStory]:
        return [StoredStory(text[:5], "es", text) for text in self._compiled]


def test_a_kept_story_that_this_release_refuses_leaves_all_others_to_be_read(caplog: pytest.LogCaptureFixture) -> None:
    folder_of = Path(__file__).parents[1] / "integration" / "ink"
    good, other = [(folder_of / f"{name}.json").read_text(encoding="utf-8") for name in ("paths_es", "paths_en")]
    stores: Any = Stored(good, '{"inkVersion": 7, "root": []}', other)
    runtime = asyncio.run(every_story(stores, InkRuntime()))
    assert runtime.has(read_compiled(good).hash) and runtime.has(read_compiled(other).hash)
    assert "a kept story in es is refused: compiled Ink of version 7" in caplog.text
