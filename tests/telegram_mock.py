"""Telegram for tests: the strict session with faults to order, and phones whose owners write and tap."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from adapters.telegram.bot_api import Refused
from adapters.telegram.call_log import Call
from adapters.telegram.session import SimulatorSession


class TelegramDouble(SimulatorSession):
    """The simulator's session, which can also refuse, ask for patience, and hand out updates to a poller.

    `orders` are what the next calls of a method run into, one each.
    """

    def __init__(self, clock: Any) -> None:
        super().__init__(clock)
        self.orders: dict[str, list[Exception]] = {}
        self.mailbox: list[dict[str, Any]] = []
        self.offsets: list[int | None] = []

    def next_time(self, method: str, *faults: Exception) -> None:
        """The next calls of `method` fail like this."""
        self.orders.setdefault(method, []).extend(faults)

    def calls_herself(self, telegram_id: int, username: str | None) -> None:
        """Somebody changes their username, and does not write."""
        person = {name: value for name, value in self._chats[telegram_id].person.items() if name != "username"}
        self._chats[telegram_id].person = person | ({"username": username} if username else {})

    def answer(self, name: str, params: dict[str, Any]) -> Any:
        if orders := self.orders.get(name):
            raise orders.pop(0)
        if name == "getUpdates":
            return self._updates(params.get("offset"))
        return super().answer(name, params)

    def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """What waits from `offset` on; what lies before it is confirmed, and gone."""
        self.offsets.append(offset)
        self.mailbox = [each for each in self.mailbox if offset is None or each["update_id"] >= offset]
        return self.mailbox[:100]

    def sent(self, method: str) -> list[Call]:
        """The calls of a method that went well, oldest first."""
        return [call for call in self.calls if call.method == method and not call.error]


def retry_after(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


class Phone:
    """One person's Telegram: `deliver` is where their updates go."""

    _updates = count(1_000)

    def __init__(
        self,
        telegram: SimulatorSession,
        deliver: Callable[[dict[str, Any]], Awaitable[Any]],
        telegram_id: int = 4_001,
        name: str = "Ana",
        language: str | None = "es",
        chat: dict[str, Any] | None = None,
        username: str | None = None,
    ) -> None:
        self.telegram, self._deliver = telegram, deliver
        self.user = {"id": telegram_id, "is_bot": False, "first_name": name}
        if language:
            self.user["language_code"] = language
        if username:
            self.user["username"] = username
        self.chat = chat or {"id": telegram_id, "type": "private", "first_name": name}
        self.last_update: dict[str, Any] = {}

    # -- doing --------------------------------------------------------------------------------------------------------

    async def writes(self, text: str) -> None:
        """Sends a message."""
        message = {
            "message_id": self._last_message() + 1,
            "date": int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()),
            "chat": self.chat,
            "from": self.user,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        await self.deliver({"message": message})

    async def sends(self, name: str, data: bytes, **others: Any) -> None:
        """Sends a file; `others` are fields of the document that Telegram tells differently."""
        message = {
            "message_id": self._last_message() + 1,
            "date": int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()),
            "chat": self.chat,
            "from": self.user,
            "document": self.telegram.files.attach(data, name) | others,
        }
        await self.deliver({"message": message})

    async def taps(self, label: str) -> None:
        """Taps the button of the newest message with buttons whose label contains `label`."""
        message, button = self._find(label)
        await self.taps_data(button["callback_data"], message)

    async def taps_data(self, data: str, message: dict[str, Any] | None = None) -> None:
        """Taps a button that says `data`, made up or copied from elsewhere."""
        update_id = next(self._updates)
        query = {
            "id": f"tap-{update_id}",
            "from": self.user,
            "chat_instance": "1",
            "message": message or self.messages[-1],
            "data": data,
        }
        await self.deliver({"callback_query": query}, update_id)

    async def votes(self, option: str | int, poll: dict[str, Any] | None = None) -> None:
        """Votes in a poll (the newest that is here): for the option with this text, or at this place."""
        poll = poll or next(each["poll"] for each in reversed(self.messages) if "poll" in each)
        texts = [each["text"] for each in poll["options"]]
        place = option if isinstance(option, int) else texts.index(option)
        voted = {"poll_id": poll["id"], "user": self.user, "option_ids": [place], "option_persistent_ids": [str(place)]}
        await self.deliver({"poll_answer": voted})

    async def deliver(self, content: dict[str, Any], update_id: int | None = None) -> None:
        """Brings an update of one's own making."""
        self.last_update = {"update_id": update_id or next(self._updates), **content}
        await self.again()

    async def again(self) -> None:
        """The last update is delivered once more, as Telegram does when it did not hear that it arrived."""
        self.telegram.seen(self.last_update)
        await self._deliver(self.last_update)

    # -- seeing -------------------------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the bot's messages in this chat say now, oldest first."""
        return list(self.telegram.messages_in(self.chat["id"]))

    @property
    def screen(self) -> str:
        """The text of the newest message, or below its picture."""
        newest = self.messages[-1]
        return str(newest.get("text", newest.get("caption", "")))

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The buttons of the newest message."""
        found: list[list[dict[str, Any]]] = self.messages[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return found

    @property
    def labels(self) -> list[str]:
        """The labels of the newest message's buttons."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def pop_up(self) -> str | None:
        """The text of the newest answer to a tap in this chat."""
        answers = [call for call in self.telegram.calls if call.method == "answerCallbackQuery"]
        mine = [call for call in answers if call.chat_id == self.chat["id"] and not call.error]
        return mine[-1].params.get("text") if mine else None

    def _find(self, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
        for message in reversed(self.messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return message, button
        raise AssertionError(f"no button {label!r}; the newest message has {self.labels}")

    def _last_message(self) -> int:
        return self.telegram.last_message_in(self.chat["id"])
