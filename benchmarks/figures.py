"""What a benchmark tells: a number, its unit, and what it is measured against."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One result. `beside` is the limit or the peer in the same unit; `goal` is for the value, or for the ratio."""

    name: str
    value: float
    unit: str
    beside: float | None = None
    beside_name: str = ""
    at_least: float | None = None
    at_most: float | None = None
    at_least_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of what it is measured beside."""
        return self.value / self.beside if self.beside else None

    @property
    def missed(self) -> bool:
        """Whether a goal is set and not reached."""
        return (
            (self.at_least is not None and self.value < self.at_least)
            or (self.at_most is not None and self.value > self.at_most)
            or (self.at_least_ratio is not None and (self.ratio or 0) < self.at_least_ratio)
        )

    def __str__(self) -> str:
        text = f"{self.name:<44} {self.value:>12,.1f} {self.unit}"
        if self.ratio is not None:
            text += f"   {self.ratio:.2f} x {self.beside_name} ({self.beside:,.0f})"
        goals = [
            f"{words} {goal:g}"
            for words, goal in (
                ("at least", self.at_least),
                ("at most", self.at_most),
                ("ratio from", self.at_least_ratio),
            )
            if goal is not None
        ]
        return f"{text}   [{', '.join(goals)}{', MISSED' if self.missed else ''}]" if goals else text

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "missed": self.missed}


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
