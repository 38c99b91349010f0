"""A chat as the simulator keeps it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class SimulatedChat:
    """A chat as Telegram's servers know it."""

    about: dict[str, Any]
    last_message: int = 0
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: bool = False
    member: dict[str, Any] = field(default_factory=lambda: {"status": "member"})
    """What the bot is in it; in a private chat that says nothing."""

    administrators: set[int] = field(default_factory=set)
    """Who has given the bot its place there: nobody else can."""

    asking: set[int] = field(default_factory=set)
    """Who has asked to join, and got no answer yet."""

    invites: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The links into it that the bot has made, by address."""

    guests: set[int] = field(default_factory=set)
    """Who was let in by the bot."""

    banned: set[int] = field(default_factory=set)

    person: dict[str, Any] = field(default_factory=dict)
    """Who writes in it, if it is a private one."""

    @property
    def full(self) -> dict[str, Any]:
        """What getChat tells of it."""
        names = {name: self.person[name] for name in ("first_name", "last_name", "username") if self.person.get(name)}
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        asked_for = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
        return {**self.about, **names, **asked_for}

    @property
    def kind(self) -> str:
        """private, group, supergroup or channel."""
        return str(self.about.get("type"))

    @property
    def shut(self) -> bool:
        """Whether the bot is in it no more."""
        return self.kind != "private" and self.member.get("status") in ("left", "kicked")

    def may(self, right: str) -> bool:
        """Whether the bot, as an administrator, has this right."""
        return self.member.get("status") == "administrator" and bool(self.member.get(right))
