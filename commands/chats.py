"""Coming into a group or channel, getting rights there, and leaving."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commands.context import Command, Context
from commands.registry import Streams, handles
from domain.chats import Chat, missing_rights


@dataclass(frozen=True, slots=True)
class NoteStanding(Command):
    """The bot is in the chat, as what Telegram calls `standing`, with these rights of an administrator."""

    chat_id: str
    kind: str
    standing: str
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveChat(Command):
    """The bot was taken out of the chat, or left it."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class MigrateChat(Command):
    """A group has become a supergroup. `other_id` is what the supergroup was known as before that was understood."""

    chat_id: str
    other_id: str


@dataclass(frozen=True, slots=True)
class DescribeChat(Command):
    """Asks what the bot is in a chat."""

    chat_id: str


@handles(NoteStanding, answers=lambda events: {"event": events[-1].topic})
def note_standing(command: NoteStanding, context: Context, chat: Chat) -> None:
    chat.note(command.kind, command.standing, command.rights)


@handles(LeaveChat)
def leave_chat(command: LeaveChat, context: Context, chat: Chat) -> None:
    chat.leave("removed")


def _both(command: MigrateChat, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"other": Chat.stream(command.other_id)}


@handles(MigrateChat, loads=_both)
def migrate_chat(command: MigrateChat, context: Context, chat: Chat, other: Chat) -> None:
    """What was noted under the other id holds for the chat, since it is the newer."""
    if other.id == chat.id:
        return
    if other.here:
        chat.note(other.kind, other.standing, other.rights)
        other.leave("merged")
    else:
        chat.migrate()


@handles(DescribeChat)
def describe_chat(command: DescribeChat, context: Context, chat: Chat) -> dict[str, Any]:
    """`here`, `kind`, `standing`, and what is `missing`."""
    missing = missing_rights(chat.kind, chat.standing, chat.rights) if chat.here else []
    return {"here": chat.here, "kind": chat.kind, "standing": chat.standing, "missing": missing}
