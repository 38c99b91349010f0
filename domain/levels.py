"""Experience, and the levels that it leads to."""

from collections.abc import Sequence

from domain.aggregate import Aggregate, event
from domain.definitions import MAX_EXPERIENCE, Definition, Experience, Text
from domain.errors import InvalidValue


class LevelDefinition(Definition):
    """One level: the experience that it takes, and its name."""

    experience: Experience
    title: Text


def level_at(experience: int, thresholds: Sequence[int]) -> int:
    """The level of someone with so much experience: 1, and one more for each threshold reached after the first.

    `thresholds` rise, and begin with 0: the experience that levels 1, 2, 3 … take.
    """
    return max(1, sum(experience >= threshold for threshold in thresholds))


class Level(Aggregate):
    """One user's experience. A level once reached is kept, even where content later asks more for it."""

    TOPIC = "level"

    experience: int = 0
    level: int = 1

    def gain(self, amount: int, reason: str, thresholds: Sequence[int]) -> None:
        """Adds experience, and reaches every level on the way. Raises InvalidValue for an amount outside 1 to 10^9."""
        if not 1 <= amount <= MAX_EXPERIENCE:
            raise InvalidValue("amount", f"must be from 1 to {MAX_EXPERIENCE}, not {amount}")
        before = self.level
        total = min(self.experience + amount, MAX_EXPERIENCE)
        after = max(before, level_at(total, thresholds))
        self._experience_gained(amount=amount, reason=reason, total=total, level=after)
        for level in range(before + 1, after + 1):
            self._reached(level=level)

    @event("ExperienceGained", topic="level.experience_gained")
    def _experience_gained(self, amount: int, reason: str, total: int, level: int) -> None:
        self.experience = total

    @event("Reached", topic="level.reached")
    def _reached(self, level: int) -> None:
        self.level = level
