"""Comparing our list of payments with Telegram's; the calls themselves are made where Telegram is reached."""

from dataclasses import dataclass

from commands.context import Command, Context
from commands.registry import handles
from domain.reconciliation import Reconciliation

BOOK = "stars"


@dataclass(frozen=True, slots=True)
class RequestReconciliation(Command):
    """Has it done soon: what has come since the last time, or the `whole` list."""

    whole: bool = False
    book: str = BOOK


@handles(RequestReconciliation)
def request_reconciliation(command: RequestReconciliation, context: Context, reconciliation: Reconciliation) -> None:
    reconciliation.request(command.whole)


@dataclass(frozen=True, slots=True)
class SeenUpTo(Command):
    """A question: how many of Telegram's transactions have been looked at so far?"""

    book: str = BOOK


@handles(SeenUpTo)
def seen_up_to(command: SeenUpTo, context: Context, reconciliation: Reconciliation) -> int:
    return reconciliation.seen


@dataclass(frozen=True, slots=True)
class CompleteReconciliation(Command):
    """It has been done: transactions seen in all, and the differences that were found.

    `credited` payments had never reached us, `refunded` had gone back without our knowing, `unmatched` ones are not in
    Telegram's list, `not_ours` ones are for nothing that we offered, `refused` ones could not be recorded.
    """

    seen: int
    credited: int = 0
    refunded: int = 0
    unmatched: int = 0
    not_ours: int = 0
    refused: int = 0
    book: str = BOOK


@handles(CompleteReconciliation)
def complete_reconciliation(command: CompleteReconciliation, context: Context, reconciliation: Reconciliation) -> None:
    reconciliation.complete(
        command.seen, command.credited, command.refunded, command.unmatched, command.not_ours, command.refused
    )
