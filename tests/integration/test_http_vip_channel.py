"""The VIP channel over HTTP, with Telegram's part played by the simulator: named, entered, left."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from commands.membership import RevokeMembership
from tests.application import Running, running_application
from tests.telegram_places import member

pytestmark = pytest.mark.asyncio(loop_scope="module")

LUCIA = {"id": 7_000_001, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
OLIVER = {"id": 7_000_002, "is_bot": False, "first_name": "Oliver", "language_code": "en"}
BALCON = {"id": -1_001_700_000_002, "type": "channel", "title": "El balcón"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


async def called(running: Running, *methods: str) -> list[dict[str, Any]]:
    """The calls of these methods, once each has been made."""
    for _ in range(20):
        answer = await running.client.get("/sim/api/calls", params={"after": 0, "wait": 0})
        found = [call for call in answer.json()["calls"] if call["method"] in methods]
        if {call["method"] for call in found} == set(methods):
            return found
        last = answer.json()["calls"][-1]["id"] if answer.json()["calls"] else 0
        await running.client.get("/sim/api/calls", params={"after": last, "wait": 1})
    raise AssertionError(f"{methods} were not all called")


async def test_a_channel_is_named_a_vip_let_in_and_removed_when_it_ends(running: Running) -> None:
    client = running.client
    change = {"chat": BALCON, "from": LUCIA, "date": 1_772_450_000, "old_chat_member": member("left")}
    change["new_chat_member"] = member("administrator", "can_invite_users", "can_restrict_members")
    await client.post("/sim/api/updates", json={"update_id": 1, "my_chat_member": change})
    await running.settled()
    chat = (await client.get("/v1/chats")).json()["items"][0]["id"]

    assert (await client.get("/v1/vip-channel")).json() == {"channel": None}
    reader = await running.key_for("read")
    assert (await client.post("/v1/vip-channel", json={"chat": chat}, headers=reader)).status_code == 403
    refused = await client.post("/v1/vip-channel", json={"chat": "c0ffee0000000000"})
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:yabot:problem:not-found")
    named = await client.post("/v1/vip-channel", json={"chat": chat})
    assert named.json()["result"] == {"chat": chat}
    await running.settled()
    told = (await client.get("/v1/vip-channel")).json()["channel"]
    assert (told["chat"], told["here"], told["missing"], told["states"]) == (chat, True, [], {})

    user_id = await running.register(OLIVER["id"], "Oliver")
    user = f"/v1/users/{user_id}"
    assert (await client.get(f"{user}/vip-channel")).json()["state"] is None
    granted = await client.post(f"{user}/membership", json={"plan": "vip_mes", "reason": "gift"})
    assert granted.status_code == 200
    request = {"chat": BALCON, "from": OLIVER, "user_chat_id": OLIVER["id"], "date": 1_772_450_000}
    await client.post("/sim/api/updates", json={"update_id": 2, "chat_join_request": request})
    (approved,) = await called(running, "approveChatJoinRequest")
    assert (approved["params"]["user_id"], "error" in approved) == (OLIVER["id"], False)

    nothing = await client.post(f"{user}/vip-channel/removals")
    assert nothing.json()["positions"] == []

    bus = running.application.bus
    await bus.execute(RevokeMembership(user_id, "unpaid"), bus.context("test:revoke", actor="test", source="test"))
    removed = await called(running, "banChatMember", "unbanChatMember")
    assert [(each["method"], "error" in each) for each in removed] == [
        ("banChatMember", False),
        ("unbanChatMember", False),
    ]
    dropped = await client.delete("/v1/vip-channel")
    assert dropped.json()["result"] == {"chat": chat}
