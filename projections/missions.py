"""Missions: how far each user has come, as a whole and step by step."""

from sqlalchemy import Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Row, Rows

mission_progress = Table(
    "mission_progress",
    metadata,
    user_column(),
    Column("mission", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("kind", String(8)),
    Column("progress", Integer, nullable=False),
    Column("target", Integer, nullable=False),
    Column("started_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("reward", Integer, nullable=False),
    Column("experience", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("mission_progress_by_mission", "mission", "completed_at"),
)
"""`reward` (besitos) and `experience` are what its completion gave. `period` is `2026-03-01`, `2026-W09` or `once`."""

mission_steps = Table(
    "mission_steps",
    metadata,
    user_column(),
    Column("mission", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("step", String, primary_key=True),
    Column("progress", Integer, nullable=False),
    Column("target", Integer, nullable=False),
    Column("done_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
)


class MissionProgress(Projection):
    """One row a user, mission and period, and one for each step that was moved."""

    name = "missions"
    tables = (mission_progress, mission_steps)

    def _row(self, event: Recorded, rows: Rows) -> Row:
        state = event.state
        row = rows[mission_progress].get_or_new(
            event.user_id, state["mission"], state["period"], progress=0, target=0, reward=0, experience=0
        )
        row["updated_at"] = event.timestamp
        return row

    @on("mission.started")
    def started(self, event: Recorded, rows: Rows) -> None:
        row, state = self._row(event, rows), event.state
        row["kind"], row["target"] = state["kind"], state["target"]
        row["started_at"], row["expires_at"] = event.timestamp, state["expires_at"]

    @on("mission.progressed")
    def progressed(self, event: Recorded, rows: Rows) -> None:
        row, state = self._row(event, rows), event.state
        row["progress"], row["target"] = state["progress"], state["target"]
        step = rows[mission_steps].get_or_new(event.user_id, state["mission"], state["period"], state["step"])
        step["progress"], step["target"] = state["step_progress"], state["step_target"]
        step["updated_at"] = event.timestamp
        if step["done_at"] is None and step["progress"] >= step["target"]:
            step["done_at"] = event.timestamp

    @on("mission.completed")
    def completed(self, event: Recorded, rows: Rows) -> None:
        row, state = self._row(event, rows), event.state
        row["kind"], row["completed_at"] = state["kind"], event.timestamp
        row["reward"], row["experience"] = state["reward"], state["experience"]
