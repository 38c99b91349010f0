"""Stories: where each reader is, and every choice they made."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table

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
    Column("started_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("story_progress_by_place", "story", "place"),
)
"""`depth` counts the choices on the way from the opening, `choices` all that were ever made; `checkpoints` and `place`
are those of the present run, `endings` those of all runs."""

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
    Column("choice", Integer, nullable=False),
    Column("text", String, nullable=False),
    Column("next_place", String, nullable=False),
    Column("cost", Integer, nullable=False),
    Column("reward", Integer, nullable=False),
    Column("effects", JSON(none_as_null=True), nullable=False),
    Index("story_choices_by_user", "user_id", "position"),
    Index("story_choices_by_place", "story", "place", "choice"),
)


class Stories(Projection):
    """One row a reader and story; one for each choice."""

    name = "story"
    tables = (story_progress, story_choices)

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
        )
        row["updated_at"] = event.timestamp
        return row

    @on("story.started")
    def started(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {
            "run": event.run,
            "hash": event.hash,
            "language": event.language,
            "place": event.place,
            "turn": event.turn,
            "depth": 0,
            "ended": False,
            "checkpoints": [],
            "started_at": event.timestamp,
        }

    @on("story.choice_made")
    def choice_made(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {
            "place": event.next_place,
            "turn": event.turn,
            "depth": event.depth,
            "choices": row["choices"] + 1,
        }
        rows[story_choices].add(
            event,
            user_id=event.user_id,
            story=event.story,
            hash=event.hash,
            language=event.language,
            run=event.run,
            depth=event.depth,
            place=event.place,
            choice=event.choice,
            text=event.text,
            next_place=event.next_place,
            cost=event.effects.get("cost", 0),
            reward=event.effects.get("reward", 0),
            effects=dict(event.effects),
        )

    @on("story.checkpoint_reached")
    def checkpoint_reached(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["checkpoints"] = [*(name for name in row["checkpoints"] if name != event.name), event.name]

    @on("story.went_back")
    def went_back(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row |= {"place": event.place, "turn": event.turn, "depth": event.depth, "ended": False}

    @on("story.ended")
    def ended(self, event: Recorded, rows: Rows) -> None:
        row = self._row(event, rows)
        row["ended"] = True
        if event.ending and event.ending not in row["endings"]:
            row["endings"] = [*row["endings"], event.ending]
