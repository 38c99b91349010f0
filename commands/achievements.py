"""Achievements counted by facts, unlocked and rewarded in one commit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Command, Context, UserCommand
from commands.reactions import reaction
from commands.registry import Fact, handles
from commands.rewards import pay
from domain.achievements import AchievementDefinition, Achievements
from domain.content import ContentPack
from domain.counting import COUNTABLE
from domain.levels import Level
from domain.mochila import Mochila
from domain.recorded import Recorded
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class CountForAchievements(UserCommand):
    """Counts one fact for all achievements that it moves: (achievement, goal, worth) of each. `position` is the fact's.

    Asked by the reaction below, for things that have happened: a ban afterwards does not undo them.
    """

    requires_active_user: ClassVar[bool] = False

    counts: tuple[tuple[str, str, int], ...]
    position: int | None = None


@dataclass(frozen=True, slots=True)
class CheckAchievements(UserCommand):
    """Unlocks what the user's counts have reached, as after a change of content that asks for less.

    `fact` is a topic: only what facts of it move is looked at. None looks at everything.
    """

    fact: str | None = None


@dataclass(frozen=True, slots=True)
class GiveAchievement(UserCommand):
    """Unlocks an achievement's first level, whatever has been counted. One that is unlocked is left alone."""

    requires_active_user: ClassVar[bool] = False

    achievement: str


def _unlocked(events: Sequence[Fact]) -> dict[str, Any]:
    unlocked = [event.state for event in events if event.topic == "achievement.unlocked"]
    return {"unlocked": [{"achievement": each["achievement"], "level": each["level"]} for each in unlocked]}


@handles(CountForAchievements, answers=_unlocked)
def count_for_achievements(
    command: CountForAchievements,
    context: Context,
    achievements: Achievements,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    worth: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for achievement, goal, each in command.counts:
        worth[achievement][goal] = each
    for achievement, goals in worth.items():
        achievements.count(context.content.achievement(achievement), goals, command.position)
    _unlock_reached(context, achievements, wallet, level, mochila)


@handles(CheckAchievements, answers=_unlocked)
def check_achievements(
    command: CheckAchievements,
    context: Context,
    achievements: Achievements,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    pack = context.content
    looked_at = None if command.fact is None else [each for each, _ in pack.achievements_counting(command.fact)]
    _unlock_reached(context, achievements, wallet, level, mochila, looked_at)


@handles(GiveAchievement, answers=_unlocked)
def give_achievement(
    command: GiveAchievement,
    context: Context,
    user: User,
    achievements: Achievements,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
) -> None:
    user.require_registered()
    if reward := achievements.give(context.content.achievement(command.achievement)):
        pay(reward, f"achievement:{command.achievement}", context, wallet, level, mochila)


def _unlock_reached(
    context: Context,
    achievements: Achievements,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
    looked_at: Iterable[AchievementDefinition] | None = None,
) -> None:
    among = context.content.achievements if looked_at is None else looked_at
    for definition, reward in achievements.check(among):
        pay(reward, f"achievement:{definition.id}", context, wallet, level, mochila)


@reaction("achievements", topics=COUNTABLE)
def move_achievements(event: Recorded, content: ContentPack) -> Iterable[tuple[str, Command]]:
    """Facts, missions among them, move achievements: all those of one user in one commit."""
    if event.user_id is None:
        return
    counts = tuple(
        (achievement.id, goal.id, worth)
        for achievement, goal in content.achievements_counting(event.topic)
        if (worth := goal.worth(event.state))
    )
    if counts:
        yield "counted", CountForAchievements(event.user_id, counts, event.position)
