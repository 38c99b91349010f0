"""Stories: where each reader is, each reading from its opening on, and every choice that was made."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, event_columns, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Row, Rows

story_progress = Table(
    "story_progress",
    metadata,
    user_column(),
    Column("story", String, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("hash", String(64)),
    Column("language", String(8)),
    Column("place", String),
    Column("turn", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("choices", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("endings", JSON(none_as_null=True), nullable=False),
    Column("checkpoints", JSON(none_as_null=True), nullable=False),
    Column("remembered", JSON(none_as_null=True), nullable=False),
    Column("started_at", UtcDateTime),
    Column("reached_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("story_progress_by_place", "story", "place"),
)
"""`depth` counts the choices on the way from the opening, `choices` all that were ever made; `checkpoints`, `place` and
when it was reached are of the present run, `endings` and what is `remembered` (`# recuerda:id`) of all runs."""

story_runs = Table(
    "story_runs",
    metadata,
    user_column(),
    Column("story", String, primary_key=True),
    Column("run", Integer, primary_key=True),
    Column("hash", String(64)),
    Column("language", String(8)),
    Column("opening", String),
    Column("place", String),
    Column("depth", Integer, nullable=False),
    Column("choices", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("ending", String),
    Column("started_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("story_runs_by_place", "story", "state", "place"),
)
"""One reading each, from its opening to where it stands. `state` is `reading`, `ended`, or `restarted` (left for a new
one before it ended); `ending` is the last that it came to, kept when its reader goes back from there."""

story_visits = Table(
    "story_visits",
    metadata,
    user_column(),
    Column("story", String, primary_key=True),
    Column("run", Integer, primary_key=True),
    Column("place", String, primary_key=True),
    Column("depth", Integer, nullable=False),
    Column("chose", Boolean, nullable=False),
    Index("story_visits_by_place", "story", "place", "depth", "chose", "user_id", "run"),
)
"""Where each reading has been, once each place: after how few choices, and whether anything was chosen there."""

story_choices = Table(
    "story_choices",
    metadata,
    *event_columns(),
    user_column(primary_key=False, nullable=False),
    Column("story", String, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("run", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("place", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("choice", Integer, nullable=False),
    Column("text", String, nullable=False),
    Column("way", String),
    Column("next_place", String, nullable=False),
    Column("time_taken", BigInteger),
    Column("cost", Integer, nullable=False),
    Column("reward", Integer, nullable=False),
    Column("effects", JSON(none_as_null=True), nullable=False),
    Index("story_choices_by_user", "user_id", "position"),
    Index("story_choices_by_place", "story", "place", "choice"),
    Index("story_choices_by_run", "story", "user_id", "run", "position"),
    Index("story_choices_by_number", "story", "number", "user_id", "run", "next_place"),
)
"""`number` counts the choices of the run, from 1; `way` is the choice in whatever language, null where nobody noted it.
`time_taken` is in milliseconds, from when the place was reached; null where nobody was shown it before, as at the
choice that begins a run."""

MILLISECOND = timedelta(milliseconds=1)


class Stories(Projection):
    """One row a reader and story; one for each of their readings, and for each place of these; one for each choice."""

    name = "story"
    version = 4
    tables = (story_progress, story_runs, story_visits, story_choices)

    def _row(self, event: Recorded, rows: Rows) -> Row:
        row = rows[story_progress].get_or_new(
            event.user_id,
            event.story,
            run=0,
            turn=0,
            depth=0,
            choices=0,
            ended=False,
            endings=[],
            checkpoints=[],
            remembered=[],
        )
        row["updated_at"] = event.timestamp
        return row

    def _run(self, event: Recorded, rows: Rows) -> Row:
        run = rows[story_runs].get_or_new(
            event.user_id, event.story, event.run, depth=0, choices=0, state="reading", started_at=event.timestamp
        )
        run["updated_at"] = event.timestamp
        return run

    def _visit(self, event: Recorded, rows: Rows, place: str, depth: int) -> Row:
        visit = rows[story_visits].get_or_new(event.user_id, event.story, event.run, place, depth=depth, chose=False)
        if depth < visit["depth"]:
            visit["depth"] = depth
        return visit

    @on("story.started")
    def started(self, event: Recorded, rows: Rows) -> None:
        row, run = self._row(event, rows), self._run(event, rows)
        self._visit(event, rows, event.place, 0)
        left = rows[story_runs].get(event.user_id, event.story, event.run - 1) if event.run > 1 else None
        if left is not None and left["state"] == "reading":
            left["state"] = "restarted"
        row |= {
            "run": event.run,
            "hash": event.hash,
            "language": event.language,
            "place": event.place,
            "turn": event.turn,
            "depth": 0,
            "ended": False,
            "checkpoints": [],
            "remembered": _together(row["remembered"], event.effects),
            "started_at": event.timestamp,
            "reached_at": event.timestamp,
        }
        run |= {
            "hash": event.hash,
            "language": event.language,
            "opening": event.place,
            "place": event.place,
        }

    @on("story.choice_made")
    def choice_made(self, event: Recorded, rows: Rows) -> None:
        row, run = self._row(event, rows), self._run(event, rows)
        self._visit(event, rows, event.place, event.depth - 1)["chose"] = True
        self._visit(event, rows, event.next_place, event.depth)
        rows[story_choices].add(
            event,
            user_id=event.user_id,
            story=event.story,
            hash=event.hash,
            language=event.language,
            run=event.run,
            depth=event.depth,
            place=event.place,
            number=run["choices"] + 1,
            choice=event.choice,
            text=event.text,
            way=event.way or None,
            next_place=event.next_place,
            time_taken=_between(row["reached_at"], event.timestamp),
            cost=event.effects.get("cost", 0),
            reward=event.effects.get("reward", 0),
            effects=dict(event.effects),
        )
        row |= {
            "place": event.next_place,
            "turn": event.turn,
            "depth": event.depth,
            "choices": row["choices"] + 1,
            "remembered": _together(row["remembered"], event.effects),
            "reached_at": event.timestamp,
        }
        run |= {
            "hash": event.hash,
            "language": event.language,
            "place": event.next_place,
            "depth": event.depth,
            "choices": run["choices"] + 1,
        }

    @on("story.checkpoint_reached")
    def checkpoint_reached(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["checkpoints"] = [*(name for name in row["checkpoints"] if name != event.name), event.name]

    @on("story.went_back")
    def went_back(self, event: Recorded, rows: Rows) -> None:
        row, run = self._row(event, rows), self._run(event, rows)
        arrived = {"place": event.place, "depth": event.depth}
        row |= {**arrived, "turn": event.turn, "ended": False, "reached_at": event.timestamp}
        run |= {**arrived, "state": "reading"}

    @on("story.migrated")
    def migrated(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"hash": event.to_hash, "language": event.language, "turn": event.turn}
        row["checkpoints"] = [name for name in row["checkpoints"] if name not in event.dropped]
        if (run := rows[story_runs].get(event.user_id, event.story, event.run)) is not None:
            run |= {"hash": event.to_hash, "language": event.language}  # nothing was read: updated_at stays

    @on("story.ended")
    def ended(self, event: Recorded, rows: Rows) -> None:
        row, run = self._row(event, rows), self._run(event, rows)
        row["ended"] = True
        run |= {"state": "ended", "ending": event.ending or run["ending"]}
        if event.ending and event.ending not in row["endings"]:
            row["endings"] = [*row["endings"], event.ending]


def _together(remembered: list[str], effects: Mapping[str, Any]) -> list[str]:
    return [*dict.fromkeys([*remembered, *effects.get("remembered", ())])]


def _between(reached: datetime | None, left: datetime) -> int | None:
    """Milliseconds at a place; None where it was reached and left in one step."""
    return None if reached is None or left <= reached else (left - reached) // MILLISECOND
