"""Achievements: what one has, what comes next, and how far it is. Hidden ones are only counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.callbacks import Open
from adapters.telegram.rewards import reward
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from domain.achievements import AchievementDefinition, AchievementLevel
from domain.errors import NotFound
from domain.ids import UserId
from queries.achievements import achievement_counts, achievements_of

MEDALS = {"bronze": "🥉", "silver": "🥈", "gold": "🥇", "platinum": "🏆", "diamond": "💎"}


def router() -> Router:
    router = Router(name="achievements")
    router.message.register(show, Command("achievements", "logros"))
    router.callback_query.register(open_achievements, Open.filter(F.screen == "achievements"))
    router.callback_query.register(open_achievement, Open.filter(F.screen == "achievement"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """All achievements, as a new message."""
    await visitor.show(await overview(visitor))


async def open_achievements(query: CallbackQuery, visitor: Visitor) -> None:
    """All achievements, in place."""
    await visitor.show(await overview(visitor))


async def open_achievement(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One achievement. Raises NotFound for one that is not there, or hidden until it is unlocked."""
    await visitor.show(await achievement_screen(visitor, callback_data.what))


@dataclass(frozen=True, slots=True)
class Reached:
    """Levels unlocked by achievement, and the counts of the goals."""

    levels: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Mapping[str, int]]

    def best(self, definition: AchievementDefinition) -> AchievementLevel | None:
        """The highest level that is unlocked."""
        has = self.levels.get(definition.id, ())
        return next((level for level in reversed(definition.levels) if level.level in has), None)

    def next(self, definition: AchievementDefinition) -> AchievementLevel | None:
        """The lowest level that is not."""
        has = self.levels.get(definition.id, ())
        return next((level for level in definition.levels if level.level not in has), None)

    def shows(self, definition: AchievementDefinition) -> bool:
        return not definition.hidden or definition.id in self.levels


def reached_by(read: Connection, user_id: UserId) -> Reached:
    levels: dict[str, tuple[str, ...]] = {}
    for view in achievements_of(read, user_id):
        levels[view.achievement] = (*levels.get(view.achievement, ()), view.level)
    return Reached(levels, achievement_counts(read, user_id))


async def overview(visitor: Visitor) -> Screen:
    """What is unlocked first, then what can be."""
    say, definitions = visitor.say, visitor.services.bus.content.achievements
    if not definitions:
        return Screen(say("achievements-none"), [[visitor.home()]])
    reached = await visitor.read(reached_by, visitor.user_id)
    shown = sorted(filter(reached.shows, definitions), key=lambda each: each.id not in reached.levels)
    unlocked = sum(each.id in reached.levels for each in definitions)
    parts = [
        say("achievements-title", unlocked=unlocked, total=len(definitions)),
        "\n".join(_line(visitor, each, reached) for each in shown),
    ]
    if hidden := len(definitions) - len(shown):
        parts.append(say("achievements-hidden", count=hidden))
    buttons = [_opener(visitor, each, reached) for each in shown]
    return Screen("\n\n".join(parts), [*in_rows(buttons, 2), [visitor.home()]])


async def achievement_screen(visitor: Visitor, achievement: str) -> Screen:
    """One achievement: its goals and its levels."""
    content, say = visitor.services.bus.content, visitor.say
    definition = content.achievement(achievement)
    reached = await visitor.read(reached_by, visitor.user_id)
    if not reached.shows(definition):
        raise NotFound("achievement", achievement)
    parts = [
        say("achievement-title", icon=definition.icon, title=definition.title.in_language(say.language)),
        say.escaped(definition.description.in_language(say.language)),
        "\n".join(_goals(visitor, definition, reached)),
        "\n".join(_rungs(visitor, definition, reached)),
    ]
    missing = [each for each in definition.requires if each not in reached.levels]
    if missing:
        titles = [naming.title(content, "achievement", each, say.language) for each in missing]
        parts.append(say("achievement-requires", titles=", ".join(titles)))
    return Screen("\n\n".join(part for part in parts if part), [visitor.way_back("achievements")])


def _goals(visitor: Visitor, definition: AchievementDefinition, reached: Reached) -> list[str]:
    if not definition.goals:
        return [] if definition.id in reached.levels else [visitor.say("achievement-given-by-story")]
    level = reached.next(definition) or definition.levels[-1]
    counts = reached.counts.get(definition.id, {})
    return [
        visitor.say(
            "achievement-goal",
            text=goal.text.in_language(visitor.say.language),
            progress=min(counts.get(goal.id, 0), level.reach[goal.id]),
            reach=level.reach[goal.id],
        )
        for goal in definition.goals
        if goal.id in level.reach
    ]


def _rungs(visitor: Visitor, definition: AchievementDefinition, reached: Reached) -> list[str]:
    has = reached.levels.get(definition.id, ())
    return [
        visitor.say(
            "achievement-rung",
            medal=MEDALS[level.level] if level.level in has else "▫️",
            level=visitor.say.plain("achievement-level", level=level.level),
        )
        + reward(visitor, level.reward, "achievement-rung-reward")
        for level in definition.levels
    ]


def _line(visitor: Visitor, definition: AchievementDefinition, reached: Reached) -> str:
    say, best, following = visitor.say, reached.best(definition), reached.next(definition)
    title = definition.title.in_language(say.language)
    if best is not None:
        level = say.plain("achievement-level", level=best.level)
        return say("achievements-line", medal=MEDALS[best.level], title=title, level=level)
    level = say.plain("achievement-level", level=following.level) if following else ""
    return say("achievements-line-closed", title=title, next=level)


def _opener(visitor: Visitor, definition: AchievementDefinition, reached: Reached) -> InlineKeyboardButton:
    best = reached.best(definition)
    label = f"{MEDALS[best.level] if best else '▫️'} {definition.title.in_language(visitor.say.language)}"
    return button(label, Open(owner=visitor.owner, screen="achievement", what=definition.id))
