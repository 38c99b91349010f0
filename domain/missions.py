"""Missions: steps counted by facts, within a period, rewarded once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from domain.aggregate import Aggregate, event
from domain.counting import COUNTED_TO, Count
from domain.definitions import ContentId, Definition, Reward, Text
from domain.errors import DomainError, InvalidValue
from domain.membership import VipOnly

ONCE = "once"
"""The period of missions that can be done once."""


class Step(Count):
    """One thing to do in a mission, so many times."""

    id: ContentId
    text: Text
    target: Annotated[int, Field(ge=1, le=COUNTED_TO)]


class MissionDefinition(Definition):
    """A mission as the content describes it.

    `daily` and `weekly` ones begin again with each local day or ISO week; a `story` one begins when a story says so.
    A `taken_on` one begins when the user takes it on; what they did before does not count. The others begin with the
    first fact. `in_order`: a step counts only when those before it are done. `hours` is the time there is after the
    start, `opens` and `closes` the season. `level`, `requires` (missions that can be done once) and `vip_only` say for
    whom it is.
    """

    id: ContentId
    kind: Literal["one_off", "daily", "weekly", "story"]
    icon: str = "🎯"
    title: Text
    description: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]
    in_order: bool = False
    taken_on: bool = False
    reward: Reward
    vip_only: bool = False
    level: Annotated[int, Field(ge=1)] = 1
    requires: tuple[ContentId, ...] = ()
    hours: Annotated[int, Field(ge=1, le=24 * 366)] | None = None
    opens: AwareDatetime | None = None
    closes: AwareDatetime | None = None

    @model_validator(mode="after")
    def _begins_in_one_way(self) -> Self:
        if self.taken_on and self.kind == "story":
            raise ValueError("a story mission is begun by its story, so it can't be taken_on")
        return self

    @property
    def target(self) -> int:
        """The progress at which it is done: that of all steps together."""
        return sum(step.target for step in self.steps)

    def step(self, step: str) -> Step | None:
        return next((each for each in self.steps if each.id == step), None)

    def period(self, now: datetime, zone: ZoneInfo) -> str:
        """The period that `now` falls in: `2026-03-01`, `2026-W09`, or `once`."""
        today = now.astimezone(zone).date()
        if self.kind == "daily":
            return today.isoformat()
        if self.kind == "weekly":
            year, week, _ = today.isocalendar()
            return f"{year}-W{week:02}"
        return ONCE

    def ends(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When a mission that begins `now` expires, in UTC; None for never."""
        today = now.astimezone(zone).date()
        ends = [each for each in (self.closes, now + timedelta(hours=self.hours) if self.hours else None) if each]
        if self.kind == "daily":
            ends.append(datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone))
        if self.kind == "weekly":
            ends.append(datetime.combine(today + timedelta(days=8 - today.isoweekday()), time.min, tzinfo=zone))
        return min(ends).astimezone(UTC) if ends else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a user decides which missions are open to them. `done` are missions that can be done once."""

    level: int
    vip: bool
    done: frozenset[str] = frozenset()


@dataclass
class MissionNeedsLevel(DomainError):
    """The mission opens at a higher level."""

    mission: str
    level: int


@dataclass
class MissionNeedsMissions(DomainError):
    """Other missions come first; `missing` are their ids."""

    mission: str
    missing: list[str]


@dataclass
class MissionNotOpen(DomainError):
    """The mission's season has not begun, or is over."""

    mission: str


@dataclass
class MissionNotStarted(DomainError):
    """A story begins this mission, and has not done so."""

    mission: str


@dataclass
class MissionNotTakenOn(DomainError):
    """Whoever does this mission takes it on first, and the user has not done so."""

    mission: str


@dataclass
class MissionExpired(DomainError):
    """The time for the mission is up."""

    mission: str
    expired_at: datetime


def obstacle(definition: MissionDefinition, standing: Standing, now: datetime) -> DomainError | None:
    """Why the mission is closed to a user with this standing; None if it is open."""
    if (definition.opens and now < definition.opens) or (definition.closes and now >= definition.closes):
        return MissionNotOpen(definition.id)
    if definition.vip_only and not standing.vip:
        return VipOnly()
    if standing.level < definition.level:
        return MissionNeedsLevel(definition.id, definition.level)
    if missing := [each for each in definition.requires if each not in standing.done]:
        return MissionNeedsMissions(definition.id, missing)
    return None


class Mission(Aggregate):
    """One user's way through one mission in one period. The reward is paid by whoever gets it from `advance`.

    `progress` is the total over all steps, `target` that of the mission; both only ever grow, in one period.
    """

    TOPIC = "mission"
    KEYS = ("user_id", "mission", "period")

    started: bool = False
    completed: bool = False
    expires_at: datetime | None = None
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def period(self) -> str:
        return self.id.split(":")[3]

    @property
    def progress(self) -> int:
        return sum(self.steps.values())

    def obstacle(self, definition: MissionDefinition, standing: Standing, now: datetime) -> DomainError | None:
        """Why there can be no progress now; None if there can."""
        if closed := self.closed(definition, standing, now):
            return closed
        return MissionNotTakenOn(definition.id) if definition.taken_on and not self.started else None

    def closed(self, definition: MissionDefinition, standing: Standing, now: datetime) -> DomainError | None:
        """Why the user can't begin it, or go on with it; None if they can. Only the start asks who the user is: a
        mission once begun stays open to whoever stops being VIP."""
        if self.started:
            expired = self.expires_at is not None and now >= self.expires_at
            return MissionExpired(definition.id, self.expires_at or now) if expired else None
        if definition.kind == "story":
            return MissionNotStarted(definition.id)
        return obstacle(definition, standing, now)

    def start(self, definition: MissionDefinition, now: datetime, zone: ZoneInfo) -> None:
        """Begins it, whatever its kind and whoever the user. Does nothing once it has begun."""
        if not self.started:
            self._started(
                mission=definition.id,
                period=self.period,
                kind=definition.kind,
                target=definition.target,
                expires_at=definition.ends(now, zone),
            )

    def advance(
        self, definition: MissionDefinition, step: str, worth: int, now: datetime, zone: ZoneInfo
    ) -> Reward | None:
        """Counts one fact for a step. Returns the reward if that was the last thing missing.

        What does not count (the step is done, or not yet to be done) leaves no trace.
        """
        counted = definition.step(step)
        if self.completed or counted is None or not self._open(definition, counted):
            return None
        before = self.steps.get(step, 0)
        after = min(counted.after(before, worth), counted.target)
        if after == before:
            return None
        self.start(definition, now, zone)
        return self._move(definition, {step: after})

    def set_progress(
        self, definition: MissionDefinition, progress: int, now: datetime, zone: ZoneInfo
    ) -> Reward | None:
        """Brings the total to `progress`, filling the steps in their order; never lowers it, and stops at the target.

        Returns the reward if that completed the mission. Raises InvalidValue outside of 0 to 10^9.
        """
        if not 0 <= progress <= COUNTED_TO:
            raise InvalidValue("progress", f"must be from 0 to {COUNTED_TO}, not {progress}")
        missing = min(progress, definition.target) - self._counted(definition)
        if self.completed or missing <= 0:
            return None
        moved: dict[str, int] = {}
        for step in definition.steps:
            before = self.steps.get(step.id, 0)
            after = min(before + missing, step.target)
            if after > before:
                moved[step.id] = after
                missing -= after - before
        self.start(definition, now, zone)
        return self._move(definition, moved)

    def _open(self, definition: MissionDefinition, step: Step) -> bool:
        earlier: Sequence[Step] = definition.steps[: definition.steps.index(step)] if definition.in_order else ()
        return all(self.steps.get(each.id, 0) >= each.target for each in earlier)

    def _counted(self, definition: MissionDefinition) -> int:
        """The progress in the steps that the mission has today; content may have dropped one, or asked for less."""
        return sum(min(self.steps.get(step.id, 0), step.target) for step in definition.steps)

    def _move(self, definition: MissionDefinition, moved: dict[str, int]) -> Reward | None:
        for step, after in moved.items():
            counted = definition.step(step)
            assert counted is not None
            self._progressed(
                mission=definition.id,
                period=self.period,
                step=step,
                step_progress=after,
                step_target=counted.target,
                progress=self.progress + after - self.steps.get(step, 0),
                target=definition.target,
            )
        if self._counted(definition) < definition.target:
            return None
        reward = definition.reward
        self._completed(
            mission=definition.id,
            period=self.period,
            kind=definition.kind,
            reward=reward.besitos,
            experience=reward.experience,
            items=dict(reward.items),
        )
        return reward

    @event("Started", topic="mission.started")
    def _started(self, mission: str, period: str, kind: str, target: int, expires_at: datetime | None) -> None:
        self.started, self.expires_at = True, expires_at

    @event("Progressed", topic="mission.progressed")
    def _progressed(
        self, mission: str, period: str, step: str, step_progress: int, step_target: int, progress: int, target: int
    ) -> None:
        self.steps = {**self.steps, step: step_progress}

    @event("Completed", topic="mission.completed")
    def _completed(
        self, mission: str, period: str, kind: str, reward: int, experience: int, items: dict[str, int]
    ) -> None:
        self.completed = True
