"""Each action once over HTTP and once in Telegram: the same events, and the same that follows from them."""

import uuid
from collections import Counter
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from adapters.telegram.dispatcher import simulated_bot
from commands.users import NoteVisit
from domain.ids import UserId
from tests.application import Running, running_application

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN_TO_A_RUN = {"seed", "state"}
"""What differs between any two readers of a story: it is made from the stream's id."""
RUNNING_TOTALS = {"balance", "total", "progress", "owned"}
"""What depends on which of two reactions at the same time came first; the sums at the end are compared."""

Fact = tuple[str, str]
LUCIA = {"id": 7_000_001, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
_updates = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(mongod: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data"), with_simulator=True) as started:
        yield started


class Telegram:
    """Somebody with a phone, in the simulator."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._bot_id = simulated_bot(running.application.clock)[0].id
        self._buttons: dict[str, dict[str, Any]] = {}

    async def writes(self, text: str) -> str:
        """Sends a message; the correlation id of what followed."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return await self._deliver("message", {**self._message(), "from": LUCIA, "text": text, "entities": entities})

    async def taps(self, kind: str, ending: str = "") -> str:
        """Taps the button whose data begins and ends like that, on the newest message that has one."""
        data = next(each for each in self._buttons if each.startswith(f"{kind}:") and each.endswith(ending))
        tapped = {"message": self._buttons[data], "data": data}
        query = {"id": uuid.uuid4().hex, "from": LUCIA, "chat_instance": "1", **tapped}
        return await self._deliver("callback_query", query)

    async def _deliver(self, kind: str, content: dict[str, Any]) -> str:
        update = next(_updates)
        answer = await self._running.client.post("/sim/api/updates", json={"update_id": update, kind: content})
        assert answer.status_code == 200, answer.text
        for call in answer.json()["calls"]:
            keyboard = (call["params"].get("reply_markup") or {}).get("inline_keyboard", [])
            if keyboard:
                self._buttons = {button["callback_data"]: call["result"] for row in keyboard for button in row}
        await self._running.settled()
        return f"telegram:{self._bot_id}:{update}"

    def _message(self) -> dict[str, Any]:
        return {"message_id": next(_updates), "date": 1_772_366_400, "chat": {"id": LUCIA["id"], "type": "private"}}


class Api:
    """Somebody for whom an integrator acts."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.user_id = ""

    async def asks(self, method: str, path: str, body: dict[str, Any] | None = None) -> str:
        """Makes a request about them; the correlation id of what followed."""
        url = f"/v1/users/{self.user_id}{path}" if self.user_id else "/v1/users"
        answer = await self._running.client.request(method, url, json=body)
        assert answer.is_success, answer.text
        self.user_id = self.user_id or answer.json()["result"]["id"]
        await self._running.settled()
        return answer.headers["X-Correlation-ID"]


async def what_followed(running: Running, correlation_id: str) -> tuple[list[Fact], Counter[Fact]]:
    """The command's own events in their order, and what reactions made of them.

    Visits, and whether somebody can be reached, are Telegram's alone.
    """
    answer = await running.client.get(f"/v1/traces/{correlation_id}")
    assert answer.status_code == 200, answer.text
    lines = answer.json()["items"]
    visits = {each["event_id"] for each in lines if each["topic"] in ("user.visited", "user.reachability_changed")}
    own: list[Fact] = []
    reactions: Counter[Fact] = Counter()
    for line in lines:
        if line["event_id"] in visits or line["causation_id"] in visits:
            visits.add(line["event_id"])
        elif line["causation_id"] is None:
            own.append((line["topic"], _told(line["fields"], OWN_TO_A_RUN)))
        else:
            reactions[(line["topic"], _told(line["fields"], RUNNING_TOTALS))] += 1
    return own, reactions


def _told(fields: dict[str, Any], left_out: set[str]) -> str:
    return repr(sorted((name, repr(value)) for name, value in fields.items() if name not in left_out))


async def test_what_is_done_over_http_and_in_telegram_is_recorded_alike(running):
    clock = running.application.clock
    clock.advance(clock.now())  # all in one moment, so that what is due later is due at the same time
    phone, api = Telegram(running), Api(running)

    async def alike(in_telegram: str, over_http: str) -> list[str]:
        """Compares; the topics of the command's own events."""
        own, reactions = await what_followed(running, in_telegram)
        same, same_reactions = await what_followed(running, over_http)
        assert own == same
        assert reactions == same_reactions
        return [topic for topic, _ in own]

    started = await phone.writes("/start")
    registered = await api.asks("POST", "", {"telegram_id": 7_000_002, "first_name": "Oliver", "language": "es"})
    # The bot sees people come by, an integrator does not: the visit is given here, so that all else can be the same.
    bus = running.application.bus
    await bus.execute(NoteVisit(UserId(api.user_id)), bus.context("test:visit", actor="test", source="test"))
    await running.settled()
    assert await alike(started, registered) == ["user.registered"]

    gift = await phone.taps("g")
    assert await alike(gift, await api.asks("POST", "/daily-gift")) == ["gift.claimed", "wallet.credited"]

    user_id = await running.application.stores.vault.find(LUCIA["id"])
    for each in (user_id, api.user_id):
        await running.credit(each, 100)
    await running.settled()
    await phone.writes("/racha")
    frozen = await phone.taps("fz")
    bought = await api.asks("POST", "/daily-gift/freezes")
    assert await alike(frozen, bought) == ["gift.freeze_bought", "wallet.debited"]

    moved = await phone.writes("/hora Europe/Madrid")
    zone = await api.asks("PATCH", "", {"time_zone": "Europe/Madrid"})
    assert await alike(moved, zone) == ["user.time_zone_changed"]

    await phone.writes("/historia")
    for topics in (["story.started", "story.choice_made"], ["story.choice_made"]):
        chosen = await phone.taps("c", ":0")
        posted = await api.asks("POST", "/story/choices", {"story": "correo", "choice": 0})
        assert set(topics) <= set(await alike(chosen, posted))

    await phone.writes("/tienda")
    for shown in (":store:consumable", ":offer:galleta_suerte", ":order:galleta_suerte-1"):
        await phone.taps("o", shown)
    bought = await phone.taps("k")
    ordered = await api.asks("POST", "/purchases", {"item": "galleta_suerte", "quantity": 1, "price": 12})
    assert await alike(bought, ordered) == ["item.purchased", "wallet.debited", "item.received"]

    await phone.taps("o", ":thing:galleta_suerte")
    eaten = await phone.taps("m")
    used = await api.asks("POST", "/inventory/galleta_suerte/use")
    assert (await alike(eaten, used))[:3] == ["item.used", "item.removed", "level.experience_gained"]

    await phone.writes("/idioma")
    spoken = await phone.taps("l", ":en")
    assert await alike(spoken, await api.asks("PATCH", "", {"language": "en"})) == ["user.language_changed"]

    rewarded = await running.client.get("/v1/events", params={"type": "mission.completed", "limit": 1_000})
    assert {each["user_id"] for each in rewarded.json()["items"]} == {user_id, api.user_id}
    mine = (await running.client.get(f"/v1/users/{user_id}/wallet")).json()
    assert mine == (await running.client.get(f"/v1/users/{api.user_id}/wallet")).json() and mine["available"] > 0
