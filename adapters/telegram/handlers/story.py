"""The story: read, choose, begin again. Each passage is a message of its own, so that the chat can be read again."""

from html import escape
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.callbacks import Begin, Choose, GoBack, Open, Restart, long, short
from adapters.telegram.markup import MAX_MESSAGE, read_html, utf16_length
from adapters.telegram.screens import MAX_LABEL, Screen, button, in_rows, shortened
from adapters.telegram.unlocking import to_vip, way_to_open
from adapters.telegram.visitor import Visitor
from commands.story import (
    CheckpointView,
    ChoiceView,
    ChooseInStory,
    GoBackInStory,
    RestartStory,
    ShowStory,
    StartStory,
    StoryView,
)
from domain.story import PlaceLeft, StoryLocked
from domain.story_definition import StoryDefinition
from domain.story_step import with_name

CHECKPOINTS, AGAIN = "checkpoints", "again"


def router() -> Router:
    router = Router(name="story")
    router.message.register(show, Command("story", "historia"))
    router.callback_query.register(open_story, Open.filter(F.screen == "story"))
    router.callback_query.register(open_checkpoints, Open.filter(F.screen == CHECKPOINTS))
    router.callback_query.register(open_again, Open.filter(F.screen == AGAIN))
    router.callback_query.register(restart, Restart.filter())
    router.callback_query.register(go_back, GoBack.filter())
    router.callback_query.register(begin, Begin.filter())
    router.callback_query.register(choose, Choose.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The present place of the story, as a new message."""
    await visitor.show(await shelf(visitor))


async def open_story(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The shelf, or the present place of the story that was chosen from it."""
    story = callback_data.what
    await visitor.show(await passage(visitor, story) if story else await shelf(visitor))


async def begin(query: CallbackQuery, callback_data: Begin, visitor: Visitor) -> None:
    """Begins a story; one that was read to its end begins again."""
    await visitor.execute(StartStory(visitor.user_id, callback_data.story))
    await visitor.show_new(await passage(visitor, callback_data.story))


async def choose(query: CallbackQuery, callback_data: Choose, visitor: Visitor) -> None:
    """Takes a choice, notes it below the passage that offered it, and tells what comes next.

    A tap on an old button changes nothing; it is answered with a kind word.
    """
    try:
        turn, choice = long(callback_data.turn), long(callback_data.choice)
    except ValueError:
        raise PlaceLeft(callback_data.story) from None
    receipt = await visitor.execute(
        ChooseInStory(visitor.user_id, callback_data.story, choice, turn, callback_data.offer)
    )
    if visitor.tap is not None:
        await visitor.tap.answer(_gains(visitor, receipt.result))
    await _note_choice(visitor, str(receipt.result.get("text", "")))
    screen = await passage(visitor, callback_data.story)
    screen.text = "\n\n".join([*_hints(visitor, receipt.result), screen.text])
    await visitor.show_new(screen)


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
    await visitor.show_new(await passage(visitor, callback_data.story))


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
    await visitor.execute(GoBackInStory(visitor.user_id, view.story, checkpoint.name))
    await visitor.show_new(await passage(visitor, view.story))


async def shelf(visitor: Visitor) -> Screen:
    """The stories there are. Where there is only one, its present place at once."""
    stories = visitor.services.bus.content.stories
    if not stories:
        return Screen(visitor.say("story-none"), [[visitor.home()]])
    if len(stories) == 1:
        return await passage(visitor, visitor.services.bus.content.default_story.id)
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
        button(f"{story.cover} {story.title.in_language(language)}", _open(visitor, story.id))
        for story in stories.values()
    ]
    return Screen("\n\n".join([visitor.say("story-shelf"), *lines]), [*in_rows(buttons, 1), [visitor.home()]])


async def passage(visitor: Visitor, story: str) -> Screen:
    """Where the reader stands in a story: its text, the choices in full, and a short button for each."""
    definition = visitor.services.bus.content.story(story)
    try:
        view: StoryView = await visitor.ask(ShowStory(visitor.user_id, story))
    except StoryLocked as locked:
        return _locked(visitor, definition, locked)
    heading = [] if view.depth else [_heading(visitor, definition)]
    text = [escape(with_name(line, visitor.name), quote=False) for line in view.lines]
    choices = [_told(visitor, number, choice) for number, choice in enumerate(view.choices, start=1)]
    parts = [*heading, *text, *(["\n".join(choices)] if choices else [])]
    if view.ended:
        parts.append(visitor.say("story-end", endings=len(view.endings)))
    return Screen("\n\n".join(parts), _buttons(visitor, view))


def _heading(visitor: Visitor, definition: StoryDefinition) -> str:
    return visitor.say(
        "story-heading", cover=definition.cover, title=definition.title.in_language(visitor.say.language)
    )


def _locked(visitor: Visitor, definition: StoryDefinition, locked: StoryLocked) -> Screen:
    opens = way_to_open(visitor, locked, "story", definition.id)
    summary = escape(definition.summary.in_language(visitor.say.language), quote=False)
    how = visitor.say.escaped(
        visitor.say.plain(
            f"error-{locked.type}", **naming.details(visitor.say, visitor.services.bus.content, locked.details)
        )
    )
    return Screen(f"{_heading(visitor, definition)}\n\n{summary}\n\n{how}", [*opens, [visitor.home()]])


def _told(visitor: Visitor, number: int, choice: ChoiceView) -> str:
    """One choice in full, with its price and what it takes."""
    text, content = with_name(choice.text, visitor.name), visitor.services.bus.content
    if choice.why:
        needs = naming.needed(visitor.say, content, choice.why, choice.needs or "")
        return visitor.say("story-choice-locked", number=number, text=text, why=choice.why, needs=needs)
    priced = "story-choice-price" if choice.affordable else "story-choice-too-dear"
    key = priced if choice.cost else "story-choice"
    return visitor.say(key, number=number, text=text, cost=choice.cost)


def _buttons(visitor: Visitor, view: StoryView) -> list[list[InlineKeyboardButton]]:
    rows = in_rows((_choice_button(visitor, view, n, c) for n, c in enumerate(view.choices, start=1)), 1)
    if view.ended:
        rows.append([visitor.button("button-story-again", Begin(owner=visitor.owner, story=view.story))])
    if any(choice.why == "vip" for choice in view.choices):
        rows.append([to_vip(visitor, "story", view.story)])
    back = [visitor.opens("button-story-back", CHECKPOINTS, view.story)] if view.checkpoints or view.depth else []
    return [*rows, [*back, visitor.home()]]


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


def _choice_button(visitor: Visitor, view: StoryView, number: int, choice: ChoiceView) -> InlineKeyboardButton:
    words = with_name(choice.text, visitor.name)
    mark = "🔒" if choice.locked or not choice.affordable else ""
    price = f" · {choice.cost} 💋" if choice.cost else ""
    data = Choose(
        owner=visitor.owner,
        story=view.story,
        turn=short(view.turn),
        offer=view.offer,
        choice=short(choice.index),
    )
    number_told = f"{mark}{number}. "
    room = MAX_LABEL - len(number_told) - len(price)
    return button(f"{number_told}{shortened(words, room)}{price}", data)


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


async def _note_choice(visitor: Visitor, chosen: str) -> None:
    """Leaves in the old passage what was chosen there, and takes its buttons away."""
    message = visitor.tapped_message
    if message is None:
        return
    note = visitor.say("story-chosen", text=with_name(chosen, visitor.name))
    noted = f"{message.html_text}\n\n{note}"
    await visitor.edit(message, noted if utf16_length(read_html(noted)[0]) <= MAX_MESSAGE else message.html_text)


def _open(visitor: Visitor, story: str) -> Open:
    return Open(owner=visitor.owner, screen="story", what=story)
