"""A toy topic with due times: eggs that are put on to boil, and are taken out when their time has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.context import Command, Context
from commands.registry import handles
from commands.timers import fires
from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.recorded import Recorded
from domain.timers import Due, DueTimes


@dataclass
class EggGone(DomainError):
    """Somebody has eaten it raw."""


class Egg(Aggregate):
    """An egg: boiling until `until`, then done; `eaten` ends it without telling its timer."""

    TOPIC = "egg"
    KEYS = ("egg",)

    until: datetime | None = None
    gone: bool = False
    stirred: int = 0

    def take_out(self) -> None:
        if self.gone:
            raise EggGone()
        if self.until is not None:
            self._done(egg=self.id.partition(":")[2])

    @event("Boiling", topic="egg.boiling")
    def boil(self, egg: str, until: datetime) -> None:
        self.until = until

    @event("Eaten", topic="egg.eaten")
    def eat(self) -> None:
        self.gone = True

    @event("Done", topic="egg.done")
    def _done(self, egg: str) -> None:
        self.until = None

    @event("Stirred", topic="egg.stirred")
    def stir(self, egg: str, until: datetime) -> None:
        self.stirred += 1


def _boiled(event: Recorded) -> Due:
    return Due(event.egg, event.until)


def _taken_out(event: Recorded) -> str:
    return str(event.egg)


BOILED = DueTimes("egg-boiled", sets={"egg.boiling": _boiled}, clears={"egg.done": _taken_out})
STIRRING = DueTimes("egg-stirring", sets={"egg.stirred": _boiled}, misfire=timedelta(minutes=1))
"""Nobody clears it: a mistake that a topic can make."""


@dataclass(frozen=True, slots=True)
class Boil(Command):
    """Puts an egg on; one that boils already goes on until then."""

    egg: str
    until: datetime


@handles(Boil)
def boil(command: Boil, context: Context, egg: Egg) -> None:
    egg.boil(command.egg, command.until)


@dataclass(frozen=True, slots=True)
class Eat(Command):
    egg: str


@handles(Eat)
def eat(command: Eat, context: Context, egg: Egg) -> None:
    egg.eat()


@dataclass(frozen=True, slots=True)
class TakeOut(Command):
    egg: str


@handles(TakeOut)
def take_out(command: TakeOut, context: Context, egg: Egg) -> None:
    egg.take_out()


@fires(BOILED)
def boiled(due: Due) -> Command:
    return TakeOut(due.target)


@dataclass(frozen=True, slots=True)
class Stir(Command):
    egg: str
    until: datetime


@handles(Stir)
def stir(command: Stir, context: Context, egg: Egg) -> None:
    egg.stir(command.egg, command.until)


@fires(STIRRING)
def stirred(due: Due) -> Command:
    return Stir(due.target, due.at)
