"""`yabot story figures`: what readers do with a story, for its writer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from yabot.cli.opening import Data, with_read_models
from yabot.cli.output import Json, facts, say, say_json, table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from queries.story_figures import ChoiceShare, EndingShare, StoryFigures
    from queries.story_readings import Readings
    from queries.story_ways import PlaceFigures

MOST = 500
UNNAMED = "…"
"""Stands where the reader's name would."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it, as of one moment."""

    story: str
    whole: "StoryFigures"
    places: "tuple[PlaceFigures, ...]"
    choices: "tuple[ChoiceShare, ...]"
    endings: "tuple[EndingShare, ...]"


def figures(
    story: Annotated[str, typer.Argument(help="A story's id.")],
    language: Annotated[str | None, typer.Option(help="Only readings in this language.")] = None,
    first: Annotated[bool, typer.Option("--first", help="Of each reader only the first reading.")] = False,
    idle_days: Annotated[int, typer.Option(help="Days without a choice until a reading has stopped.", min=1)] = 7,
    data: Data = None,
    json: Json = False,
) -> None:
    """What readers choose in a story, where they stop, and how it ends."""
    from queries.story_readings import Readings

    since = datetime.now(UTC) - timedelta(days=idle_days)
    found = with_read_models(data, _figures, Readings(story, language=language, first=first), since)
    if json:
        say_json(found)
    elif not found.whole.readings:
        say(f"No reading of {story} is counted yet.")
    else:
        _say(found)


def _figures(read: "Connection", readings: "Readings", since: datetime) -> Figures:
    """Raises NotFound for a story that neither the content nor any reader knows."""
    from dataclasses import replace

    from domain.errors import NotFound
    from domain.story_step import with_name
    from queries.catalogue import defined
    from queries.story_figures import choice_shares, endings, story_figures
    from queries.story_readings import has_readings
    from queries.story_ways import drop_off

    story = readings.story
    if not has_readings(read, story) and story not in {each.id for each in defined(read, "stories")}:
        raise NotFound("story", story)
    shares = choice_shares(read, readings, limit=MOST).items
    return Figures(
        story=readings.story,
        whole=story_figures(read, readings, since),
        places=drop_off(read, readings, since, limit=MOST).items,
        choices=tuple(
            replace(each, texts={language: with_name(text, UNNAMED) for language, text in each.texts.items()})
            for each in shares
        ),
        endings=endings(read, readings),
    )


def _say(found: Figures) -> None:
    whole = found.whole
    facts({name: getattr(whole, name) for name in ("readers", "readings", "ended", "stopped", "reading", "restarted")})
    say()
    standing = ("reached", "chose", "stopped", "reading", "ended")
    places = [(each.place, *(getattr(each, name) for name in standing)) for each in found.places]
    table(("place", *standing), places, "Nobody has reached a place.", right=standing)
    say()
    choices = [(each.place, f"{each.share:.0%}", each.times, " / ".join(each.texts.values())) for each in found.choices]
    table(("place", "share", "times", "choice"), choices, "Nothing was chosen yet.", right=("share", "times"))
    say()
    ends = [(each.ending, f"{each.share:.0%}", each.readings, each.readers) for each in found.endings]
    columns = ("ending", "share", "readings", "readers")
    table(columns, ends, "No reading has come to an end.", right=columns[1:])
