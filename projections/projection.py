"""A projection: a pure fold from events to rows. It reads nothing but events, and knows nothing of how it is run."""

import hashlib
import re
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import Table

from domain.recorded import Recorded
from projections.rows import Rows

Fold = Callable[[Any, Recorded, Rows], None]

EVERY_TOPIC = "*"

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class Partition(StrEnum):
    """Within what a projection needs its events in order; so, what is parked behind an event that it can't take."""

    STREAM = "stream"
    """Events of one stream depend on each other; those of different streams commute."""
    USER = "user"
    """Events of one user depend on each other, whichever streams they are in."""
    EVENT = "event"
    """No event depends on another: only the one that can't be taken is parked."""
    WHOLE = "whole"
    """Any event may depend on any other. Only the one is parked; to take it after all, the projection is rebuilt."""


def on(*topics: str) -> Callable[[Fold], Fold]:
    """Marks the method that folds events of these topics. A topic may end in `*`: `external.*`, or `*` for all."""

    def mark(fold: Fold) -> Fold:
        fold.topics = topics  # type: ignore[attr-defined]
        return fold

    return mark


class Projection:
    """Declares its tables and folds events into their rows.

    `version` is raised whenever the fold or the tables change: the read model is then built anew from the log.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    tables: ClassVar[tuple[Table, ...]]
    partition: ClassVar[Partition] = Partition.STREAM
    folds: ClassVar[dict[str, Fold]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            cls.name = _WORD_START.sub("_", cls.__name__).lower()
        members = [getattr(cls, name) for name in dir(cls)]
        cls.folds = {topic: fold for fold in members if callable(fold) for topic in getattr(fold, "topics", ())}

    @property
    def topics(self) -> tuple[str, ...]:
        """What it folds, in the words of `@on`."""
        return tuple(sorted(self.folds))

    def fold_for(self, topic: str) -> Fold | None:
        """How events of `topic` are folded; None when they are not. The longest matching pattern wins."""
        try:
            return self._resolved[topic]
        except KeyError:
            matching = [key for key in self.folds if key.endswith("*") and topic.startswith(key[:-1])]
            found = self.folds.get(topic) or (self.folds[max(matching, key=len)] if matching else None)
            return self._resolved.setdefault(topic, found)

    @cached_property
    def _resolved(self) -> dict[str, Fold | None]:
        return {}

    def key_of(self, event: Recorded) -> str | None:
        """What the order of events is kept within; None when it is not."""
        if self.partition is Partition.STREAM:
            return event.stream
        return event.user_id if self.partition is Partition.USER else None

    @cached_property
    def shape(self) -> str:
        """Names the tables' columns and indexes, so that a change without a new version is noticed."""
        described = [
            (
                table.name,
                [(column.name, repr(column.type), column.primary_key, column.nullable) for column in table.columns],
                sorted(
                    (str(index.name), [column.name for column in index.columns], bool(index.unique))
                    for index in table.indexes
                ),
            )
            for table in self.tables
        ]
        return hashlib.sha256(repr(described).encode()).hexdigest()[:16]
