"""Putting on record what became of messages."""

from dataclasses import dataclass
from datetime import datetime

from commands.context import Command, Context
from commands.registry import handles
from domain.deliveries import Deliveries


@dataclass(frozen=True, slots=True)
class SummariseDeliveries(Command):
    """Notes what became of the messages of `channel` from `begins` to just before `ends`.

    Each of `counts` is (kind, end, reason, count), as `Effects.tally` gives them. Raises InvalidValue.
    """

    channel: str
    begins: datetime
    ends: datetime
    counts: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class DeliveriesThrough(Command):
    """A question: until when the messages of `channel` have been summed up, None if they never were."""

    channel: str


@handles(SummariseDeliveries)
def summarise_deliveries(command: SummariseDeliveries, context: Context, deliveries: Deliveries) -> None:
    names = ("kind", "end", "reason", "count")
    deliveries.summarise(command.begins, command.ends, [dict(zip(names, each, strict=True)) for each in command.counts])


@handles(DeliveriesThrough)
def deliveries_through(question: DeliveriesThrough, context: Context, deliveries: Deliveries) -> datetime | None:
    return deliveries.through
