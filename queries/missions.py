"""How far users have come in their missions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.missions import mission_progress, mission_steps


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a mission in a period."""

    step: str
    progress: int
    target: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class MissionView:
    """One mission in one period; `steps` are those that were moved. Rewards are those given on completion."""

    mission: str
    period: str
    kind: str | None
    progress: int
    target: int
    started_at: datetime | None
    expires_at: datetime | None
    completed_at: datetime | None
    reward: int
    experience: int
    steps: tuple[StepView, ...]

    def open(self, now: datetime) -> bool:
        """Whether it can still be done."""
        return self.completed_at is None and (self.expires_at is None or now < self.expires_at)


def missions_of(read: Connection, user_id: UserId, mission: str | None = None) -> list[MissionView]:
    """All missions that the user ever began, in every period; the latest begun first. One mission's, if named."""
    mine = mission_progress.c.user_id == user_id
    moved = mission_steps.c.user_id == user_id
    if mission is not None:
        mine = and_(mine, mission_progress.c.mission == mission)
        moved = and_(moved, mission_steps.c.mission == mission)
    steps: dict[tuple[str, str], list[StepView]] = {}
    for row in read.execute(select(mission_steps).where(moved).order_by(mission_steps.c.step)):
        view = StepView(row.step, row.progress, row.target, row.done_at)
        steps.setdefault((row.mission, row.period), []).append(view)
    rows = read.execute(
        select(mission_progress)
        .where(mine)
        .order_by(mission_progress.c.started_at.desc(), mission_progress.c.mission, mission_progress.c.period)
    )
    return [
        MissionView(
            mission=row.mission,
            period=row.period,
            kind=row.kind,
            progress=row.progress,
            target=row.target,
            started_at=row.started_at,
            expires_at=row.expires_at,
            completed_at=row.completed_at,
            reward=row.reward,
            experience=row.experience,
            steps=tuple(steps.get((row.mission, row.period), ())),
        )
        for row in rows
    ]


def current_missions(read: Connection, user_id: UserId, now: datetime) -> dict[str, MissionView]:
    """By mission, what counts now: of the periods that have not expired the latest, and what is done for good."""
    current: dict[str, MissionView] = {}
    for view in missions_of(read, user_id):
        if view.expires_at is None or now < view.expires_at or view.period == "once":
            current.setdefault(view.mission, view)
    return current


def completed_missions(read: Connection, user_id: UserId) -> list[str]:
    """The ids of the missions that the user has done at least once, in any period."""
    done = and_(mission_progress.c.user_id == user_id, mission_progress.c.completed_at.is_not(None))
    wanted = select(mission_progress.c.mission).where(done).distinct().order_by(mission_progress.c.mission)
    return list(read.execute(wanted).scalars())
