"""Missions: what there is to do, how far one is, and what it brings. What is locked says how to open it."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.callbacks import Open, TakeOn
from adapters.telegram.rewards import reward
from adapters.telegram.screens import Screen, bar, button, in_rows
from adapters.telegram.unlocking import way_to_open
from adapters.telegram.visitor import Visitor
from commands.missions import StartMission
from domain.errors import DomainError
from domain.ids import UserId
from domain.missions import MissionDefinition, MissionExpired, MissionNotStarted, Standing, obstacle
from queries.levels import LevelView, level_of
from queries.membership import MembershipView, membership_of
from queries.missions import MissionView, completed_missions, missions_of

KINDS = ("daily", "weekly", "story", "one_off")


def router() -> Router:
    router = Router(name="missions")
    router.message.register(show, Command("missions", "misiones"))
    router.callback_query.register(open_missions, Open.filter(F.screen == "missions"))
    router.callback_query.register(open_mission, Open.filter(F.screen == "mission"))
    router.callback_query.register(take_on, TakeOn.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """All missions, as a new message."""
    await visitor.show(await overview(visitor))


async def open_missions(query: CallbackQuery, visitor: Visitor) -> None:
    """All missions, in place."""
    await visitor.show(await overview(visitor))


async def open_mission(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One mission with its steps. Raises NotFound for one that the content has no more."""
    await visitor.show(await mission_screen(visitor, callback_data.what))


async def take_on(query: CallbackQuery, callback_data: TakeOn, visitor: Visitor) -> None:
    """Takes a mission on; one that has begun is only shown."""
    receipt = await visitor.execute(StartMission(visitor.user_id, callback_data.mission))
    if visitor.tap is not None and receipt.positions:
        await visitor.tap.answer(visitor.say.plain("mission-taken-on"))
    await visitor.show(await mission_screen(visitor, callback_data.mission))


@dataclass(frozen=True, slots=True)
class Known:
    """What the read models tell of a user that missions depend on."""

    views: Mapping[tuple[str, str], MissionView]
    level: LevelView
    membership: MembershipView | None
    done: frozenset[str]


def known_of(read: Connection, user_id: UserId) -> Known:
    return Known(
        {(view.mission, view.period): view for view in missions_of(read, user_id)},
        level_of(read, user_id),
        membership_of(read, user_id),
        frozenset(completed_missions(read, user_id)),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One mission in its present period. `why_not` is what keeps it closed, if anything does."""

    definition: MissionDefinition
    view: MissionView | None
    why_not: DomainError | None

    @property
    def done(self) -> bool:
        return self.view is not None and self.view.completed_at is not None

    @property
    def progress(self) -> int:
        return min(self.view.progress, self.definition.target) if self.view else 0

    @property
    def to_take_on(self) -> bool:
        """Whether it is open, and waits to be taken on."""
        return self.definition.taken_on and self.view is None and self.why_not is None


def present(visitor: Visitor, definition: MissionDefinition, known: Known) -> Shown:
    """How a mission stands for the visitor today."""
    now = visitor.say.now
    view = known.views.get((definition.id, definition.period(now, visitor.say.zone)))
    if view is not None:
        over = view.completed_at is None and view.expires_at is not None and now >= view.expires_at
        return Shown(definition, view, MissionExpired(definition.id, view.expires_at or now) if over else None)
    if definition.kind == "story":
        return Shown(definition, None, MissionNotStarted(definition.id))
    vip = known.membership is not None and known.membership.active(now)
    return Shown(definition, None, obstacle(definition, Standing(known.level.level, vip, known.done), now))


async def overview(visitor: Visitor) -> Screen:
    """Every mission with its progress, and a button for each."""
    say, content = visitor.say, visitor.services.bus.content
    if not content.missions:
        return Screen(say("missions-none"), [[visitor.home()]])
    known = await visitor.read(known_of, visitor.user_id)
    shown = [present(visitor, definition, known) for definition in content.missions]
    parts, buttons = [str(say("missions-title"))], []
    for kind in KINDS:
        of_kind = [each for each in shown if each.definition.kind == kind]
        if of_kind:
            parts.append("\n".join([say(f"missions-{kind}"), *(_line(visitor, each) for each in of_kind)]))
        buttons += [_opener(visitor, each) for each in of_kind]
    return Screen("\n\n".join(parts), [*in_rows(buttons, 2), [visitor.home()]])


async def mission_screen(visitor: Visitor, mission: str) -> Screen:
    """One mission: steps, reward, time left, or how to open it."""
    content, say = visitor.services.bus.content, visitor.say
    definition = content.mission(mission)
    shown = present(visitor, definition, await visitor.read(known_of, visitor.user_id))
    language = say.language
    parts = [
        say("mission-title", icon=definition.icon, title=definition.title.in_language(language)),
        say.escaped(definition.description.in_language(language)),
        "\n".join(_steps(visitor, shown)),
        reward(visitor, definition.reward),
    ]
    parts.append(_state(visitor, shown))
    rows = [*way_to_open(visitor, shown.why_not, "mission", mission), visitor.way_back("missions")]
    if shown.to_take_on:
        take = TakeOn(owner=visitor.owner, mission=definition.id)
        rows.insert(0, [visitor.button("button-mission-take-on", take)])
    return Screen("\n\n".join(part for part in parts if part), rows)


def _steps(visitor: Visitor, shown: Shown) -> list[str]:
    definition = shown.definition
    counts = {step.step: step.progress for step in shown.view.steps} if shown.view else {}
    lines: list[str] = []
    for step in definition.steps:
        progress = min(counts.get(step.id, 0), step.target)
        lines.append(
            visitor.say(
                "mission-step",
                done="yes" if progress >= step.target or shown.done else "no",
                text=step.text.in_language(visitor.say.language),
                progress=step.target if shown.done else progress,
                target=step.target,
            )
        )
    if definition.in_order and len(definition.steps) > 1 and not shown.done:
        lines.append(visitor.say("mission-in-order"))
    if not shown.done:
        lines.append(bar(shown.progress, definition.target))
    return lines


def _state(visitor: Visitor, shown: Shown) -> str:
    say, kind = visitor.say, shown.definition.kind
    if shown.done:
        return say(f"mission-done-{kind}" if kind in ("daily", "weekly") else "mission-done")
    if shown.why_not is not None:
        details = naming.details(say, visitor.services.bus.content, shown.why_not.details)
        return say.escaped(say.plain(f"error-{shown.why_not.type}", **details))
    if shown.to_take_on:
        return say("mission-to-take-on", hours=shown.definition.hours or 0)
    until = shown.view.expires_at if shown.view else shown.definition.closes
    return say("mission-until", until=until) if until else ""


def _line(visitor: Visitor, shown: Shown) -> str:
    key = "missions-line-done" if shown.done else "missions-line-locked" if shown.why_not else "missions-line"
    return visitor.say(
        key,
        icon=shown.definition.icon,
        title=shown.definition.title.in_language(visitor.say.language),
        progress=shown.progress,
        target=shown.definition.target,
    )


def _opener(visitor: Visitor, shown: Shown) -> InlineKeyboardButton:
    icon = "✅" if shown.done else "🔒" if shown.why_not else shown.definition.icon
    title = shown.definition.title.in_language(visitor.say.language)
    return button(f"{icon} {title}", Open(owner=visitor.owner, screen="mission", what=shown.definition.id))
