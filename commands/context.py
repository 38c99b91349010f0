"""A command, and the circumstances it is given in."""

import hashlib
import json
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any, ClassVar

from commands.ports import StoryRuntime
from domain.content import ContentPack
from domain.ids import UserId

INTERNAL = ("reaction:", "timer:", "workflow:")
"""Command ids that the program makes itself, from positions and due times: for these the stored commit wins."""

MENDED = ("import:",)
"""Command ids that stand for what they say: whoever repeats one after a refusal has mended its cause."""


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants, in the imperative. It names streams by id, never aggregates."""

    @property
    def payload_hash(self) -> str:
        """Tells this command from another one sent under the same id.

        The order of keys and fields at their default make no difference: a field that a later release adds leaves the
        hashes of earlier commands as they are.
        """
        told = {field.name: value for field in fields(self) if (value := getattr(self, field.name)) != _default(field)}
        return hashlib.sha256(
            f"{type(self).__name__} {json.dumps(told, sort_keys=True, default=str)}".encode()
        ).hexdigest()


def _default(field: "Field[Any]") -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@dataclass(frozen=True, slots=True)
class UserCommand(Command):
    """A command that acts for one user: refused while they are unregistered or banned, whatever it asks.

    Their `User` stream is in the read set of every such command, so a ban in one process stops the next command in
    another.
    """

    requires_active_user: ClassVar[bool] = True

    user_id: UserId


@dataclass(frozen=True)
class Context:
    """Who, when, why: all that a decision may know besides its aggregates.

    `now` is UTC in whole milliseconds. `content` and `stories` are those in force when the command was given.
    """

    command_id: str
    correlation_id: str
    causation_id: str | None
    actor: str
    source: str
    now: datetime
    content: ContentPack
    stories: StoryRuntime

    @property
    def external(self) -> bool:
        """Whether the command id was made outside, where the same id may come with another payload."""
        return not self.command_id.startswith(INTERNAL)

    @property
    def keeps_refusal(self) -> bool:
        """Whether a refusal is the answer to every repeat: a tap or a request must not succeed long after its "no"."""
        return self.external and not self.command_id.startswith(MENDED)

    @cached_property
    def seed(self) -> int:
        """Randomness that a repeat of the command meets again, 0 to 2^31 - 1."""
        return int.from_bytes(hashlib.sha256(self.command_id.encode()).digest()[:4], "big") >> 1

    @cached_property
    def random(self) -> Random:
        return Random(self.seed)  # noqa: S311  # games, not secrets
