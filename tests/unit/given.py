"""Decisions told as given(history).when(command).records(events) or .refuses(error).

Events are written as `wallet.credited(10, "daily_gift", balance=10)`: the topic's two words, then the event's fields
by place or by name. As history, fields that are left out get a neutral value; as an expectation, they are not looked
at. `ana` is registered unless the history begins with `nothing_at_all`; other users are given with `user.registered`.
"""

import asyncio
import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from types import ModuleType
from typing import Any
from uuid import uuid4

from commands.bus import Bus
from commands.context import Command
from commands.decision import Receipt
from commands.reactions import Reaction, reactions_in
from commands.registry import Handler, handlers_in, package_modules
from commands.timers import Firing, firings_in
from domain.aggregate import event_class
from domain.content import ContentPack
from domain.errors import DomainError
from domain.ids import UserId
from domain.timers import all_due_times
from tests.unit.memory_store import MemoryStore

ana = UserId("a000000000000001")
bea = UserId("b000000000000002")
DEFAULT_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

_NEUTRAL = {
    int: 1,
    str: "x",
    bool: False,
    float: 0.0,
    date: DEFAULT_NOW.date(),
    datetime: DEFAULT_NOW,
    dict: {},
    Mapping: {},
    list: [],
}


_NEUTRAL_BY_NAME = {"language": "es", "time_zone": "UTC", "zone": "UTC"}


@dataclass(frozen=True)
class Told:
    """An event as a test tells it: only the fields it cares about."""

    topic: str
    fields: dict[str, Any]
    of: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{self.topic}({', '.join(f'{name}={value!r}' for name, value in self.fields.items())})"


class Topic:
    """`Topic("wallet").credited(10)` tells a wallet.credited; `of=` names the stream's owner, else it is ana's."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, happened: str) -> Callable[..., Told]:
        topic = f"{self._name}.{happened}"
        kind = event_class(topic)
        assert kind is not None, f"the domain has no event {topic}"
        names = [each.name for each in dataclasses.fields(kind)][3:]  # type: ignore[arg-type]

        def tell(*values: Any, of: str | tuple[str, ...] = ana, **named: Any) -> Told:
            assert set(named) <= set(names), f"{topic} has the fields {names}, not {sorted(set(named) - set(names))}"
            return Told(topic, dict(zip(names, values, strict=False)) | named, (of,) if isinstance(of, str) else of)

        return tell


user, wallet, gift, transfer, mission, achievement = (
    Topic(name) for name in ("user", "wallet", "gift", "transfer", "mission", "achievement")
)
referral = Topic("referral")
item, level, membership, story, content = (Topic(name) for name in ("item", "level", "membership", "story", "content"))
stock = Topic("stock")
invoice, payment, subscription = (Topic(name) for name in ("invoice", "payment", "subscription"))
reconciliation = Topic("reconciliation")

nothing: tuple[Told, ...] = ()
nothing_at_all = object()


class NoStories:
    """A story runtime for tests that tell no story."""

    version = "none"

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"this decision asked the story runtime for {name}")


@dataclass
class FixedClock:
    """A clock that a test moves."""

    time: datetime = DEFAULT_NOW

    def now(self) -> datetime:
        return self.time


@cache
def all_modules() -> tuple[ModuleType, ...]:
    return tuple(package_modules("commands"))


@cache
def all_handlers() -> Mapping[type[Command], Handler]:
    return handlers_in(all_modules())


@cache
def all_reactions() -> Mapping[str, Reaction]:
    return reactions_in(all_modules())


@cache
def all_firings() -> Mapping[str, Firing]:
    return firings_in(all_modules(), all_due_times())


@cache
def _runner() -> asyncio.Runner:
    """The event loop of all scenes: to make one for each command takes longer than most commands."""
    return asyncio.Runner()


@dataclass
class Scene:
    """History, and what is done upon it."""

    store: MemoryStore = field(default_factory=MemoryStore)
    content: ContentPack | None = None
    stories: Any = field(default_factory=NoStories)
    modules: Sequence[ModuleType] = ()
    receipt: Receipt | None = None
    refusal: DomainError | None = None
    began_at: int = 0

    def bus(self) -> Bus:
        """A new bus, with nothing in its cache: as another process would see the log."""
        pack = self.content or default_content()
        return Bus(self.store, FixedClock(), pack, self.stories, self._handlers())

    def _handlers(self) -> Mapping[type[Command], Handler]:
        return handlers_in((*all_modules(), *self.modules)) if self.modules else all_handlers()

    def with_content(self, pack: ContentPack) -> "Scene":
        self.content = pack
        return self

    def with_stories(self, stories: Any) -> "Scene":
        self.stories = stories
        return self

    def when(
        self,
        command: Command,
        on: str | date | None = None,
        at: datetime | None = None,
        command_id: str | None = None,
        actor: str | None = None,
    ) -> "Scene":
        """Gives the command, at noon UTC of the day `on`, or at the moment `at`."""
        now = at or (datetime.fromisoformat(f"{on}T12:00:00+00:00") if on else DEFAULT_NOW)
        self.began_at, self.receipt, self.refusal = len(self.store.events), None, None
        bus = self.bus()
        actor = actor or str(getattr(command, "user_id", "test"))
        context = bus.context(command_id or f"test:{uuid4().hex}", actor=actor, source="test", now=now)
        try:
            self.receipt = _runner().run(bus.execute(command, context), context=copy_context())
        except DomainError as refusal:
            self.refusal = refusal
        return self

    @property
    def recorded(self) -> list[Any]:
        return self.store.events[self.began_at :]

    def records(self, *expected: Told) -> "Scene":
        """Exactly these events, in this order; of each, the fields that are told."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert [each.topic for each in self.recorded] == [each.topic for each in expected]
        for each, told in zip(self.recorded, expected, strict=True):
            assert {name: each.state.get(name) for name in told.fields} == told.fields, each.topic
        return self

    def records_nothing(self) -> "Scene":
        assert self.refusal is None, f"refused: {self.refusal}"
        assert [each.topic for each in self.recorded] == []
        return self

    def refuses(self, expected: DomainError | type[DomainError]) -> "Scene":
        """This refusal (or any of this class), and not one event."""
        if isinstance(expected, DomainError):
            assert self.refusal == expected
        else:
            assert isinstance(self.refusal, expected), f"expected {expected.__name__}, got {self.refusal!r}"
        assert self.recorded == []
        return self

    def answers(self, result: Any) -> "Scene":
        assert self.receipt is not None, f"refused: {self.refusal}"
        assert self.receipt.result == result
        return self


def given(*history: Any) -> Scene:
    """A scene after these events; told ones, tuples of told ones, or `nothing_at_all` for a log without ana."""
    scene = Scene()
    flat: list[Told] = []
    for each in history:
        if each is not nothing_at_all:
            flat.extend((each,) if isinstance(each, Told) else each)
    tells_of_ana = any(each.topic == "user.registered" and each.of == (ana,) for each in flat)
    if nothing_at_all not in history and not tells_of_ana:
        flat.insert(0, user.registered(of=ana, language="es"))
    for each in flat:
        _record(scene.store, each)
    return scene


def _record(store: MemoryStore, told: Told) -> None:
    kind = event_class(told.topic)
    assert kind is not None
    state = {
        name: _neutral(name, annotation) for name, annotation in inspect.get_annotations(kind, eval_str=True).items()
    }
    state |= told.fields
    aggregate = kind.aggregate_class
    keys = (*told.of, *(str(state[key]) for key in aggregate.KEYS[len(told.of) :]))
    stream = aggregate.stream(*keys)
    store.record(stream, told.topic, state, DEFAULT_NOW, aggregate.owner(stream))


def _neutral(name: str, annotation: Any) -> Any:
    if type(None) in getattr(annotation, "__args__", ()):
        return None
    if name in _NEUTRAL_BY_NAME:
        return _NEUTRAL_BY_NAME[name]
    return _NEUTRAL.get(getattr(annotation, "__origin__", annotation), "x")


@cache
def default_content() -> ContentPack:
    """The smallest content pack that is one."""
    return ContentPack()
