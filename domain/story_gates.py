"""What closes a story, or a choice in it, to some readers; and what opens it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Why = Literal["vip", "level", "story", "mission", "item"]
"""What kind of thing it takes: a membership, a level, the end of a story, a completed mission, an item or a hint."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that it takes to go through. `needs` is the level as text, or an id; nothing for `vip`."""

    why: Why
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody has that opens gates.

    `missions` are those completed, `things` the items held and the hints known, `stories` those read to an ending.
    """

    vip: bool = False
    level: int = 1
    missions: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    stories: frozenset[str] = frozenset()

    def open(self, gate: Gate) -> bool:
        """Whether they open this gate."""
        match gate.why:
            case "vip":
                return self.vip
            case "level":
                return self.level >= int(gate.needs)
            case "story":
                return gate.needs in self.stories
            case "mission":
                return gate.needs in self.missions
            case "item":
                return gate.needs in self.things

    def closed(self, gates: Iterable[Gate]) -> Gate | None:
        """The first of these gates that they don't open; None if all are open."""
        return next((gate for gate in gates if not self.open(gate)), None)
