"""Where the bot plays: groups and channels, and what it may do there.

A chat has a random id of its own; Telegram's id and the title are in the vault only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from domain.aggregate import Aggregate, event
from domain.errors import DomainError, InvalidValue, NotFound

ChatKind = Literal["group", "supergroup", "channel"]
Standing = Literal["member", "administrator", "restricted"]

KINDS: tuple[str, ...] = get_args(ChatKind)
STANDINGS: tuple[str, ...] = get_args(Standing)

ADMINISTRATOR = "administrator"
"""Stands among what is missing where the bot is no administrator: then no single right helps."""

WANTED: Mapping[str, tuple[str, ...]] = {
    "group": (),
    "supergroup": (),
    "channel": ("can_post_messages", "can_edit_messages", "can_invite_users"),
}
"""Which of an administrator's rights each kind of chat takes, by Telegram's names (core.telegram.org/bots/api).

In a group being an administrator is enough: Telegram shows who reacted to nobody else.
"""


def missing_rights(kind: str, standing: str, rights: Iterable[str]) -> list[str]:
    """What the bot lacks in a chat for all that it can do there; empty where nothing is."""
    if standing != ADMINISTRATOR:
        return [ADMINISTRATOR]
    return [right for right in WANTED[kind] if right not in set(rights)]


@dataclass
class ChatLeft(DomainError):
    """The bot is in that chat no more."""

    chat: str


@dataclass
class RightMissing(DomainError):
    """The bot may not do that in the chat: an administrator has to give it the right, by Telegram's name."""

    chat: str
    right: str


class Chat(Aggregate):
    """One group or channel: whether the bot is in it, as what, and with which rights.

    `numbering` is how often Telegram has begun to number its messages afresh, as it does when a group becomes a
    supergroup: together they tell a message.
    """

    TOPIC = "chat"
    KEYS = ("chat_id",)

    kind: str = ""
    standing: str = ""
    rights: list[str] = field(default_factory=list)
    numbering: int = 0

    @property
    def chat_id(self) -> str:
        return self.id.split(":")[1]

    @property
    def here(self) -> bool:
        """Whether the bot is in the chat now."""
        return self.standing != ""

    def require_here(self) -> None:
        """Raises NotFound for a chat that the bot was never in, ChatLeft for one that it is in no more."""
        if not self.kind:
            raise NotFound("chat", self.chat_id)
        if not self.here:
            raise ChatLeft(self.chat_id)

    def require_right(self, right: str) -> None:
        """Raises as `require_here`, and RightMissing where an administrator did not give the bot this right."""
        self.require_here()
        if right not in self.rights:
            raise RightMissing(self.chat_id, right)

    def note(self, kind: str, standing: str, rights: Sequence[str]) -> None:
        """Takes note of what the bot is in the chat now. Does nothing where that is known. Raises InvalidValue."""
        if kind not in KINDS:
            raise InvalidValue("kind", f"must be one of {', '.join(KINDS)}")
        if standing not in STANDINGS:
            raise InvalidValue("standing", f"must be one of {', '.join(STANDINGS)}")
        given = sorted(set(rights))
        if not self.here:
            self._registered(kind=kind, standing=standing, rights=given)
            return
        if kind != self.kind:
            self._migrated(kind=kind)
        if (standing, given) != (self.standing, self.rights):
            self._rights_changed(standing=standing, rights=given)

    def migrate(self) -> None:
        """The group has become a supergroup, whoever says so first. Does nothing where that is known."""
        if self.kind == "group":
            self._migrated(kind="supergroup")

    def leave(self, reason: Literal["removed", "merged"]) -> None:
        """The bot is not in the chat any more; `merged`: the chat is known under another id. Does nothing twice."""
        if self.here:
            self._left(reason=reason)

    @event("Registered", topic="chat.registered")
    def _registered(self, kind: str, standing: str, rights: list[str]) -> None:
        self.numbering += _numbered_afresh(self.kind, kind)
        self.kind, self.standing, self.rights = kind, standing, rights

    @event("RightsChanged", topic="chat.rights_changed")
    def _rights_changed(self, standing: str, rights: list[str]) -> None:
        self.standing, self.rights = standing, rights

    @event("Migrated", topic="chat.migrated")
    def _migrated(self, kind: str) -> None:
        self.numbering += _numbered_afresh(self.kind, kind)
        self.kind = kind

    @event("Left", topic="chat.left")
    def _left(self, reason: str) -> None:
        self.standing, self.rights = "", []


def _numbered_afresh(before: str, now: str) -> bool:
    return before == "group" and now != "group"
