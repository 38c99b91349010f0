"""The shelf: the stories that there are."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from adapters.telegram.callbacks import Open
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor


def router() -> Router:
    router = Router(name="story shelf")
    router.callback_query.register(open_shelf, Open.filter(F.screen == "shelf"))
    return router


async def open_shelf(query: CallbackQuery, visitor: Visitor) -> None:
    """The stories there are, in place."""
    await visitor.show(await shelf(visitor))


async def shelf(visitor: Visitor) -> Screen:
    """The stories there are, and a button for each."""
    stories = visitor.services.bus.content.stories
    if not stories:
        return Screen(visitor.say("story-none"), [[visitor.home()]])
    language = visitor.say.language
    lines = [
        visitor.say(
            "story-on-shelf",
            cover=story.cover,
            title=story.title.in_language(language),
            summary=story.summary.in_language(language),
        )
        for story in stories.values()
    ]
    buttons = [
        button(
            f"{story.cover} {story.title.in_language(language)}",
            Open(owner=visitor.owner, screen="story", what=story.id),
        )
        for story in stories.values()
    ]
    return Screen("\n\n".join([visitor.say("story-shelf"), *lines]), [*in_rows(buttons, 1), [visitor.home()]])
