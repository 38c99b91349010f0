"""How far one is in a story: the map, without what is still to be found, and the story so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.engine import Connection

from adapters.telegram.callbacks import Open, whole
from adapters.telegram.screens import Screen, bar, shortened
from adapters.telegram.story_page import heading
from adapters.telegram.story_recap import recap
from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from domain.ids import UserId
from domain.story_definition import StoryDefinition
from queries.mochila import hints_of
from queries.story import StoryChoiceView, StoryProgressView, stories_of
from queries.story_path import places_reached, story_path

MAP, SO_FAR = "map", "sofar"
A_PAGE = 15
"""Choices on one page of the story so far."""


def router() -> Router:
    router = Router(name="story progress")
    router.callback_query.register(open_map, Open.filter(F.screen == MAP))
    router.callback_query.register(open_so_far, Open.filter(F.screen == SO_FAR))
    return router


async def open_map(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """What of a story has been found, of how much. Raises NotFound."""
    await visitor.show(await story_map(visitor, callback_data.what))


async def open_so_far(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The choices that led here; the newest page, or the one that was asked for. Raises NotFound."""
    story, _, page = callback_data.what.partition("-")
    await visitor.show(await so_far(visitor, story, whole(page, digits=4)))


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader has found of a story, in all their readings. `progress` is None before the first."""

    progress: StoryProgressView | None
    places: frozenset[str]
    hints: frozenset[str]


def found_by(read: Connection, user_id: UserId, story: str) -> Found:
    progress = next((each for each in stories_of(read, user_id) if each.story == story), None)
    hints = frozenset(each.hint for each in hints_of(read, user_id))
    return Found(progress, places_reached(read, user_id, story), hints)


async def story_map(visitor: Visitor, story: str) -> Screen:
    """Places, endings, moments and hints: those found by name, the others by number."""
    say, definition = visitor.say, visitor.services.bus.content.story(story)
    found = await visitor.read(found_by, visitor.user_id, story)
    reached = [name for name in definition.places if any(_is_in(place, name) for place in found.places)]
    parts = [heading(visitor, definition)]
    if definition.places:
        done, of = len(reached), len(definition.places)
        named = _named(visitor, definition, reached)
        parts.append(say("story-map-places", bar=bar(done, of), done=done, of=of, named=named))
    if (progress := found.progress) is not None:
        endings = [definition.ending(name, say.language) for name in progress.endings]
        parts.append(_counted(visitor, "story-map-endings", endings, len(definition.endings)))
        moments = [definition.checkpoint(name, say.language) for name in progress.checkpoints]
        parts.append(_counted(visitor, "story-map-moments", moments, len(definition.checkpoints)))
    if definition.hints:
        known = len(found.hints & definition.hints.keys())
        parts.append(say("story-map-hints", done=known, of=len(definition.hints)))
    if progress is not None:
        parts.append(say("story-map-readings", run=progress.run, choices=progress.choices))
    rows = [[visitor.opens("button-story-so-far", SO_FAR, story), visitor.opens("button-mochila", "mochila")]]
    return Screen("\n\n".join(parts), [*rows, visitor.way_back("story", story)])


async def so_far(visitor: Visitor, story: str, page: int | None = None) -> Screen:
    """A page of the choices between the opening and the present place, from 0; the last one where none is named."""
    definition = visitor.services.bus.content.story(story)
    path: Sequence[StoryChoiceView] = await visitor.read(story_path, visitor.user_id, story)
    last = max(len(path) - 1, 0) // A_PAGE
    page = last if page is None else min(max(page, 0), last)
    shown = slice(page * A_PAGE, (page + 1) * A_PAGE)
    told = recap(visitor, definition, path, shown) if path else visitor.say("story-so-far-nothing")
    head = visitor.say("story-so-far", title=definition.title.in_language(visitor.say.language), choices=len(path))
    turning = []
    if page > 0:
        turning.append(visitor.opens("button-story-earlier", SO_FAR, f"{story}-{page - 1}"))
    if page < last:
        turning.append(visitor.opens("button-story-later", SO_FAR, f"{story}-{page + 1}"))
    rows = [turning] if turning else []
    return Screen(f"{head}\n\n{told}", [*rows, visitor.way_back(MAP, story)])


def _is_in(place: str, name: str) -> bool:
    """Whether a place is the knot of this name, or a stitch in it."""
    return place == name or place.startswith(f"{name}.")


def _counted(visitor: Visitor, key: str, named: Sequence[str], of: int) -> Markup:
    return visitor.say(key, done=len(named), of=of, named=" · ".join(named))


def _named(visitor: Visitor, definition: StoryDefinition, places: Sequence[str]) -> str:
    names = (definition.place(name, visitor.say.language) for name in places)
    return " · ".join(shortened(name, 40) for name in dict.fromkeys(names) if name)
