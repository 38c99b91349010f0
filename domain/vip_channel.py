"""The VIP channel: which chat it is, who is let in, and who has to go when VIP ends.

Whoever asks to join is let in while they are VIP. Whose VIP is over is removed; what becomes of that is on record.
"""

from dataclasses import dataclass
from typing import Literal

from domain.aggregate import Aggregate, event
from domain.chats import Chat
from domain.errors import DomainError, InvalidValue

RIGHTS = ("can_invite_users", "can_restrict_members")
"""What the bot needs in a VIP channel, by Telegram's names: to let people in, and to remove them."""

KINDS = ("supergroup", "channel")
"""What can be one. Telegram takes back a ban, which is how somebody is removed, in these only
(core.telegram.org/bots/api#unbanchatmember)."""

COMMUNITY = "community"
"""Names the one VIP channel that a community has."""

NAMERS = ("admin", "owner")
"""The roles that may say which chat is the VIP channel."""

Outcome = Literal["removed", "vip_again", "failed"]


@dataclass
class AdminsOnly(DomainError):
    """This is for those who run the community."""


class VipChannel(Aggregate):
    """Which chat is the community's VIP channel, if any."""

    TOPIC = "vip_channel"
    KEYS = ("community",)

    chat: str | None = None

    def name(self, chat: Chat) -> None:
        """From now on it is `chat`. Does nothing where it is already.

        Raises InvalidValue for a plain group, NotFound, ChatLeft, and RightMissing where it may not invite or remove.
        """
        chat.require_here()
        if chat.kind not in KINDS:
            raise InvalidValue("chat", f"must be one of {', '.join(KINDS)}, not a {chat.kind}")
        for right in RIGHTS:
            chat.require_right(right)
        if chat.chat_id != self.chat:
            self._named(chat=chat.chat_id)

    def drop(self) -> None:
        """There is none any more; who is in that chat stays. Does nothing where there is none."""
        if self.chat is not None:
            self._dropped(chat=self.chat)

    @event("Named", topic="vip_channel.named")
    def _named(self, chat: str) -> None:
        self.chat = chat

    @event("Dropped", topic="vip_channel.dropped")
    def _dropped(self, chat: str) -> None:
        self.chat = None


class VipAccess(Aggregate):
    """One user's way into the VIP channel and out of it."""

    TOPIC = "vip_access"

    def admit(self, chat: str) -> None:
        """They asked to join and are VIP: Telegram is to let them in. Each asking is answered anew."""
        self._admitted(chat=chat)

    def expel(self, chat: str) -> None:
        """Their VIP is over: Telegram is to remove them from `chat`, wherever they came in by."""
        self._expelled(chat=chat)

    def end_removal(self, chat: str, outcome: Outcome, reason: str) -> None:
        """What came of removing them. `reason` is Telegram's where it failed, else empty."""
        self._removal_ended(chat=chat, outcome=outcome, reason=reason)

    @event("Admitted", topic="vip_access.admitted")
    def _admitted(self, chat: str) -> None:
        pass

    @event("Expelled", topic="vip_access.expelled")
    def _expelled(self, chat: str) -> None:
        pass

    @event("RemovalEnded", topic="vip_access.removal_ended")
    def _removal_ended(self, chat: str, outcome: str, reason: str) -> None:
        pass
