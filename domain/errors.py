"""What a rule answers when it says no.

A refusal is a value as well as an exception: its class names the rule, its fields say what the person may need to
know. Adapters turn the class into a status code and a text, in one place each.
"""

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass
class DomainError(Exception):
    """A rule refused a command; nothing was recorded.

    `type` is the stable name that leaves the program (`insufficient-besitos`), made from the class name.
    """

    type: ClassVar[str] = "domain-error"

    def __post_init__(self) -> None:
        self.repeated = False
        """Whether this answers a repeat of a command that was refused before."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.type = _WORD_START.sub("-", cls.__name__).lower()
        REFUSALS[cls.type] = cls

    @property
    def details(self) -> dict[str, Any]:
        """The fields by name, as they fill a text or a problem document."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return f"{self.type} {self.details}" if self.details else self.type


REFUSALS: dict[str, type[DomainError]] = {}
"""Every refusal by its stable name, so that a kept outcome can be answered again."""


@dataclass
class NotFound(DomainError):
    """What the command names does not exist. `kind` is a word such as `user` or `mission`; `id` is what was asked."""

    kind: str
    id: str


@dataclass
class InvalidValue(DomainError):
    """A field of the command is outside of what the domain allows; `reason` is for the developer who sent it."""

    field: str
    reason: str
