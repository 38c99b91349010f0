"""Groups and channels for tests: what Telegram tells of them, in the shapes of the Bot API."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.telegram_mock import Phone
from tests.telegram_world import World

BOT = {"id": 1, "is_bot": True, "first_name": "YABOT", "username": "yabot_simulator_bot"}
RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_post_messages",
    "can_edit_messages",
)
"""Some of an administrator's rights, as an older server tells them."""
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
WHEN = 1_772_450_000

_messages = count(100)


def member(status: str, *rights: str) -> dict[str, Any]:
    """A ChatMember that is the bot."""
    told: dict[str, Any] = {"user": BOT, "status": status}
    if status == "administrator":
        told |= {right: right in rights for right in RIGHTS}
    if status == "restricted":
        told |= {"is_member": True, "until_date": 0}
    if status == "kicked":
        told["until_date"] = 0
    return told


@dataclass
class Place:
    """A group or channel, and what happens in it. `through` is whose phone brings what nobody else sends."""

    world: World
    through: Phone
    telegram_id: int = -1_001_700_000_001
    kind: str = "supergroup"
    title: str = "La plaza"
    now: dict[str, Any] = field(default_factory=lambda: member("left"))

    @property
    def about(self) -> dict[str, Any]:
        return {"id": self.telegram_id, "type": self.kind, "title": self.title}

    async def gives(self, status: str, *rights: str, by: dict[str, Any] | None = None) -> None:
        """An administrator makes the bot that in the chat."""
        before, self.now = self.now, member(status, *rights)
        change = {"chat": self.about, "from": by or self.through.user, "date": WHEN}
        change |= {"old_chat_member": before, "new_chat_member": self.now}
        await self.through.deliver({"my_chat_member": change})

    async def says(self, **content: Any) -> None:
        """A service message of the chat."""
        message = {"message_id": next(_messages), "date": WHEN, "chat": self.about, "from": ANONYMOUS}
        await self.through.deliver({"message": message | content})

    async def hears(self, who: Phone, text: str) -> int:
        """Somebody says something to the others; the number of the message."""
        message = {"message_id": next(_messages), "date": WHEN, "chat": self.about, "from": who.user, "text": text}
        await who.deliver({"message": message})
        return int(message["message_id"])

    def texts(self) -> Sequence[str]:
        """What the bot has said in it."""
        return [str(each.get("text")) for each in self.world.telegram.messages_in(self.telegram_id)]

    async def chat_id(self) -> str:
        found = await self.world.vault.find_chat(self.telegram_id)
        assert found is not None
        return found.chat_id

    async def reacts(self, who: Phone, message_id: int, *new: str, old: Sequence[str] = (), **content: Any) -> None:
        """Somebody's reactions to a message become these."""
        change = {"chat": self.about, "message_id": message_id, "user": who.user, "date": WHEN}
        change |= {"old_reaction": [_shown(each) for each in old], "new_reaction": [_shown(each) for each in new]}
        await who.deliver({"message_reaction": {k: v for k, v in (change | content).items() if v is not None}})

    async def posts(self, text: str) -> dict[str, Any]:
        """A post of the channel."""
        post = {
            "message_id": next(_messages),
            "date": WHEN,
            "chat": self.about,
            "sender_chat": self.about,
            "text": text,
        }
        await self.through.deliver({"channel_post": post})
        return post


def _shown(emoji: str) -> dict[str, Any]:
    if emoji.isdecimal():
        return {"type": "custom_emoji", "custom_emoji_id": emoji}
    return {"type": "paid"} if emoji == "paid" else {"type": "emoji", "emoji": emoji}
