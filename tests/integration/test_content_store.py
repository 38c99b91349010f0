"""Content packs and stories are kept by hash, unchanged, for ever."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.mongodb.client import connect
from adapters.mongodb.content import LARGEST_BYTES, ContentDiffers, ContentStore, ContentTooLarge, StoredStory
from adapters.mongodb.migrations import migrate

PACK = '{"texts": {"hola": "¡Bienvenida, ñandú! 🎁"}}'


@pytest.fixture
async def content(mongod: str, database: str) -> AsyncIterator[ContentStore]:
    await asyncio.to_thread(migrate, mongod, database)
    client = connect(mongod)
    yield ContentStore(client[database])
    client.close()


async def test_a_pack_is_read_back_to_the_letter(content: ContentStore) -> None:
    assert await content.put_pack(PACK, "a1")

    assert await content.get_pack("a1") == PACK
    assert await content.get_pack("a2") is None


async def test_putting_it_again_changes_nothing(content: ContentStore) -> None:
    answers = await asyncio.gather(*(content.put_pack(PACK, "a1") for _ in range(10)))

    assert sorted(answers) == [False] * 9 + [True]
    assert not await content.put_pack(PACK, "a1")


async def test_other_content_under_the_same_hash_is_refused(content: ContentStore) -> None:
    await content.put_pack(PACK, "a1")
    await content.put_story("s1", "es", "{}")

    with pytest.raises(ContentDiffers, match="a1"):
        await content.put_pack("{}", "a1")
    with pytest.raises(ContentDiffers, match="s1"):
        await content.put_story("s1", "es", '{"inkVersion": 21}')
    assert await content.get_pack("a1") == PACK


async def test_a_story_is_kept_in_each_language(content: ContentStore) -> None:
    assert await content.put_story("s1", "es", '{"es": "á"}')
    assert await content.put_story("s1", "en", '{"en": 1}')
    assert await content.put_story("s0", "es", '{"old": 1}')
    assert not await content.put_story("s1", "es", '{"es": "á"}')

    assert await content.get_story("s1", "es") == StoredStory("s1", "es", '{"es": "á"}')
    assert await content.get_story("s1", "fr") is None
    assert await content.all_stories() == [
        StoredStory("s0", "es", '{"old": 1}'),
        StoredStory("s1", "en", '{"en": 1}'),
        StoredStory("s1", "es", '{"es": "á"}'),
    ]


async def test_what_is_too_large_is_refused_by_its_size_in_bytes(content: ContentStore) -> None:
    largest = "x" * (LARGEST_BYTES - 1_000)
    assert await content.put_pack(largest, "large")
    assert await content.get_pack("large") == largest

    with pytest.raises(ContentTooLarge, match="too-large"):
        await content.put_pack("ñ" * (LARGEST_BYTES // 2 + 1), "too-large")
    with pytest.raises(ContentTooLarge, match="too-large"):
        await content.put_story("too-large", "es", "x" * (LARGEST_BYTES + 1))
    assert await content.get_pack("too-large") is None
