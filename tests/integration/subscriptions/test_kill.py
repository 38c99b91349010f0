"""kill -9 of a reactor at any moment: every event is handled, its effect is there once, each user's in order."""

import asyncio
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pymongo import MongoClient

from adapters.mongodb.migrations import migrate
from adapters.mongodb.process_log import ProcessLog
from commands.ports import Commit, NewEvent, Read
from domain.ids import UserId
from tests.memory_log import NOON, SettableClock, soon

ROOT = Path(__file__).parents[3]
USERS = 20


def reactor(uri: str, database: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.integration.subscriptions.process", uri, database]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


async def give(process: ProcessLog, user: int, times: int) -> None:
    """`times` gifts for one user, one after the other."""
    stream, owner = f"gift:user-{user}", UserId(f"user-{user}")
    for n in range(1, times + 1):
        state = {"day": f"day {n}", "zone": "UTC", "streak": n, "amount": 10}
        gift = NewEvent(stream, n, "gift.claimed", 1, state, f"gift-{user}-{n}", owner)
        reads = {stream: Read(n - 1, 0)}
        await process.store.commit(Commit(f"gift-{user}-{n}", [gift], reads, "c", None, "system", "test", NOON))


@pytest.mark.parametrize(
    ("times", "kills"), [(25, 3), pytest.param(200, 25, marks=[pytest.mark.soak, pytest.mark.timeout(600)])]
)
async def test_a_reactor_killed_at_any_moment_leaves_no_event_out_and_doubles_no_effect(
    times, kills, mongod: str, mongodb_uri: str, database: str, mongo_client: MongoClient[dict[str, Any]]
):
    await asyncio.to_thread(migrate, mongodb_uri, database)
    process = await asyncio.to_thread(lambda: ProcessLog(mongod, database, now=SettableClock().now))
    events = mongo_client[database]["events"]
    random, running = Random(1), reactor(mongod, database)
    credits = {"topic": "wallet.credited"}
    try:
        giving = asyncio.gather(*(give(process, user, times) for user in range(USERS)))
        for kill in range(1, kills + 1):
            moment = USERS * times * kill // (kills + 2) + random.randrange(USERS)
            await soon(lambda moment=moment: events.count_documents(credits) >= moment, within=30)
            running.kill()
            running.wait()
            mongo_client[database]["leases"].delete_many({})  # the next one need not wait for the dead one's to end
            running = reactor(mongod, database)
        await giving
        await soon(lambda: events.count_documents(credits) >= USERS * times, within=30)
    finally:
        running.kill()
        running.wait()
        await asyncio.to_thread(process.close)
    gifts: dict[str, list[int]] = {}
    caused: dict[str, list[int]] = {}
    for event in events.find({}).sort("_id", 1):
        user = event["metadata"]["user_id"]
        if event["topic"] == "gift.claimed":
            gifts.setdefault(user, []).append(event["_id"])
        else:
            caused.setdefault(user, []).append(int(event["commit_id"].split(":")[1]))
    assert caused == gifts, "each user's gifts, once and in their order"
