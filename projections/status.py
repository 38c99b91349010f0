"""Where a projection stands, for operators."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a projection is about."""

    LIVE = "live"
    CATCHING_UP = "catching up"
    REBUILDING = "being rebuilt, an older build serves meanwhile"
    REPLACED = "taken over by a newer release"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ProjectionStatus:
    """What an operator wants to know of one projection. `lag` counts positions."""

    name: str
    version: int
    state: State
    position: int
    head: int
    lag: int
    parked: int
    reason: str | None = None
