"""Two doors into one running program, somebody at each, and what followed from what they did."""

import re
import uuid
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

from adapters.telegram.dispatcher import simulated_bot
from commands.users import NoteVisit
from domain.ids import UserId
from tests.application import Running

OWN_TO_A_RUN = {"seed", "state"}
"""What differs between any two readers of a story: it is made from the stream's id."""
RUNNING_TOTALS = {"balance", "total", "progress", "owned"}
"""What depends on which of two reactions at the same time came first; the sums at the end are compared."""
TELEGRAMS_OWN = {"user.visited", "user.reachability_changed", "trivia.posted"}
"""What only Telegram tells: visits, whether somebody can be reached, which poll puts which question."""
ANSWERS = {"payment.refund_failed", "subscription.change_failed"}
"""What Telegram answers, later, to a call that followed."""

Fact = tuple[str, str]
Alias = Mapping[str, str]
_updates = count(1)


def person(telegram_id: int, name: str) -> dict[str, Any]:
    """A Telegram User."""
    return {"id": telegram_id, "is_bot": False, "first_name": name, "language_code": "es"}


class Telegram:
    """Somebody with a phone, in the simulator."""

    def __init__(self, running: Running, who: dict[str, Any]) -> None:
        self._running, self._who = running, who
        self._bot_id = simulated_bot(running.application.clock)[0].id
        self._buttons: dict[str, dict[str, Any]] = {}
        self._labels: dict[str, str] = {}
        self.poll: dict[str, Any] = {}

    async def user_id(self) -> UserId:
        found = await self._running.application.stores.vault.find(self._who["id"])
        assert found is not None
        return found

    async def writes(self, text: str) -> str:
        """Sends a message; the correlation id of what followed."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return await self._deliver(
            "message", {**self._message(), "from": self._who, "text": text, "entities": entities}
        )

    async def taps(self, kind: str, ending: str = "", label: str = "") -> str:
        """Taps the button whose data begins and ends like that, on the newest message that has one."""
        data = next(
            each
            for each in self._buttons
            if each.startswith(f"{kind}:") and each.endswith(ending) and label in self._labels[each]
        )
        tapped = {"message": self._buttons[data], "data": data}
        query = {"id": uuid.uuid4().hex, "from": self._who, "chat_instance": "1", **tapped}
        return await self._deliver("callback_query", query)

    async def votes(self, option: int) -> str:
        """Votes in the newest poll."""
        voted = {"poll_id": self.poll["id"], "user": self._who, "option_ids": [option]}
        return await self._deliver("poll_answer", voted | {"option_persistent_ids": [str(option)]})

    async def _deliver(self, kind: str, content: dict[str, Any]) -> str:
        update = next(_updates)
        answer = await self._running.client.post("/sim/api/updates", json={"update_id": update, kind: content})
        assert answer.status_code == 200, answer.text
        for call in answer.json()["calls"]:
            if isinstance(call["result"], dict):
                self.poll = call["result"].get("poll", self.poll)
            keyboard = (call["params"].get("reply_markup") or {}).get("inline_keyboard", [])
            buttons = [button for row in keyboard for button in row if "callback_data" in button]
            if buttons:
                self._buttons = {button["callback_data"]: call["result"] for button in buttons}
                self._labels = {button["callback_data"]: button["text"] for button in buttons}
        await self._running.settled()
        return f"telegram:{self._bot_id}:{update}"

    def _message(self) -> dict[str, Any]:
        chat = {"id": self._who["id"], "type": "private"}
        return {"message_id": next(_updates), "date": 1_772_366_400, "chat": chat}


class Api:
    """Somebody for whom an integrator acts."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.user_id = ""
        self.result: dict[str, Any] = {}

    async def asks(self, method: str, path: str, body: dict[str, Any] | None = None) -> str:
        """Makes a request about them (or, from `/v1` on, any other); the correlation id of what followed."""
        url = path if path.startswith("/v1") else f"/v1/users/{self.user_id}{path}" if self.user_id else "/v1/users"
        answer = await self._running.client.request(method, url, json=body)
        assert answer.is_success, answer.text
        self.result = answer.json()["result"]
        self.user_id = self.user_id or self.result["id"]
        await self._running.settled()
        return answer.headers["X-Correlation-ID"]

    async def comes_by(self) -> None:
        """The bot sees people come by, an integrator does not: the visit is given here, so that the rest is alike."""
        bus = self._running.application.bus
        context = bus.context(f"test:visit:{self.user_id}", actor="test", source="test")
        await bus.execute(NoteVisit(UserId(self.user_id)), context)
        await self._running.settled()


async def what_followed(
    running: Running, correlation_id: str, alias: Alias | None = None, but: frozenset[str] = frozenset()
) -> tuple[list[Fact], Counter[Fact]]:
    """The commands' own events in their order, and what reactions made of them, without TELEGRAMS_OWN and ANSWERS.

    `alias` are names for ids that differ between the doors; other random ids are told as `#`, fields in `but` never.
    """
    answer = await running.client.get(f"/v1/traces/{correlation_id}")
    assert answer.status_code == 200, answer.text
    lines = answer.json()["items"]
    apart = {each["event_id"] for each in lines if each["topic"] in TELEGRAMS_OWN | ANSWERS}
    own: list[Fact] = []
    reactions: Counter[Fact] = Counter()
    for line in lines:
        if line["event_id"] in apart or line["causation_id"] in apart:
            apart.add(line["event_id"])
        elif line["causation_id"] is None:
            own.append((line["topic"], _told(line["fields"], OWN_TO_A_RUN | but, alias)))
        else:
            reactions[(line["topic"], _told(line["fields"], RUNNING_TOTALS | but, alias))] += 1
    return own, reactions


def _told(fields: dict[str, Any], left_out: set[str] | frozenset[str], alias: Alias | None) -> str:
    told = repr(sorted((name, repr(value)) for name, value in fields.items() if name not in left_out))
    if alias is None:
        return told
    for id, name in alias.items():
        told = told.replace(id, name)
    return re.sub(r"\b[0-9a-f]{12,32}\b", "#", told)
