"""The shelf: the stories that there are, how far one is in each, and how to open what is locked."""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.callbacks import Open
from adapters.telegram.screens import Screen, button
from adapters.telegram.visitor import Visitor
from commands.story import ShowStory, StoryView
from domain.story_definition import StoryDefinition
from domain.story_refusals import StoryLocked
from domain.story_step import StoryBroken, StoryUnavailable


def router() -> Router:
    router = Router(name="story shelf")
    router.message.register(show, Command("stories", "historias"))
    router.callback_query.register(open_shelf, Open.filter(F.screen == "shelf"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The stories there are, as a new message."""
    await visitor.show(await shelf(visitor))


async def open_shelf(query: CallbackQuery, visitor: Visitor) -> None:
    """The stories there are, in place."""
    await visitor.show(await shelf(visitor))


@dataclass(frozen=True, slots=True)
class OnShelf:
    """One story for one reader: `state` is new, reading, ended, locked or away, `told` says it in a line (HTML)."""

    definition: StoryDefinition
    state: str
    told: str


async def shelf(visitor: Visitor) -> Screen:
    """The stories there are, and a button for each."""
    stories = visitor.services.bus.content.stories
    if not stories:
        return Screen(visitor.say("story-none"), [[visitor.home()]])
    shown = [await _on_shelf(visitor, definition) for definition in stories.values()]
    language = visitor.say.language
    lines = [
        visitor.say(
            "story-on-shelf",
            cover="🔒" if each.state == "locked" else each.definition.cover,
            title=each.definition.title.in_language(language),
            summary=each.definition.summary.in_language(language),
        )
        + f"\n{each.told}"
        for each in shown
    ]
    rows = [[_button(visitor, each)] for each in shown]
    return Screen("\n\n".join([visitor.say("story-shelf"), *lines]), [*rows, [visitor.home()]])


async def _on_shelf(visitor: Visitor, definition: StoryDefinition) -> OnShelf:
    say = visitor.say
    try:
        view: StoryView = await visitor.ask(ShowStory(visitor.user_id, definition.id))
    except StoryLocked as locked:
        needs = naming.needed(say, visitor.services.bus.content, locked.why, locked.needs)
        return OnShelf(definition, "locked", say("story-opens", why=locked.why, needs=needs))
    except (StoryBroken, StoryUnavailable):
        return OnShelf(definition, "away", say("story-state", state="away", choices=0, endings=0))
    state = "ended" if view.ended else "reading" if view.begun else "new"
    return OnShelf(definition, state, say("story-state", state=state, choices=view.depth, endings=len(view.endings)))


def _button(visitor: Visitor, shown: OnShelf) -> InlineKeyboardButton:
    icon = "🔒" if shown.state == "locked" else shown.definition.cover
    title = shown.definition.title.in_language(visitor.say.language)
    return button(f"{icon} {title}", Open(owner=visitor.owner, screen="story", what=shown.definition.id))
