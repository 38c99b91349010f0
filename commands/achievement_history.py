"""A new achievement is granted for what has already happened, as if it had been there from the start.

All facts of the log are counted for the goals of the content in force, up to some position. Where that makes more than
has been counted so far, the user's counts are brought to it. Facts that come meanwhile are no trouble: those up to the
position are in the count and are not counted again (`Achievements.through`), later ones are counted as ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Command, Context, UserCommand
from commands.registry import handles
from commands.rewards import pay
from domain.achievements import AchievementDefinition, Achievements
from domain.content import ContentPack, PublishedContent
from domain.ids import UserId
from domain.levels import Level
from domain.mochila import Mochila
from domain.recorded import Recorded
from domain.users import User
from domain.wallet import Wallet

OWN_TOPICS = (
    "achievement.progressed",
    "achievement.history_counted",
    "achievement.unlocked",
    "achievement.history_granted",
)
"""All events of a user's achievements."""


class HistoryOutrun(Exception):
    """The user's achievements have moved since history was read: it has to be read on, and the command given again."""


@dataclass(frozen=True, slots=True)
class CountHistory(UserCommand):
    """Brings a user's counts to what history makes: (achievement, goal, total) of each goal, from all facts up to the
    position `through`. By then their achievements had come to `version`. Raises HistoryOutrun if they have moved on.
    """

    requires_active_user: ClassVar[bool] = False

    counts: tuple[tuple[str, str, int], ...]
    through: int
    version: int


@handles(CountHistory)
def count_history(
    command: CountHistory,
    context: Context,
    user: User,
    achievements: Achievements,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    user.require_registered()
    if achievements.version != command.version:
        raise HistoryOutrun(f"at version {achievements.version}, and not at {command.version}")
    totals: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for achievement, goal, total in command.counts:
        totals[achievement][goal] = total
    for achievement, goals in totals.items():
        achievements.count_history(context.content.achievement(achievement), goals, command.through)
    granted = achievements.check(context.content.achievements)
    for definition, reward in granted:
        pay(reward, f"achievement:{definition.id}", context, wallet, level, mochila)
    achievements.grant_from_history(granted)


@dataclass(frozen=True, slots=True)
class FinishHistory(Command):
    """Notes that everybody's history has been counted for the pack of this hash, so that it is not done again."""

    hash: str
    through: int
    users: int
    granted: int
    name: str = "default"


@handles(FinishHistory)
def finish_history(command: FinishHistory, context: Context, published: PublishedContent) -> None:
    published.finish_history(command.hash, command.through, command.users, command.granted)


@dataclass(slots=True)
class _Standing:
    """One user: what history makes of each goal, what has been counted so far, and what is unlocked."""

    totals: dict[tuple[str, str], int]
    progress: dict[tuple[str, str], int]
    unlocked: set[tuple[str, str]]
    version: int = 0


class History:
    """Everybody's counts from the beginning of the log up to the position `through`. Fed in order with `fold`."""

    def __init__(self, content: ContentPack) -> None:
        self._content = content
        self._users: defaultdict[UserId, _Standing] = defaultdict(lambda: _Standing({}, {}, set()))
        self.through = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Those that `fold` wants to see; of all others it need not hear."""
        facts = {goal.fact for achievement in self._content.achievements for goal in achievement.goals}
        return tuple(sorted(facts.union(OWN_TOPICS)))

    def fold(self, event: Recorded) -> None:
        """Counts one event. One at or before `through` has been counted."""
        if event.user_id is None or event.position <= self.through:
            return
        for achievement, goal in self._content.achievements_counting(event.topic):
            if worth := goal.worth(event.state):
                totals = self._users[event.user_id].totals
                key = (achievement.id, goal.id)
                totals[key] = goal.after(totals.get(key, 0), worth)
        if event.topic in OWN_TOPICS:
            self._apply(event, self._users[event.user_id])

    def behind(self) -> Iterator[CountHistory]:
        """A command for each user who would get something from it."""
        for user_id, standing in self._users.items():
            counts = tuple(self._moved(standing))
            if counts or self._waits_for_a_level(standing):
                yield CountHistory(user_id, counts, self.through, standing.version)

    @staticmethod
    def _apply(event: Recorded, standing: _Standing) -> None:
        standing.version = event.version
        if event.topic == "achievement.unlocked":
            standing.unlocked.add((event.achievement, event.level))
        elif event.topic != "achievement.history_granted":
            progress: Mapping[str, Any] = event.progress
            standing.progress |= {(event.achievement, goal): count for goal, count in progress.items()}

    def _moved(self, standing: _Standing) -> Iterable[tuple[str, str, int]]:
        for (achievement, goal), total in standing.totals.items():
            asked = min(total, self._content.achievement(achievement).furthest(goal))
            if asked > standing.progress.get((achievement, goal), 0):
                yield achievement, goal, total

    def _waits_for_a_level(self, standing: _Standing) -> bool:
        """Whether some level is within reach of what has been counted: one that a new pack asks less for."""
        return any(self._within_reach(definition, standing) for definition in self._content.achievements)

    @staticmethod
    def _within_reach(definition: AchievementDefinition, standing: _Standing) -> bool:
        have = {achievement for achievement, _ in standing.unlocked}
        return all(each in have for each in definition.requires) and any(
            level.reach
            and (definition.id, level.level) not in standing.unlocked
            and all(standing.progress.get((definition.id, goal), 0) >= count for goal, count in level.reach.items())
            for level in definition.levels
        )
