"""What the write side needs from outside. Adapters implement these; nothing here knows how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain.aggregate import Aggregate
from domain.ids import UserId
from domain.recorded import Recorded
from domain.story_step import StoryStep


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """UTC, in whole milliseconds."""


# --- the event store -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """What a decision knew of one stream: its version (0: no events), proven current at position `as_of`."""

    version: int
    as_of: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be recorded. `state` holds Python values; the store refuses what it cannot keep unchanged."""

    stream: str
    version: int
    topic: str
    schema_version: int
    state: Mapping[str, Any]
    event_id: str
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class Commit:
    """All events of one command, recorded together or not at all, under the command's id.

    `reads` names every stream the decision looked at, those it writes among them.
    `payload_hash` is set for commands from outside: the same id with another payload is refused.
    """

    commit_id: str
    events: Sequence[NewEvent]
    reads: Mapping[str, Read]
    correlation_id: str
    causation_id: str | None
    actor: str
    source: str
    timestamp: datetime
    content: str | None = None
    payload_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Where a commit stands in the log. `repeated`: it had been recorded before, by an earlier try of the same id."""

    positions: tuple[int, ...]
    repeated: bool = False


class StaleReads(Exception):
    """Others wrote to streams that the decision had read; it must be made again. `streams` are those."""

    def __init__(self, streams: frozenset[str]) -> None:
        super().__init__(f"stale: {', '.join(sorted(streams))}")
        self.streams = streams


class CommandIdReused(Exception):
    """A command id from outside came again with another payload."""


class OutcomeUnknown(Exception):
    """The deadline passed before the store answered. Repeating the command with the same id is safe."""


class StoreUnavailable(Exception):
    """The event store can't be reached; nothing was recorded."""


class StreamDamaged(Exception):
    """A document that the decision needs can't be read, or does not fit its stream; nothing was recorded."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"position {position}: {reason}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Loaded:
    """An aggregate brought up to date, and what to put in the read set for it."""

    aggregate: Aggregate
    read: Read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command from outside that recorded nothing had answered: a refusal (`error`), or nothing at all."""

    payload_hash: str
    error: str | None
    details: Mapping[str, Any] = field(default_factory=dict)


class EventStore(Protocol):
    """The log, from the event loop's side. Calls made at the same time share round trips."""

    async def load(self, wanted: Mapping[str, type[Aggregate]]) -> dict[str, Loaded]:
        """The aggregates of these streams (blank where a stream has no events), from snapshot and later events.

        Raises StreamDamaged, domain.recorded.UnknownEvent, StoreUnavailable.
        """

    async def commit(self, commit: Commit) -> Committed:
        """Records the commit. Raises StaleReads, CommandIdReused, OutcomeUnknown, StoreUnavailable, ValueError."""

    async def catch_up(self) -> int:
        """The newest position, after everything that other processes wrote has been looked at."""

    def stale(self, reads: Mapping[str, Read]) -> frozenset[str]:
        """Those streams of `reads` that are known to have changed, or may have, since they were read."""

    async def find_commit(self, commit_id: str) -> tuple[str | None, list[Recorded]] | None:
        """Payload hash and events of a recorded commit, None where there is none."""

    async def outcome(self, command_id: str) -> Outcome | None:
        """What a command that recorded nothing had answered, kept 7 days."""

    async def record_outcome(self, command_id: str, outcome: Outcome) -> None:
        """Keeps it. The first one stands."""

    async def snapshot(self, aggregates: Sequence[Aggregate]) -> None:
        """Keeps the state of long streams, so that loading them stays short. Best effort, may be lost."""


# --- the vault -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """What the vault knows of a person; the only place where a user id meets a name."""

    user_id: UserId
    telegram_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    chat_id: int | None = None

    def __repr__(self) -> str:
        """Says the user id only, so that no log line, traceback or failed assertion ever shows who it is."""
        return f"Person({self.user_id})"


@dataclass(frozen=True, slots=True)
class KnownChat:
    """What the vault knows of a group or channel; the only place where a random chat id meets a title.

    `telegram_id` is where messages to it go now: a group that became a supergroup has another one than before.
    """

    chat_id: str
    telegram_id: int
    title: str
    username: str | None = None

    def __repr__(self) -> str:
        """Says the random id only."""
        return f"KnownChat({self.chat_id})"


class Vault(Protocol):
    """Personal data, encrypted, in one place."""

    async def user_for(
        self,
        telegram_id: int,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> UserId:
        """The user id of this Telegram account, made at first contact; names are kept up to date.

        `chat_id` is the chat to write to them in, where it is known; one that is kept stays if it is left out.
        """

    async def find(self, telegram_id: int) -> UserId | None:
        """The user id of this Telegram account, None if it was never seen."""

    async def find_by_username(self, username: str) -> UserId | None:
        """Who was last seen with this username of Telegram's, None if nobody was. They may have changed it since."""

    async def people(self, user_ids: Sequence[UserId]) -> dict[UserId, Person]:
        """Who these are; the unknown and the erased are missing."""

    async def chat_for(self, telegram_id: int, title: str, username: str | None = None) -> KnownChat:
        """The group or channel of this Telegram id, made at first contact; its title is kept up to date."""

    async def find_chat(self, telegram_id: int) -> KnownChat | None:
        """The group or channel of this Telegram id, None if it was never seen."""

    async def move_chat(self, old: int, new: int, title: str) -> tuple[KnownChat, str] | None:
        """A group got another id from Telegram: it keeps its own, and both of Telegram's lead to it.

        Also returns the id that `new` was known by until now, or would have been; None if nobody knew `old`.
        """

    async def note_author(self, chat_id: int, message_id: int, telegram_id: int) -> None:
        """Notes who wrote a message of a group, for `wrote` only: it can't be read from what is kept."""

    async def wrote(self, chat_id: int, message_id: int, telegram_id: int) -> bool:
        """Whether this person is known to have written that message. All three are Telegram's numbers."""

    async def chats(self, chat_ids: Sequence[str]) -> dict[str, KnownChat]:
        """What these groups and channels are called; the unknown are missing."""


# --- the story runtime -----------------------------------------------------------------------------------------------


Asked = int | str | bool
"""What an external function of a story can answer."""


class StoryRuntime(Protocol):
    """Ink as a pure function. Raises domain.story_step.StoryBroken for what a story may not do.

    `externals` answers what a story asks by name, or by name and argument: `besitos`, `tiene:llave_buzon`. It is asked
    only for what the story really wants to know; the step returned says what that was, so that it can be recorded.
    Randomness comes from `seed`, which stays in the saved states.
    """

    version: str
    """Which runtime this is, and which form its saved states have."""

    def start(self, story_hash: str, externals: Mapping[str, Asked], seed: int) -> StoryStep:
        """The opening of the compiled story with this content hash. `seed` is from 0 to 2^31 - 1."""

    def show(self, story_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        """The place whose step had this `before`, told again with these externals."""

    def choose(self, story_hash: str, state: str, choice: int, externals: Mapping[str, Asked]) -> StoryStep:
        """The step after taking choice number `choice` of the step with this `state`."""

    def migrate(self, from_hash: str, to_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        """The place whose step had this `before`, told by another version of the story, from where it goes on there.

        Raises domain.story_migration.StoryCannotMove where that would not be the same place with the same choices.
        """
