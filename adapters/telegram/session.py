"""A bot session without Telegram: answers as the Bot API does, and is at least as strict.

The real dispatcher and the real notifier run on it, with no token and no network. Every call is recorded; what
Telegram would refuse is refused here with Telegram's own words, so that a mistake shows in the simulator and in the
tests, not on somebody's phone.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from itertools import count
from typing import Any
from uuid import uuid4

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp import ClientPayloadError

from adapters.telegram.bot_api import MAX_ANSWER, Refused, bad_request, checked_content, checked_markup, checked_poll
from adapters.telegram.call_log import CallLog
from adapters.telegram.door_session import answer_request, asked_by, ban, checked_link, unban
from adapters.telegram.file_session import FileServer
from adapters.telegram.members import completed
from adapters.telegram.photo_session import PhotoServer, checked_caption
from adapters.telegram.simulated_chat import SimulatedChat
from adapters.telegram.star_session import METHODS, StarServer, invoice_content
from commands.ports import Clock

SIMULATOR_TOKEN = "1:simulator"  # noqa: S105  # what aiogram takes for a token; nobody else knows it
SHORTEST_POLL, LONGEST_POLL = 5, 2_628_000
"""Seconds for which a poll may be open."""
EDITED = ("text", "entities", "caption", "caption_entities", "reply_markup")
"""What an edit replaces; the rest of a message stays as it is."""


class SimulatorSession(BaseSession):
    """The Bot API in memory. `seen(update)` tells it what users did, so that it knows chats, messages and taps.

    `name` tells this run of it from others: call ids begin anew with each. Messages and polls are numbered after
    `numbered_after`, so that no run gives those of another one again, as Telegram never does.
    """

    def __init__(self, clock: Clock, username: str = "yabot_simulator_bot", numbered_after: int = 0) -> None:
        super().__init__()
        self.clock = clock
        self.numbered_after = numbered_after
        self.name = uuid4().hex
        self.me: dict[str, Any] = {"id": 1, "is_bot": True, "first_name": "YABOT", "username": username}
        self.me |= {"can_join_groups": True, "can_read_all_group_messages": False}
        self.calls = CallLog()
        self._links = count(1)
        self._polls = count(5_000_000_001 + numbered_after)
        self._chats: dict[int, SimulatedChat] = {}
        self._taps: dict[str, int] = {}
        self._answered: set[str] = set()
        self.stars = StarServer(clock, self.name)
        self.photos = PhotoServer(self.name)
        self.files = FileServer(self.name)

    # -- what the outside sees ----------------------------------------------------------------------------------------

    def seen(self, update: Mapping[str, Any]) -> None:
        """Takes note of an update (as JSON): its chat exists now, and its tap may be answered."""
        message = update.get("message") or update.get("channel_post") or {}
        if query := update.get("callback_query"):
            message = query.get("message") or {}
            self._taps.setdefault(str(query.get("id")), (message.get("chat") or query.get("from") or {}).get("id", 0))
        change, asks = update.get("my_chat_member") or {}, update.get("chat_join_request") or {}
        about = (message or change or asks or update.get("message_reaction") or {}).get("chat")
        if not isinstance(about, dict) or not isinstance(about.get("id"), int):
            return
        chat = self._chats.setdefault(about["id"], SimulatedChat(about, self.numbered_after))
        if about.get("type") == "private" and isinstance(sender := message.get("from"), dict) and not query:
            chat.person = sender
        if isinstance(message.get("message_id"), int):
            chat.last_message = max(chat.last_message, message["message_id"])
            if "channel_post" in update:
                chat.messages[message["message_id"]] = message
        if isinstance(asker := asks.get("from"), dict) and isinstance(asker.get("id"), int):
            chat.asking.add(asker["id"])
        if isinstance(member := change.get("new_chat_member"), dict):
            chat.member = member
            chat.administrators.add(change["from"]["id"])

    def block(self, chat_id: int, blocked: bool = True) -> None:
        """The user blocks the bot, or takes that back."""
        self._chats[chat_id].blocked = blocked

    def asks(self, user_id: int, link: str) -> dict[str, Any]:
        """What the bot is told of somebody who follows a link into a chat. Raises NotLetIn."""
        return asked_by(self._chats.values(), user_id, link, self.clock.now())

    def knows(self, chat_id: int) -> bool:
        """Whether anybody has written here from that chat."""
        return chat_id in self._chats

    def messages_in(self, chat_id: int) -> list[dict[str, Any]]:
        """What the bot's messages in a chat say now, and a channel's posts, oldest first."""
        chat = self._chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    def last_message_in(self, chat_id: int) -> int:
        """The number of the newest message in a chat, whoever wrote it; that before the first where there is none."""
        chat = self._chats.get(chat_id)
        return chat.last_message if chat else self.numbered_after

    # -- what aiogram calls -------------------------------------------------------------------------------------------

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        uploads: dict[str, InputFile] = {}
        params = self._params(bot, method, uploads)
        files = {f"attach://{key}": b"".join([part async for part in file.read(bot)]) for key, file in uploads.items()}
        status, body = self._perform(method.__api_method__, params, files)
        return self.check_response(bot, method, status, json.dumps(body)).result  # type: ignore[return-value]

    def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        return self._streamed(url, chunk_size)

    async def _streamed(self, url: str, chunk_size: int) -> AsyncGenerator[bytes, None]:
        """Raises aiohttp's ClientError for what is not there, as the real session does."""
        if (data := self.files.content(url)) is None:
            raise ClientPayloadError("404, there is no such file")
        for at in range(0, len(data), chunk_size):
            yield data[at : at + chunk_size]

    async def close(self) -> None:
        """Nothing is open."""

    # -- performing ---------------------------------------------------------------------------------------------------

    def _params(self, bot: Bot, method: TelegramMethod[Any], uploads: dict[str, InputFile]) -> dict[str, Any]:
        prepared = {
            name: self.prepare_value(value, bot=bot, files=uploads, _dumps_json=False)
            for name, value in method.model_dump(warnings=False).items()
        }
        return {name: value for name, value in prepared.items() if value is not None}

    def _perform(self, name: str, params: dict[str, Any], files: Mapping[str, bytes]) -> tuple[int, dict[str, Any]]:
        refused: Refused | None = None
        result: Any = None
        try:
            if params.get("photo") in files:
                params["photo"] = self.photos.upload(files[params["photo"]])
            result = self.answer(name, params)
        except Refused as refusal:
            refused = refusal
        error = {"error_code": refused.code, "description": refused.description} if refused else None
        chat_id = self._taps.get(params.get("callback_query_id", ""), params.get("chat_id"))
        self.calls.note(name, params, json.loads(json.dumps(result)), chat_id, error)
        if refused is None:
            return 200, {"ok": True, "result": result}
        parameters = {"parameters": refused.parameters} if refused.parameters else {}
        return refused.code, {"ok": False, **(error or {}), **parameters}

    def answer(self, name: str, params: dict[str, Any]) -> Any:
        """The result of one call. Raises Refused."""
        match name:
            case "getMe":
                return self.me
            case "getFile":
                return self.files.describe(params)
            case "sendMessage":
                return self._send_message(params)
            case "sendPhoto":
                return self._sent(self._chat(params), self.photos.content(params))
            case "sendPoll":
                return self._send_poll(params)
            case "sendInvoice":
                message = self._sent(self._chat(params), invoice_content(params))
                return self.stars.remember(message, params)
            case "editMessageText":
                return self._edit_text(params)
            case "editMessageCaption":
                return self._edit_caption(params)
            case "editMessageReplyMarkup":
                return self._edit_markup(params)
            case "deleteMessage":
                return self._delete(params)
            case "answerCallbackQuery":
                return self._answer_tap(params)
            case "sendChatAction":
                self._chat(params)
                return True
            case "getChat":
                return self._known(params).full
            case "getChatMember":
                return self._member(params)
            case "createChatInviteLink":
                link = f"https://t.me/+{self.name[:8]}{next(self._links)}"
                made = checked_link(self._chat(params), params, self.clock.now())
                made |= {"invite_link": link, "creator": self.me}
                return self._chat(params).invites.setdefault(link, made)
            case "approveChatJoinRequest" | "declineChatJoinRequest":
                return answer_request(self._chat(params), params, name == "approveChatJoinRequest")
            case "banChatMember":
                return ban(self._chat(params), params)
            case "unbanChatMember":
                return unban(self._chat(params), params)
            case "setMyCommands" | "setWebhook" | "deleteWebhook" | "setMyDescription" | "setMyShortDescription":
                return True
            case _ if name in METHODS:
                return self.stars.answer(name, params)
            case _:
                raise Refused(404, f"Not Found: the simulator has no method {name}")

    def _known(self, params: dict[str, Any]) -> SimulatedChat:
        chat = self._chats.get(params["chat_id"])
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def _chat(self, params: dict[str, Any]) -> SimulatedChat:
        chat = self._known(params)
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.shut:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat

    def _member(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._known(params)
        if params["user_id"] != self.me["id"]:
            if chat.member.get("status") != "administrator":
                raise bad_request("member list is inaccessible")
            status = "administrator" if params["user_id"] in chat.administrators else "member"
            return completed({"status": status}) | {
                "user": {"id": params["user_id"], "is_bot": False, "first_name": "-"}
            }
        return completed(chat.member) | {"user": self.me}

    def _send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._sent(self._chat(params), checked_content(params))

    def _send_poll(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, poll = self._chat(params), checked_poll(params)
        if (closes := params.get("close_date")) is not None:
            poll["close_date"] = closes = int(closes)
            if not SHORTEST_POLL <= closes - int(self.clock.now().timestamp()) <= LONGEST_POLL:
                raise bad_request("poll close date is invalid")
        markup = checked_markup(params.get("reply_markup"))
        content = {"poll": {"id": str(next(self._polls)), **poll}}
        return self._sent(chat, content | ({"reply_markup": markup} if markup else {}))

    def _sent(self, chat: SimulatedChat, content: dict[str, Any]) -> dict[str, Any]:
        """The new message of the bot's in a chat. Raises Refused."""
        if chat.kind == "channel" and not chat.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        chat.last_message += 1
        message = {
            "message_id": chat.last_message,
            "from": self.me,
            "chat": chat.about,
            "date": int(self.clock.now().timestamp()),
            **content,
        }
        chat.messages[chat.last_message] = message
        return message

    def _own_message(self, params: dict[str, Any], purpose: str) -> tuple[SimulatedChat, dict[str, Any]]:
        chat = self._chat(params)
        message = chat.messages.get(params.get("message_id", 0))
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return chat, message

    def _edit_text(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, message = self._own_message(params, "edit")
        if message.get("from") != self.me:
            raise bad_request("message can't be edited")
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        return self._edited(chat, message, checked_content(params))

    def _edit_caption(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, message = self._own_message(params, "edit")
        if "photo" not in message:
            raise bad_request("there is no caption in the message to edit")
        return self._edited(chat, message, checked_caption(params))

    def _edit_markup(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, message = self._own_message(params, "edit")
        if message.get("from") != self.me and not chat.may("can_edit_messages"):
            raise bad_request("message can't be edited")
        kept = {name: message[name] for name in EDITED if name in message and name != "reply_markup"}
        markup = checked_markup(params.get("reply_markup"))
        return self._edited(chat, message, kept | ({"reply_markup": markup} if markup else {}))

    def _edited(self, chat: SimulatedChat, message: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        if all(message.get(name) == content.get(name) for name in EDITED):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        kept = {name: value for name, value in message.items() if name not in EDITED}
        edited = kept | {"edit_date": int(self.clock.now().timestamp())} | content
        chat.messages[message["message_id"]] = edited
        return edited

    def _delete(self, params: dict[str, Any]) -> bool:
        chat, message = self._own_message(params, "delete")
        del chat.messages[message["message_id"]]
        return True

    def _answer_tap(self, params: dict[str, Any]) -> bool:
        query_id = params["callback_query_id"]
        if query_id not in self._taps or query_id in self._answered:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self._answered.add(query_id)
        return True
