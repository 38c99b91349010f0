"""A toy topic: pebbles that somebody lays on a pile. One aggregate, one command, one table, and not another line."""

from dataclasses import dataclass

from sqlalchemy import Column, Integer, MetaData, Table

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.recorded import Recorded
from projections.columns import user_column
from projections.projection import Projection, on
from projections.rows import Rows

HIGHEST = 3


@dataclass
class PileTooHigh(DomainError):
    """One more pebble and it would fall."""

    height: int


class Pile(Aggregate):
    """One user's pile of pebbles."""

    TOPIC = "pile"

    height: int = 0

    def lay(self) -> None:
        if self.height == HIGHEST:
            raise PileTooHigh(self.height)
        self._laid(height=self.height + 1)

    @event("Laid", topic="pebble.laid")
    def _laid(self, height: int) -> None:
        self.height = height


@dataclass(frozen=True, slots=True)
class LayPebble(UserCommand):
    """Lays a pebble on the user's pile."""


@handles(LayPebble)
def lay_pebble(command: LayPebble, context: Context, pile: Pile) -> None:
    pile.lay()


piles = Table("piles", MetaData(), user_column(), Column("height", Integer, nullable=False))


class Piles(Projection):
    """How high each user's pile is."""

    name = "piles"
    tables = (piles,)

    @on("pebble.laid")
    def laid(self, event: Recorded, rows: Rows) -> None:
        row = rows[piles].get_or_new(event.user_id)
        row |= {"height": event.height}
