"""Drafts are kept for their writers, each at the page where its reader stands."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.mongodb.client import connect
from adapters.mongodb.drafts import MongoDrafts, StoredDraft
from adapters.mongodb.migrations import migrate
from tests.unit.given import FixedClock, ana, bea

CLOCK = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
async def database_of(mongod: str, database: str) -> AsyncIterator[Any]:
    await asyncio.to_thread(migrate, mongod, database)
    client = connect(mongod)
    yield client[database]
    client.close()


@pytest.fixture
def drafts(database_of: Any) -> MongoDrafts:
    return MongoDrafts(database_of, CLOCK)


def draft(name: str, number: int) -> StoredDraft:
    return StoredDraft(ana, number, name, "{}")


async def test_a_draft_is_found_by_its_writer_alone(drafts: MongoDrafts) -> None:
    await drafts.put(draft("faro", 1), 5)
    assert await drafts.find(ana, 1) == draft("faro", 1)
    assert await drafts.find(bea, 1) is None
    assert await drafts.find(ana, 2) is None


async def test_one_of_each_name_is_kept_and_of_all_only_the_newest(drafts: MongoDrafts) -> None:
    for number, name in enumerate(("a", "b", "c", "b", "d")):
        CLOCK.time += timedelta(minutes=1)
        await drafts.put(draft(name, number), 3)
    assert [(each.name, each.number, each.compiled) for each in await drafts.of(ana)] == [
        ("d", 4, ""),
        ("b", 3, ""),
        ("c", 2, ""),
    ]
    assert await drafts.of(bea) == []


async def test_a_page_is_left_once(drafts: MongoDrafts) -> None:
    await drafts.put(draft("faro", 1), 5)
    assert await drafts.go(draft("faro", 1), [])
    begun = replace(draft("faro", 1), turn=1)
    assert sorted(await asyncio.gather(*(drafts.go(begun, [choice]) for choice in (0, 1)))) == [False, True]
    kept = await drafts.find(ana, 1)
    assert kept is not None and kept.turn == 2 and kept.way in ((0,), (1,))


async def test_what_was_not_read_for_a_month_is_forgotten(drafts: MongoDrafts, database_of: Any) -> None:
    indexes = [each async for each in database_of["drafts"].list_indexes()]
    [kept] = [each for each in indexes if each["name"] == "kept_30_days"]
    assert (dict(kept["key"]), kept["expireAfterSeconds"]) == ({"at": 1}, 30 * 24 * 60 * 60)
