"""Where the bot plays, over HTTP: without titles, and with them for administrators."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.application import Running, running_application

pytestmark = pytest.mark.asyncio(loop_scope="module")

LUCIA = {"id": 7_000_001, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
BOT = {"id": 1, "is_bot": True, "first_name": "YABOT"}
PLAZA = {"id": -1_001_700_000_001, "type": "supergroup", "title": "La plaza secreta"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


async def test_a_group_that_the_bot_was_added_to_is_listed(running: Running) -> None:
    change = {"chat": PLAZA, "from": LUCIA, "date": 1_772_450_000}
    change |= {"old_chat_member": {"user": BOT, "status": "left"}, "new_chat_member": {"user": BOT, "status": "member"}}
    added = await running.client.post("/sim/api/updates", json={"update_id": 1, "my_chat_member": change})
    assert [call["method"] for call in added.json()["calls"] if not call.get("error")][-1] == "sendMessage"
    await running.settled()

    listed = (await running.client.get("/v1/chats")).json()["items"]
    assert [(each["kind"], each["standing"], each["missing"]) for each in listed] == [
        ("supergroup", "member", ["administrator"])
    ]
    assert "plaza" not in str(listed)
    one = await running.client.get(f"/v1/chats/{listed[0]['id']}")
    assert one.json() == listed[0]


async def test_only_an_administrator_reads_the_titles(running: Running) -> None:
    reader = await running.key_for("read")
    assert (await running.client.get("/v1/admin/chats", headers=reader)).status_code == 403
    named = (await running.client.get("/v1/admin/chats")).json()["items"]
    assert [each["title"] for each in named] == ["La plaza secreta"]


async def test_a_chat_that_there_is_not_is_404(running: Running) -> None:
    answer = await running.client.get("/v1/chats/c0ffee0000000000")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:yabot:problem:not-found")
