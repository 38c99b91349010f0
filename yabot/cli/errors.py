"""Which errors are the operator's to mend, and the one line that says how. All others keep their traceback."""

import re
import sqlite3
from typing import Any

from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError
from sqlalchemy.exc import DatabaseError
from typer import BadParameter

from adapters.content import ContentError
from adapters.embedded.errors import ServerUnavailable
from adapters.ink.compile import CannotCompile
from adapters.ink.compiled import StoryRefused
from adapters.ink.files import BadStoryFolder
from adapters.mongodb.cloud_events import NotExportable
from adapters.mongodb.migrations import MigrationBusy, MigrationChanged, StoreNewer, StoreNotMigrated
from adapters.mongodb.transfer import CannotImport, ImportUnfinished
from adapters.mongodb.vault_crypto import VaultKeyWrong
from adapters.sqlite.connections import UnsupportedDatabase
from adapters.sqlite.migrate import NewerStore, Unmigrated
from commands.ports import OutcomeUnknown, StoreUnavailable
from domain.errors import DomainError, InvalidValue, NotFound
from domain.recorded import UnknownEvent
from domain.story_step import StoryBroken
from projections.engine import CheckpointAhead
from projections.parking import NeedsRebuild, NotParked
from projections.ports import RebuildRunning
from projections.rebuild import LogEndsEarly, NotBuilt
from projections.waiting import ProjectionStopped
from queries.state import DamagedStream
from yabot.cli.failing import Failed
from yabot.listening import PortTaken
from yabot.settings import WrongSetting

FAILED, USAGE = 1, 2

UsageError = BadParameter.__mro__[1]
"""Typer's own name for it is private: whatever was typed can't be understood."""

SAID = (
    BadStoryFolder,
    CannotCompile,
    CannotImport,
    CheckpointAhead,
    ContentError,
    DamagedStream,
    Failed,
    FileExistsError,
    ImportUnfinished,
    LogEndsEarly,
    MigrationBusy,
    MigrationChanged,
    NeedsRebuild,
    NewerStore,
    NotBuilt,
    NotExportable,
    NotParked,
    OutcomeUnknown,
    PortTaken,
    ProjectionStopped,
    RebuildRunning,
    ServerUnavailable,
    StoreNewer,
    StoreNotMigrated,
    StoryRefused,
    UnknownEvent,
    Unmigrated,
    VaultKeyWrong,
)
"""Their messages say already what there is to do."""

AUTHENTICATION = (18, 8000)
NOT_ALLOWED = 13


def explain(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code for `error`; None if nobody but a programmer can do anything about it."""
    if isinstance(error, UsageError):
        return _wrong_usage(error), USAGE
    match error:
        case WrongSetting() | UnsupportedDatabase():
            return str(error), USAGE
        case ConfigurationError():
            return f"YABOT_MONGODB_URI: can't be used: {error}", USAGE
        case StoreUnavailable() | PyMongoError():
            return _mongodb(error), FAILED
        case NotFound():
            return f"there is no {error.kind} {error.id}", FAILED
        case InvalidValue():
            return f"{error.field}: {error.reason}", FAILED
        case StoryBroken():
            return f"the story breaks at {error.place or 'its opening'}: {error.reason}", FAILED
        case DomainError():
            return str(error), FAILED
        case sqlite3.DatabaseError() | DatabaseError():
            return (
                f"the read models can't be used: {_first_line(error)}; stop what writes to them, remove the file, and"
                " start again: it is made anew from the log"
            ), FAILED
        case _ if isinstance(error, SAID):
            return str(error), FAILED
        case OSError() if error.filename is not None:
            return f"{error.filename}: {error.strerror}", FAILED
        case _:
            return None


def _wrong_usage(error: Any) -> str:
    """Empty where the help has been shown instead: a group without a command."""
    message = str(error.format_message()).strip().removesuffix(".").replace("Value error, ", "")
    command = error.ctx.command_path if error.ctx else "yabot"
    return f"{command}: {message}; see {command} --help" if message else ""


def _mongodb(error: Exception) -> str:
    """pymongo tells the whole topology; what helps is the address and the reason."""
    if isinstance(error, OperationFailure):
        if error.code in AUTHENTICATION:
            return "MongoDB refuses user or password; look at YABOT_MONGODB_URI and YABOT_VAULT_URI"
        if error.code == NOT_ALLOWED:
            return f"MongoDB does not allow this user to do that: {_first_line(error)}; see docs/security.md"
        return f"MongoDB refused: {_first_line(error)}"
    reason = re.split(r" \(configured timeouts|, Timeout:|,? Topology Description|, full error", _first_line(error))[0]
    return f"MongoDB can't be reached ({reason}); is it running, and is YABOT_MONGODB_URI right?"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
