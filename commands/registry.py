"""Finds the handlers: which function decides a command, and which aggregates it asks.

A handler says what it needs by its parameters: `(command, context, name: AggregateClass, …)`. The stream of each is
made from the command's fields (`AggregateClass.KEYS`). Streams known only from other aggregates are named by a
`loads(command, context, loaded)` beside it, as parameter -> stream id, or parameter -> ids for a parameter annotated
`dict[str, AggregateClass]`.

What several handlers need together they ask for as one `Gathered`: its fields are then as parameters of theirs.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import wraps
from types import ModuleType
from typing import Any, Protocol, TypeVar, cast, get_args, get_origin, get_type_hints

from commands.context import Command, Context, UserCommand
from domain.aggregate import Aggregate
from domain.users import User


class Fact(Protocol):
    """An event as a receipt tells it: its topic and its fields."""

    @property
    def topic(self) -> str: ...

    @property
    def state(self) -> Mapping[str, Any]: ...


Streams = Mapping[str, str | Sequence[str]]
Loads = Callable[[Any, Context, Mapping[str, Any]], Streams]
Answers = Callable[[Sequence[Fact]], Any]

GUARD = "(user)"
"""The name under which the user of a UserCommand is loaded; no parameter can have it."""


class Gathered:
    """Base of dataclasses whose first field is the context, and whose others are aggregates as a handler asks for them.

    A handler that has one for a parameter is given it made of these, each loaded under the name of its field.
    """


@dataclass(frozen=True, slots=True)
class Parameter:
    """One aggregate that a handler asks for; `many` if it takes several by stream id."""

    name: str
    aggregate: type[Aggregate]
    many: bool = False


def first_facts(events: Sequence[Fact]) -> Any:
    """The default result of a command: the fields of its first event."""
    return dict(events[0].state)


@dataclass(frozen=True, slots=True)
class Handler:
    """A decision: the function, what it reads, and what its receipt answers.

    The result is a function of the recorded events alone (of at least one: a command that records nothing answers
    `{}`), so that a repeat answers the same as the first time.
    """

    command: type[Command]
    decide: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    loads: Loads | None = None
    answers: Answers = first_facts
    _named: tuple[tuple[str, type[Aggregate], tuple[str, ...]], ...] = field(init=False)
    _classes: Mapping[str, type[Aggregate]] = field(init=False)

    def __post_init__(self) -> None:
        known = {each.name for each in fields(self.command)}
        named = [
            (parameter.name, parameter.aggregate, parameter.aggregate.KEYS)
            for parameter in self.parameters
            if not parameter.many and known.issuperset(parameter.aggregate.KEYS)
        ]
        if issubclass(self.command, UserCommand) and self.command.requires_active_user:
            named.append((GUARD, User, User.KEYS))
        object.__setattr__(self, "_named", tuple(named))
        classes = {parameter.name: parameter.aggregate for parameter in self.parameters}
        object.__setattr__(self, "_classes", {**classes, GUARD: User})

    def streams(self, command: Command) -> dict[str, str]:
        """The streams that the command itself names, by parameter."""
        return {name: kind.stream(*[getattr(command, key) for key in keys]) for name, kind, keys in self._named}

    def aggregate_class(self, name: str) -> type[Aggregate]:
        return self._classes[name]


_C = TypeVar("_C", bound=Callable[..., Any])


def handles(
    command: type[Command], *, loads: Loads | None = None, answers: Answers = first_facts
) -> Callable[[_C], _C]:
    """Marks the function that decides `command`."""

    def mark(decide: _C) -> _C:
        hints = get_type_hints(decide)
        asked = {name: hints[name] for name in list(inspect.signature(decide).parameters)[2:]}
        gathered = {name: kind for name, kind in asked.items() if isinstance(kind, type) and issubclass(kind, Gathered)}
        needs = {name: kind for name, kind in asked.items() if name not in gathered}
        for kind in gathered.values():
            needs |= _gathered_fields(kind)
        parameters = tuple(_parameter(name, annotation) for name, annotation in needs.items())
        decides = _gathering(decide, gathered) if gathered else decide
        decide.__handler__ = Handler(command, decides, parameters, loads, answers)  # type: ignore[attr-defined]
        return decide

    return mark


def _gathered_fields(kind: type[Gathered]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(cast(Any, kind))[1:]}


def _gathering(decide: Callable[..., Any], gathered: Mapping[str, type[Gathered]]) -> Callable[..., Any]:
    """`decide`, for a caller who has the aggregates one by one. What it asks for besides may be among the gathered."""
    alone = set(inspect.signature(decide).parameters) - set(gathered)
    names = {name: tuple(_gathered_fields(kind)) for name, kind in gathered.items()}

    @wraps(decide)
    def gathering(command: Command, context: Context, **loaded: Any) -> Any:
        whole = {
            name: cast(Any, kind)(context, *(loaded[each] for each in names[name])) for name, kind in gathered.items()
        }
        return decide(command, context, **whole, **{name: each for name, each in loaded.items() if name in alone})

    return gathering


def _parameter(name: str, annotation: Any) -> Parameter:
    if get_origin(annotation) in (dict, Mapping):
        return Parameter(name, get_args(annotation)[1], many=True)
    return Parameter(name, annotation)


def package_modules(package: str) -> list[ModuleType]:
    """The modules of a package, imported."""
    found = importlib.import_module(package)
    return [importlib.import_module(name) for _, name, _ in pkgutil.walk_packages(found.__path__, f"{package}.")]


def handlers_in(modules: Iterable[ModuleType]) -> dict[type[Command], Handler]:
    """The handlers that these modules define. Raises ValueError where two decide one command."""
    handlers: dict[type[Command], Handler] = {}
    for module in modules:
        for function in vars(module).values():
            handler = getattr(function, "__handler__", None)
            if not isinstance(handler, Handler):
                continue
            if handlers.setdefault(handler.command, handler) is not handler:
                raise ValueError(f"{handler.command.__name__} has two handlers")
    return handlers
