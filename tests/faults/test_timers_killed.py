"""kill -9 of the process that fires timers: one commit for each, none early, none late for longer than it was away."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pymongo import MongoClient

from tests import eggs
from tests.application import until
from tests.eggs import Boil
from tests.faults import timers_process
from tests.forked import OtherProcess
from tests.settings import settings_of
from yabot.application import Application

AT_MOST = timedelta(seconds=2)


async def ready(process: OtherProcess) -> datetime:
    assert await asyncio.to_thread(process.hear) == "ready"
    return datetime.now(UTC)


async def put_on(uri: str, folder: Path, count: int, over: timedelta, random: Random) -> dict[str, datetime]:
    """Eggs that are due at random moments of the next minutes; when each is."""
    application = Application(settings_of(uri, folder), roles=frozenset(), modules=[eggs])
    await application.start(migrating=True)
    begin = application.clock.now() + timedelta(seconds=3)
    due = {
        f"e{n}": begin + timedelta(milliseconds=random.randrange(int(over.total_seconds() * 1000)))
        for n in range(count)
    }
    try:
        bus = application.bus
        await asyncio.gather(
            *(bus.execute(Boil(egg, at), bus.context(egg, actor="test", source="test")) for egg, at in due.items())
        )
    finally:
        await application.stop()
    return due


@pytest.mark.parametrize(
    ("count", "kills", "over"),
    [
        pytest.param(60, 2, 12, marks=pytest.mark.timeout(300)),
        pytest.param(1_000, 20, 120, marks=[pytest.mark.soak, pytest.mark.timeout(900)]),
    ],
)
async def test_kills_lose_no_timer_double_none_and_fire_none_early(
    count: int, kills: int, over: int, mongodb_uri: str, database: str, mongo_client: MongoClient[Any], tmp_path: Path
) -> None:
    random = Random(7)
    due = await put_on(mongodb_uri, tmp_path, count, timedelta(seconds=over), random)
    events, done = mongo_client[database]["events"], {"topic": "egg.done"}
    readiness = []
    for life in range(1, kills + 2):
        moment = count if life > kills else count * life // (kills + 1) + random.randrange(count // (2 * kills) or 1)
        with OtherProcess(timers_process.fire, mongodb_uri, str(tmp_path)) as process:
            readiness.append(await ready(process))
            await until(lambda moment=moment: events.count_documents(done) >= moment, within=over + 20)

    found = list(events.find(done).sort("_id", 1))
    assert sorted(each["originator_id"].removeprefix("egg:") for each in found) == sorted(due), "each of them, once"
    assert events.count_documents({"topic": "timer.dropped"}) == 0
    for each in found:
        at, fired = due[each["originator_id"].removeprefix("egg:")], each["recorded_at"]
        assert fired >= at
        could = max([at, *(moment for moment in readiness if moment <= fired)])
        assert fired - could <= AT_MOST
