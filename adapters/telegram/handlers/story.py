"""The story: read, choose, begin. Each page is told in messages of its own, so that the chat can be read again."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from adapters.telegram.callbacks import Begin, Choose, Open, long
from adapters.telegram.handlers.story_shelf import shelf
from adapters.telegram.passages import note_below, tell
from adapters.telegram.story_page import chosen, page, page_of
from adapters.telegram.visitor import Visitor
from commands.story import ChooseInStory, ShowStory, StartStory, StoryView
from domain.story_refusals import PlaceLeft
from queries.story import stories_of

LINK = "story_"
"""What a deep link to a story begins with; its id follows."""


def router() -> Router:
    router = Router(name="story")
    router.message.register(show, Command("story", "historia"))
    router.callback_query.register(open_story, Open.filter(F.screen == "story"))
    router.callback_query.register(begin, Begin.filter())
    router.callback_query.register(choose, Choose.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """Where the reader stands, told anew."""
    await resume(visitor)


async def open_story(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The present place of the story that was chosen; without one, that of the story being read."""
    if callback_data.what:
        await tell(visitor, await page(visitor, callback_data.what), in_place=True)
    else:
        await resume(visitor)


async def resume(visitor: Visitor) -> None:
    """The present place of the story that was read last; the shelf, where that has ended and there are others.

    Who has begun none is shown the opening of the default one.
    """
    content = visitor.services.bus.content
    begun = [each for each in await visitor.read(stories_of, visitor.user_id) if each.story in content.stories]
    if not content.stories or (begun and begun[0].ended and len(content.stories) > 1):
        await visitor.show(await shelf(visitor))
    else:
        story = begun[0].story if begun else content.default_story.id
        await tell(visitor, await page(visitor, story), in_place=True)


async def follow(visitor: Visitor, link: str) -> None:
    """A deep link to a story: `link` is its id; one that is there no more leads to the shelf."""
    if link in visitor.services.bus.content.stories:
        await tell(visitor, await page(visitor, link))
    else:
        await visitor.show(await shelf(visitor))


async def begin(query: CallbackQuery, callback_data: Begin, visitor: Visitor) -> None:
    """Begins a story; one that was read to its end begins again."""
    await visitor.execute(StartStory(visitor.user_id, callback_data.story))
    await tell(visitor, await page(visitor, callback_data.story))


async def choose(query: CallbackQuery, callback_data: Choose, visitor: Visitor) -> None:
    """Takes a choice, notes it below the page that offered it, and tells what comes next.

    A tap on an old button changes nothing; it is answered with a kind word. If the reader is still in that place, which
    offers other choices by now, these are told.
    """
    try:
        turn, choice = long(callback_data.turn), long(callback_data.choice)
    except ValueError:
        raise PlaceLeft(callback_data.story) from None
    command = ChooseInStory(visitor.user_id, callback_data.story, choice, turn, callback_data.offer)
    try:
        receipt = await visitor.execute(command)
    except PlaceLeft:
        view: StoryView = await visitor.ask(ShowStory(visitor.user_id, callback_data.story))
        if view.turn != turn:
            raise
        await visitor.tell(visitor.say.plain("story-choices-changed"))
        await tell(visitor, page_of(visitor, view))
        return
    if visitor.tap is not None:
        await visitor.tap.answer(_gains(visitor, receipt.result))
    await _note_choice(visitor, chosen(visitor, str(receipt.result.get("text", ""))))
    passage = await page(visitor, callback_data.story)
    for hint in reversed(_hints(visitor, receipt.result)):
        passage.begin_with(hint)
    await tell(visitor, passage)


def _gains(visitor: Visitor, result: dict[str, Any]) -> str | None:
    """What a step cost and gave, in the pop-up that answers the tap."""
    effects = result.get("effects", {})
    told = [
        visitor.say.plain(f"story-{name}", amount=effects[name]) for name in ("cost", "reward") if effects.get(name)
    ]
    if effects.get("hints"):
        told.append(visitor.say.plain("story-new-hint"))
    return "\n".join(told) or None


def _hints(visitor: Visitor, result: dict[str, Any]) -> list[str]:
    """What a step gave to know: too long for a pop-up, and worth reading again."""
    content, say = visitor.services.bus.content, visitor.say
    hints = result.get("effects", {}).get("hints", ())
    return [say("story-hint", hint=content.hint(hint).in_language(say.language)) for hint in hints]


async def _note_choice(visitor: Visitor, note: str) -> None:
    """Leaves in the old page what was chosen there, and takes its buttons away."""
    if (message := visitor.tapped_message) is not None:
        await note_below(visitor, message, note)
