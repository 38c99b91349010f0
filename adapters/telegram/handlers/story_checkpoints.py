"""Going back in a story: to a checkpoint, or to its beginning. Says what that takes, and asks first."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from adapters.telegram.callbacks import GoBack, Open, Restart, long, short
from adapters.telegram.passages import tell
from adapters.telegram.screens import Screen, button
from adapters.telegram.story_page import page
from adapters.telegram.visitor import Visitor
from commands.story import CheckpointView, GoBackInStory, RestartStory, ShowStory, StoryView
from domain.story_refusals import PlaceLeft

CHECKPOINTS, AGAIN = "checkpoints", "again"


def router() -> Router:
    router = Router(name="story checkpoints")
    router.callback_query.register(open_checkpoints, Open.filter(F.screen == CHECKPOINTS))
    router.callback_query.register(open_again, Open.filter(F.screen == AGAIN))
    router.callback_query.register(restart, Restart.filter())
    router.callback_query.register(go_back, GoBack.filter())
    return router


async def open_checkpoints(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Where to go back to?"""
    await visitor.show(await checkpoints(visitor, callback_data.what))


async def open_again(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Says what beginning again takes and what it leaves."""
    view: StoryView = await visitor.ask(ShowStory(visitor.user_id, callback_data.what))
    again = Restart(owner=visitor.owner, story=view.story, turn=short(view.turn))
    rows = [[visitor.button("button-story-restart-sure", again)], visitor.way_back(CHECKPOINTS, view.story)]
    await visitor.show(Screen(visitor.say("story-restart-sure", steps=view.depth), rows))


async def restart(query: CallbackQuery, callback_data: Restart, visitor: Visitor) -> None:
    """Begins the story again; once, however often the button is tapped."""
    try:
        turn = long(callback_data.turn)
    except ValueError:
        raise PlaceLeft(callback_data.story) from None
    await visitor.execute(RestartStory(visitor.user_id, callback_data.story, turn))
    await tell(visitor, await page(visitor, callback_data.story))


async def go_back(query: CallbackQuery, callback_data: GoBack, visitor: Visitor) -> None:
    """Says what going back takes and what it leaves; and goes, once that is wanted."""
    view: StoryView = await visitor.ask(ShowStory(visitor.user_id, callback_data.story))
    try:
        turn, number = long(callback_data.turn), long(callback_data.place)
    except ValueError:
        raise PlaceLeft(callback_data.story) from None
    if turn != view.turn or number >= len(view.checkpoints):
        raise PlaceLeft(callback_data.story)
    checkpoint = view.checkpoints[number]
    if not callback_data.sure:
        await visitor.show(_sure(visitor, view, checkpoint, callback_data))
        return
    await visitor.execute(GoBackInStory(visitor.user_id, view.story, checkpoint.name, turn))
    await tell(visitor, await page(visitor, view.story))


async def checkpoints(visitor: Visitor, story: str) -> Screen:
    """The places of this reading that can be gone back to, its beginning among them."""
    view: StoryView = await visitor.ask(ShowStory(visitor.user_id, story))
    rows = [
        [
            button(
                f"↩️ {_called(visitor, view, each)}",
                GoBack(owner=visitor.owner, story=view.story, turn=short(view.turn), place=short(number)),
            )
        ]
        for number, each in enumerate(view.checkpoints)
    ]
    text = visitor.say("story-back-where" if rows else "story-back-nowhere")
    if view.begun:
        rows.append([visitor.opens("button-story-restart", AGAIN, view.story)])
    return Screen(text, [*rows, visitor.way_back("story", view.story)])


def _sure(visitor: Visitor, view: StoryView, checkpoint: CheckpointView, asked: GoBack) -> Screen:
    text = visitor.say(
        "story-back-sure", place=_called(visitor, view, checkpoint), steps=max(0, view.depth - checkpoint.depth)
    )
    go = visitor.button("button-story-back-sure", asked.model_copy(update={"owner": visitor.owner, "sure": True}))
    return Screen(text, [[go], visitor.way_back(CHECKPOINTS, view.story)])


def _called(visitor: Visitor, view: StoryView, checkpoint: CheckpointView) -> str:
    return visitor.services.bus.content.story(view.story).checkpoint(checkpoint.name, visitor.say.language)
