"""Besitos to an @username in Telegram and to an id over HTTP: the same events, and no name in any of them."""

import uuid
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from tests.application import Running, running_application
from tests.telegram_places import WHEN

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA = {"id": 7_000_011, "is_bot": False, "first_name": "Ana", "language_code": "es"}
BEA = {"id": 7_000_012, "is_bot": False, "first_name": "Bea", "language_code": "es", "username": "Bea_Zurbaran"}
_numbers = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


async def update(running: Running, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Hands an update in; the last call that showed something."""
    answer = await running.client.post("/sim/api/updates", json={"update_id": next(_numbers), kind: content})
    assert answer.status_code == 200, answer.text
    await running.settled()
    shown: dict[str, Any] = [each["result"] for each in answer.json()["calls"] if each["params"].get("text")][-1]
    return shown


async def writes(running: Running, person: dict[str, Any], text: str) -> dict[str, Any]:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
    message = {"message_id": next(_numbers), "date": WHEN, "chat": chat, "from": person}
    return await update(running, "message", {**message, "text": text, "entities": entities})


async def test_a_transfer_by_name_is_the_same_as_one_by_id(running: Running) -> None:
    for person in (ANA, BEA):
        await writes(running, person, "/start")
    ana, bea = [await running.application.stores.vault.find(person["id"]) for person in (ANA, BEA)]
    assert ana is not None and bea is not None
    await running.credit(ana, 200)
    await running.settled()

    asked = await writes(running, ANA, "/regalar @bea_zurbaran 40")
    assert "Bea (@Bea_Zurbaran)" in asked["text"]
    yes = asked["reply_markup"]["inline_keyboard"][0][0]
    tap = {"id": "t1", "from": ANA, "chat_instance": "1", "message": asked, "data": yes["callback_data"]}
    done = await update(running, "callback_query", tap)
    assert "le han llegado 38" in done["text"]
    await running.seen(await running.client.post(f"/v1/users/{ana}/transfers", json={"to": bea, "amount": 40}))

    events = (await running.client.get("/v1/events", params={"limit": 1_000})).json()["items"]
    commits: dict[str, list[tuple[str, Any]]] = {}
    for each in events:
        fields = {name: value for name, value in each["payload"].items() if name not in ("balance", "day_total")}
        commits.setdefault(each["correlation_id"], []).append((each["event_type"], fields))
    by_name, by_id = [  # without what a reaction may have paid for it by now
        [each for each in told if each[1].get("reason", each[0]).startswith("transfer")]
        for told in commits.values()
        if any(topic == "transfer.sent" for topic, _ in told)
    ]
    assert by_name == by_id
    assert [topic for topic, _ in by_name] == ["transfer.sent", "wallet.debited", "wallet.debited", "wallet.credited"]
    assert "zurbaran" not in repr(events).lower()
