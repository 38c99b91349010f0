"""Missions begun, moved on by facts, and rewarded in the commit that completes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Command, Context, UserCommand
from commands.reactions import reaction
from commands.registry import Fact, Streams, handles
from commands.rewards import pay
from domain.content import ContentPack
from domain.counting import COUNTABLE
from domain.levels import Level
from domain.membership import Membership
from domain.missions import ONCE, Mission, MissionDefinition, Standing, obstacle
from domain.mochila import Mochila
from domain.recorded import Recorded
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class StartMission(UserCommand):
    """Begins a mission in its present period, as one that is `taken_on` must be; one that has begun is left alone.

    Raises MissionExpired, VipOnly, MissionNeedsLevel, MissionNeedsMissions, MissionNotOpen, and MissionNotStarted for a
    story mission, which only its story begins.
    """

    mission: str


@dataclass(frozen=True, slots=True)
class AdvanceMission(UserCommand):
    """Counts one fact for a step: `worth` is what it adds, or reaches. What does not count does nothing.

    Asked by the reaction below, for things that have happened: a ban afterwards does not undo them.
    """

    requires_active_user: ClassVar[bool] = False

    mission: str
    step: str
    worth: int


@dataclass(frozen=True, slots=True)
class SetMissionProgress(UserCommand):
    """Brings a mission's progress to an absolute total, as an integrator counts it. A lower total does nothing.

    Raises as StartMission does, and MissionNotTakenOn.
    """

    mission: str
    progress: int


def _streams(
    command: StartMission | AdvanceMission | SetMissionProgress, context: Context, loaded: Mapping[str, Any]
) -> Streams:
    """The mission's stream in the period of the user's present day, and those of the missions that come first."""
    definition = context.content.mission(command.mission)
    period = definition.period(context.now, loaded["user"].zone)
    return {
        "mission": Mission.stream(command.user_id, definition.id, period),
        "first": [Mission.stream(command.user_id, each, ONCE) for each in definition.requires],
    }


def _standing(level: Level, membership: Membership, first: Mapping[str, Mission], context: Context) -> Standing:
    return Standing(
        level=level.level,
        vip=membership.active(context.now),
        done=frozenset(mission.id.split(":")[2] for mission in first.values() if mission.completed),
    )


@handles(StartMission, loads=_streams)
def start_mission(
    command: StartMission,
    context: Context,
    user: User,
    mission: Mission,
    first: dict[str, Mission],
    level: Level,
    membership: Membership,
) -> None:
    definition = context.content.mission(command.mission)
    if closed := mission.closed(definition, _standing(level, membership, first, context), context.now):
        raise closed
    mission.start(definition, context.now, user.zone)


@handles(AdvanceMission, loads=_streams)
def advance_mission(
    command: AdvanceMission,
    context: Context,
    user: User,
    mission: Mission,
    first: dict[str, Mission],
    level: Level,
    membership: Membership,
    wallet: Wallet,
    mochila: Mochila,
) -> None:
    definition = context.content.mission(command.mission)
    if mission.obstacle(definition, _standing(level, membership, first, context), context.now):
        return
    if reward := mission.advance(definition, command.step, command.worth, context.now, user.zone):
        pay(reward, f"mission:{definition.id}", context, wallet, level, mochila)


def _progress(events: Sequence[Fact]) -> dict[str, Any]:
    moved = [event.state for event in events if event.topic == "mission.progressed"]
    completed = any(event.topic == "mission.completed" for event in events)
    if not moved:
        return {"completed": completed}
    return {
        "mission": moved[-1]["mission"],
        "period": moved[-1]["period"],
        "progress": moved[-1]["progress"],
        "target": moved[-1]["target"],
        "completed": completed,
    }


@handles(SetMissionProgress, loads=_streams, answers=_progress)
def set_mission_progress(
    command: SetMissionProgress,
    context: Context,
    user: User,
    mission: Mission,
    first: dict[str, Mission],
    level: Level,
    membership: Membership,
    wallet: Wallet,
    mochila: Mochila,
) -> None:
    definition = context.content.mission(command.mission)
    if not mission.completed and (
        closed := mission.obstacle(definition, _standing(level, membership, first, context), context.now)
    ):
        raise closed
    if reward := mission.set_progress(definition, command.progress, context.now, user.zone):
        pay(reward, f"mission:{definition.id}", context, wallet, level, mochila)


def begin_for_story(
    definition: MissionDefinition, context: Context, user: User, mission: Mission, standing: Standing
) -> bool:
    """Begins a mission because a story said so (`# mision:id`), in the story's commit. False if it is closed to the
    user, or has begun before."""
    if mission.started or obstacle(definition, standing, context.now):
        return False
    mission.start(definition, context.now, user.zone)
    return True


@reaction("missions", topics=COUNTABLE)
def move_missions(event: Recorded, content: ContentPack) -> Iterable[tuple[str, Command]]:
    """Facts move missions."""
    if event.user_id is None:
        return
    for mission, step in content.missions_counting(event.topic):
        if worth := step.worth(event.state):
            yield f"{mission.id}/{step.id}", AdvanceMission(event.user_id, mission.id, step.id, worth)
