"""The bot on real servers: an update is one command, however often and however much at once it is delivered."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.dev import DevProcess
from tests.memory_log import soon

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def dev(dev_process: DevProcess) -> dict[str, Any]:
    """What dev.json holds."""
    return dev_process.facts


class Telegram:
    """The simulator's API, as somebody's Telegram would use it."""

    def __init__(self, dev: dict[str, Any], telegram_id: int, name: str = "Ana") -> None:
        self.user = {"id": telegram_id, "is_bot": False, "first_name": name, "language_code": "es"}
        self.chat = {"id": telegram_id, "type": "private", "first_name": name}
        self._dev = dev
        self._headers = {"Authorization": f"Bearer {dev['api_key']}"}

    def message(self, update_id: int, text: str) -> dict[str, Any]:
        return {
            "update_id": update_id,
            "message": {"message_id": 1, "date": 1, "chat": self.chat, "from": self.user, "text": text},
        }

    async def post(self, *updates: dict[str, Any]) -> list[list[str]]:
        """All at once; what each was answered."""
        async with httpx.AsyncClient(base_url=self._dev["http_url"], timeout=30) as http:
            answers = await asyncio.gather(*(http.post("/sim/api/updates", json=each) for each in updates))
        for answer in answers:
            answer.raise_for_status()
        return [
            [call["params"]["text"] for call in answer.json()["calls"] if call["method"] == "sendMessage"]
            for answer in answers
        ]

    async def events(self) -> list[dict[str, Any]]:
        """The events of this user, oldest first."""
        async with httpx.AsyncClient(base_url=self._dev["http_url"], headers=self._headers) as http:
            found = await http.get("/v1/users", params={"telegram_id": self.user["id"]})
            user = found.raise_for_status().json()["items"][0]["id"]
            answer = await http.get("/v1/events", params={"user": user, "limit": 500})
            items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
            return items

    async def told_later(self) -> list[str]:
        async with httpx.AsyncClient(base_url=self._dev["http_url"]) as http:
            calls = (await http.get("/sim/api/calls", params={"chat": self.chat["id"]})).json()["calls"]
        return [call["params"]["text"] for call in calls if call["method"] == "sendMessage"]


def of_type(events: list[dict[str, Any]], kind: str) -> int:
    return sum(event["event_type"] == kind for event in events)


async def test_an_update_delivered_twenty_times_at_once_is_one_command(dev: dict[str, Any]) -> None:
    ana = Telegram(dev, 5_001)
    answers = await ana.post(*[ana.message(10, "/gift")] * 20)
    assert all("¡10 besitos para ti!" in texts[0] for texts in answers)
    events = await ana.events()
    assert (of_type(events, "user.registered"), of_type(events, "gift.claimed")) == (1, 1)


async def test_twenty_updates_at_once_are_one_gift(dev: dict[str, Any]) -> None:
    bea = Telegram(dev, 5_002, "Bea")
    answers = await bea.post(*(bea.message(100 + number, "/gift") for number in range(20)))
    taken = ["¡10 besitos" in texts[0] for texts in answers]
    refused = ["Ya recogiste" in texts[0] for texts in answers]
    assert (sum(taken), sum(refused)) == (1, 19)
    assert of_type(await bea.events(), "gift.claimed") == 1


async def test_what_follows_is_told_once_and_has_the_updates_correlation(dev: dict[str, Any]) -> None:
    cai = Telegram(dev, 5_003, "Cai")
    await cai.post(cai.message(200, "/gift"), cai.message(200, "/gift"))

    async def told() -> bool:
        texts = await cai.told_later()
        return any("Misión cumplida: Buenos días" in text for text in texts)

    await soon(told)
    texts = await cai.told_later()
    assert sum("Misión cumplida: Buenos días" in text for text in texts) == 1
    assert sum("Logro: Un beso al día" in text for text in texts) == 1
    correlations = {event["correlation_id"] for event in await cai.events()}
    assert correlations == {"telegram:1:200"}
