"""What other systems tell us: facts of kinds that the content registers, each with its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.aggregate import EXTERNAL, EXTERNAL_PREFIX, Aggregate, event
from domain.definitions import ContentId, Definition, Text
from domain.errors import DomainError, InvalidValue
from domain.ids import StreamId, UserId

NOBODY = "-"
"""Stands in the stream's id where the fact is about no user."""

MAX_NUMBER = 2**53
"""The greatest integer that every JSON reader keeps exact."""


class FieldDefinition(Definition):
    """One field of an external fact. `least` and `most` bound a number, or the length of a text."""

    type: Literal["text", "integer", "boolean"]
    required: bool = True
    least: int = 0
    most: int | None = None

    def problem(self, value: Any) -> str | None:
        """What is wrong with `value`; None if it fits."""
        match self.type:
            case "boolean":
                return None if isinstance(value, bool) else "must be true or false"
            case "integer":
                if not isinstance(value, int) or isinstance(value, bool):
                    return "must be a whole number"
                most = MAX_NUMBER if self.most is None else self.most
                return None if self.least <= value <= most else f"must be from {self.least} to {most}"
            case "text":
                if not isinstance(value, str):
                    return "must be a text"
                most = 200 if self.most is None else self.most
                return None if self.least <= len(value) <= most else f"must have {self.least} to {most} characters"


class ExternalDefinition(Definition):
    """A kind of fact that integrators may tell: its fields, and whether it is about a user."""

    id: ContentId
    title: Text
    about: Literal["user", "anybody", "nobody"] = "user"
    fields: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], FieldDefinition] = {}

    def check(self, user_id: UserId | None, payload: Mapping[str, Any]) -> None:
        """Raises InvalidValue where the fact is not as it was registered."""
        if self.about == "user" and user_id is None:
            raise InvalidValue("user", f"{self.topic} is about a user")
        if self.about == "nobody" and user_id is not None:
            raise InvalidValue("user", f"{self.topic} is about no user")
        for name, definition in self.fields.items():
            if name not in payload:
                if definition.required:
                    raise InvalidValue(f"payload.{name}", "is missing")
            elif problem := definition.problem(payload[name]):
                raise InvalidValue(f"payload.{name}", problem)
        if unknown := payload.keys() - self.fields.keys():
            raise InvalidValue("payload", f"{self.topic} has no field {min(map(str, unknown))!r}")

    @property
    def topic(self) -> str:
        return EXTERNAL_PREFIX + self.id


@dataclass
class UnknownExternalType(DomainError):
    """No such kind of external fact is registered."""

    name: str


class ExternalFacts(Aggregate):
    """What one service told about one user, or about nobody: a stream that is only ever added to."""

    TOPIC = "external_facts"
    KEYS = ("user_id", "service")

    class Event(Aggregate.Event):
        """Stored under `external.<name>`: the names come from integrators."""

        name: str

        @property
        def topic(self) -> str:
            return EXTERNAL_PREFIX + self.name

    told: int = 0

    @classmethod
    def stream(cls, *keys: str | None) -> StreamId:
        """The stream of (user, service); the user may be None."""
        return super().stream(*(key or NOBODY for key in keys))

    @classmethod
    def owner(cls, stream: str) -> UserId | None:
        owner = super().owner(stream)
        return None if owner == NOBODY else owner

    def tell(self, definition: ExternalDefinition, payload: Mapping[str, Any]) -> None:
        """Adds a fact, which has been checked."""
        self._told(name=definition.id, service=self.id.split(":")[2], payload=dict(payload))

    @event("Told", topic=EXTERNAL)
    def _told(self, name: str, service: str, payload: dict[str, Any]) -> None:
        self.told += 1
