"""Achievements: what a user has done over all their time, from bronze to diamond."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.aggregate import Aggregate, event
from domain.counting import COUNTED_TO, Count
from domain.definitions import ContentId, Definition, Reward, Text


class Goal(Count):
    """One thing that is counted for an achievement, for ever."""

    id: ContentId
    text: Text


class AchievementLevel(Definition):
    """One level, and how far each goal must have come for it. `reach` is empty only where a story gives it."""

    level: Literal["bronze", "silver", "gold", "platinum", "diamond"]
    reach: dict[ContentId, Annotated[int, Field(ge=1, le=COUNTED_TO)]] = {}
    reward: Reward = Reward()


class AchievementDefinition(Definition):
    """An achievement as the content describes it.

    Without goals it is given by a story (`# logro:id`). A hidden one is not shown before it is unlocked. What it
    `requires` are other achievements, at any level: until then its facts are counted, yet nothing is unlocked.
    """

    id: ContentId
    icon: str = "🏅"
    title: Text
    description: Text
    hidden: bool = False
    requires: tuple[ContentId, ...] = ()
    goals: tuple[Goal, ...] = ()
    levels: Annotated[tuple[AchievementLevel, ...], Field(min_length=1, max_length=5)]

    @model_validator(mode="after")
    def _levels_reach_their_goals(self) -> "AchievementDefinition":
        goals = {goal.id for goal in self.goals}
        for level in self.levels:
            if unknown := level.reach.keys() - goals:
                raise ValueError(f"level {level.level} reaches for {', '.join(sorted(unknown))}, which is no goal here")
            if goals and not level.reach:
                raise ValueError(f"level {level.level} does not say how far a goal must have come")
        if not goals and len(self.levels) > 1:
            raise ValueError("without goals there can be one level only: a story gives it")
        order = ("bronze", "silver", "gold", "platinum", "diamond")
        places = [order.index(level.level) for level in self.levels]
        if places != sorted(set(places)):
            raise ValueError("levels must rise from bronze to diamond")
        return self

    def goal(self, goal: str) -> Goal | None:
        return next((each for each in self.goals if each.id == goal), None)

    def furthest(self, goal: str) -> int:
        """The greatest count of a goal that any level asks for."""
        return max(level.reach.get(goal, 0) for level in self.levels)


class Achievements(Aggregate):
    """All achievements of one user: the counts of their goals, and how many levels of each are unlocked.

    Rewards are paid by whoever gets them from `count`, `check` or `give`. `through` is the position up to which the
    count of a goal came from history: facts up to there are in it, whenever they are read.
    """

    TOPIC = "achievements"

    progress: dict[str, dict[str, int]] = field(default_factory=dict)
    unlocked: dict[str, list[str]] = field(default_factory=dict)
    through: dict[str, dict[str, int]] = field(default_factory=dict)

    def has(self, achievement: str) -> bool:
        """Whether at least its first level is unlocked."""
        return achievement in self.unlocked

    def count(self, definition: AchievementDefinition, worth: Mapping[str, int], position: int | None = None) -> None:
        """Counts one fact for these goals, unless it stands at a position that history was counted through.

        Nothing is counted beyond what the highest level asks for.
        """
        before, through = self.progress.get(definition.id, {}), self.through.get(definition.id, {})
        after = {
            goal.id: min(goal.after(before.get(goal.id, 0), worth[goal.id]), definition.furthest(goal.id))
            for goal in definition.goals
            if goal.id in worth and (position is None or position > through.get(goal.id, 0))
        }
        moved = {goal: count for goal, count in after.items() if count > before.get(goal, 0)}
        if moved:
            self._progressed(achievement=definition.id, progress=moved)

    def count_history(self, definition: AchievementDefinition, totals: Mapping[str, int], through: int) -> None:
        """Brings the counts of these goals to what all facts up to position `through` make. None of them falls."""
        before = self.progress.get(definition.id, {})
        counts = {goal: min(total, definition.furthest(goal)) for goal, total in totals.items()}
        moved = {goal: count for goal, count in counts.items() if count > before.get(goal, 0)}
        if moved:
            self._history_counted(achievement=definition.id, progress=moved, through=through)

    def grant_from_history(self, granted: Iterable[tuple[AchievementDefinition, Reward]]) -> None:
        """Sums up what history has unlocked: the one thing of it that the user is told."""
        each = list(granted)
        if each:
            self._history_granted(
                achievements=list(dict.fromkeys(definition.id for definition, _ in each)),
                reward=sum(reward.besitos for _, reward in each),
                experience=sum(reward.experience for _, reward in each),
            )

    def check(self, definitions: Iterable[AchievementDefinition]) -> list[tuple[AchievementDefinition, Reward]]:
        """Unlocks all levels that have been reached, those included that others were waiting for; their rewards."""
        rewards: list[tuple[AchievementDefinition, Reward]] = []
        waiting = [definition for definition in definitions if definition.goals]
        unlocked_one = True
        while unlocked_one:
            unlocked_one = False
            for definition in waiting:
                for level in definition.levels:
                    if self._reached(definition, level):
                        rewards.append((definition, self._unlock(definition, level)))
                        unlocked_one = True
        return rewards

    def give(self, definition: AchievementDefinition) -> Reward | None:
        """Unlocks the first level, as a story does; None if it is unlocked already."""
        return None if self.has(definition.id) else self._unlock(definition, definition.levels[0])

    def _reached(self, definition: AchievementDefinition, level: AchievementLevel) -> bool:
        counts = self.progress.get(definition.id, {})
        return (
            level.level not in self.unlocked.get(definition.id, ())
            and all(self.has(each) for each in definition.requires)
            and all(counts.get(goal, 0) >= count for goal, count in level.reach.items())
        )

    def _unlock(self, definition: AchievementDefinition, level: AchievementLevel) -> Reward:
        self._unlocked(
            achievement=definition.id,
            level=level.level,
            reward=level.reward.besitos,
            experience=level.reward.experience,
            items=dict(level.reward.items),
        )
        return level.reward

    @event("Progressed", topic="achievement.progressed")
    def _progressed(self, achievement: str, progress: dict[str, int]) -> None:
        self.progress = {**self.progress, achievement: {**self.progress.get(achievement, {}), **progress}}

    @event("HistoryCounted", topic="achievement.history_counted")
    def _history_counted(self, achievement: str, progress: dict[str, int], through: int) -> None:
        self.progress = {**self.progress, achievement: {**self.progress.get(achievement, {}), **progress}}
        known = self.through.get(achievement, {})
        self.through = {**self.through, achievement: {**known, **dict.fromkeys(progress, through)}}

    @event("HistoryGranted", topic="achievement.history_granted")
    def _history_granted(self, achievements: list[str], reward: int, experience: int) -> None:
        """Nothing changes: what was unlocked stands in events of its own."""

    @event("Unlocked", topic="achievement.unlocked")
    def _unlocked(self, achievement: str, level: str, reward: int, experience: int, items: dict[str, int]) -> None:
        self.unlocked = {**self.unlocked, achievement: [*self.unlocked.get(achievement, []), level]}
