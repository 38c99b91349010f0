"""What integrators tell: recorded in the log first, as everything else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commands.context import Command, Context
from commands.registry import Streams, handles
from domain.errors import InvalidValue
from domain.external import ExternalFacts, UnknownExternalType
from domain.ids import UserId
from domain.users import User

_SERVICE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True)
class RecordExternalFact(Command):
    """Records `external.<name>`, told by `service`, about a user or (None) about nobody.

    The content registers the names and their fields. Raises UnknownExternalType, InvalidValue, NotFound and UserBanned.
    """

    name: str
    user_id: UserId | None
    payload: Mapping[str, Any] = field(default_factory=dict)
    service: str = "api"


def _about(command: RecordExternalFact, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"about": [User.stream(command.user_id)] if command.user_id else []}


@handles(RecordExternalFact, loads=_about)
def record_external_fact(
    command: RecordExternalFact, context: Context, facts: ExternalFacts, about: dict[str, User]
) -> None:
    definition = context.content.external_type(command.name)
    if definition is None:
        raise UnknownExternalType(command.name)
    if not _SERVICE.fullmatch(command.service):
        raise InvalidValue("service", "must be a short name of lower-case letters, digits, dots and dashes")
    for user in about.values():
        user.require_active(context.now)
    definition.check(command.user_id, command.payload)
    facts.tell(definition, command.payload)
