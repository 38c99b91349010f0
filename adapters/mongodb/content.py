"""Content packs and compiled stories by their hash.

Both are immutable: a run of a story, or an event that names its content pack, finds for ever what it was made with.
"""

from dataclasses import dataclass

from pymongo.errors import DuplicateKeyError

from adapters.mongodb.client import AsyncCollection, AsyncDatabase
from adapters.mongodb.outages import outages

LARGEST_BYTES = 15 * 1024 * 1024
"""MongoDB's documents end at 16 MB; what stands around the text is small."""


class ContentTooLarge(Exception):
    """The pack or story is larger than a document may be."""

    def __init__(self, content_hash: str, size: int) -> None:
        super().__init__(f"content {content_hash} has {size:,} bytes, more than the {LARGEST_BYTES:,} that can be kept")
        self.content_hash, self.size = content_hash, size


class ContentDiffers(Exception):
    """Something else is already kept under this hash: one of the two is damaged."""

    def __init__(self, content_hash: str) -> None:
        super().__init__(f"other content is already kept as {content_hash}")
        self.content_hash = content_hash


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A compiled story in one language; `compiled` is the JSON that Ink's compiler wrote."""

    hash: str
    language: str
    compiled: str


class ContentStore:
    """The collections `content_packs` and `stories`. Every call raises StoreUnavailable if the server is away."""

    def __init__(self, database: AsyncDatabase) -> None:
        self._packs, self._stories = database["content_packs"], database["stories"]

    async def put_pack(self, pack_json: str, pack_hash: str) -> bool:
        """Keeps the pack; False if it was there before. Raises ContentTooLarge and ContentDiffers."""
        return await _put(self._packs, pack_hash, pack_hash, {"pack": pack_json})

    async def get_pack(self, pack_hash: str) -> str | None:
        """The pack's JSON, None if there is none with this hash."""
        with outages():
            found = await self._packs.find_one({"_id": pack_hash})
        return None if found is None else str(found["pack"])

    async def put_story(self, story_hash: str, language: str, compiled: str) -> bool:
        """Keeps the story; False if it was there before. Raises ContentTooLarge and ContentDiffers."""
        content = {"hash": story_hash, "language": language, "compiled": compiled}
        return await _put(self._stories, f"{story_hash}:{language}", story_hash, content)

    async def get_story(self, story_hash: str, language: str) -> StoredStory | None:
        """The story with this hash in this language, None if there is none."""
        with outages():
            found = await self._stories.find_one({"_id": f"{story_hash}:{language}"})
        return None if found is None else StoredStory(found["hash"], found["language"], found["compiled"])

    async def all_stories(self) -> list[StoredStory]:
        """Every story ever kept: a run goes on with the one it began with."""
        with outages():
            found = self._stories.find().sort("_id")
            return [StoredStory(each["hash"], each["language"], each["compiled"]) async for each in found]


async def _put(collection: AsyncCollection, key: str, content_hash: str, content: dict[str, str]) -> bool:
    size = sum(len(text.encode()) for text in content.values())
    if size > LARGEST_BYTES:
        raise ContentTooLarge(content_hash, size)
    with outages():
        try:
            await collection.insert_one({"_id": key, **content})
        except DuplicateKeyError:
            if await collection.find_one({"_id": key}) != {"_id": key, **content}:
                raise ContentDiffers(content_hash) from None
            return False
    return True
