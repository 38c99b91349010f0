"""Comparing our list of payments with Telegram's: when it is to be done, how far it has come, what differed."""

from typing import Any

from domain.aggregate import Aggregate, event


def _none_refused(fields: dict[str, Any]) -> None:
    """Version 1 ended at the first transaction that was refused: it has none."""
    fields["refused"] = 0


class Reconciliation(Aggregate):
    """One book of payments: how many of Telegram's transactions have been looked at, the oldest first."""

    TOPIC = "reconciliation"
    KEYS = ("book",)
    UPCASTS = {"reconciliation.completed": (_none_refused,)}

    seen: int = 0

    @property
    def book(self) -> str:
        return self.id.split(":")[1]

    def request(self, whole: bool) -> None:
        """Asks for it to be done: what has come since the last time, or the `whole` list from its beginning."""
        self._requested(book=self.book, whole=whole)

    def complete(self, seen: int, credited: int, refunded: int, unmatched: int, not_ours: int, refused: int) -> None:
        """It is done. `seen` are Telegram's transactions so far, in all; the others are the differences found now."""
        self._completed(
            book=self.book,
            seen=seen,
            credited=credited,
            refunded=refunded,
            unmatched=unmatched,
            not_ours=not_ours,
            refused=refused,
        )

    @event("Requested", topic="reconciliation.requested")
    def _requested(self, book: str, whole: bool) -> None:
        pass

    @event("Completed", topic="reconciliation.completed")
    def _completed(
        self, book: str, seen: int, credited: int, refunded: int, unmatched: int, not_ours: int, refused: int
    ) -> None:
        self.seen = seen
