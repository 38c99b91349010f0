"""The page of a story at which a reader stands: pictures, text, choices in full, and a short button for each."""

import logging
from html import escape

from aiogram.types import InlineKeyboardButton

from adapters.telegram import naming
from adapters.telegram.callbacks import Begin, Choose, Open, short
from adapters.telegram.markup import visible_length
from adapters.telegram.passages import Passage, Piece
from adapters.telegram.screens import MAX_LABEL, button, in_rows, shortened
from adapters.telegram.story_recap import recap
from adapters.telegram.texts import Markup
from adapters.telegram.unlocking import Rows, each_once, to_besitos, way_to_open
from adapters.telegram.visitor import Visitor
from commands.story import ChoiceView, ShowStory, StoryView
from domain.story_definition import StoryDefinition
from domain.story_parts import StoryPart
from domain.story_refusals import ChoiceLocked, StoryLocked
from domain.story_step import StoryBroken, StoryUnavailable, with_name
from queries.story_path import story_path

log = logging.getLogger(__name__)

TOLD_WHILE_AWAY = 5
"""So many of the last choices are told while the story itself can't be."""


async def page(visitor: Visitor, story: str) -> Passage:
    """Where the reader stands in a story; how to open it if it is locked; what they chose last, if it is away.

    Raises NotFound.
    """
    definition = visitor.services.bus.content.story(story)
    try:
        view: StoryView = await visitor.ask(ShowStory(visitor.user_id, story))
    except StoryLocked as locked:
        return _locked(visitor, definition, locked)
    except (StoryBroken, StoryUnavailable) as away:
        log.warning("story %s can't be shown, correlation %s: %r", story, visitor.correlation_id, away)
        return await _away(visitor, definition)
    return page_of(visitor, view)


def page_of(visitor: Visitor, view: StoryView) -> Passage:
    """A place of a story, as it is told."""
    definition = visitor.services.bus.content.story(view.story)
    closing = [visitor.say("story-end", endings=len(view.endings))] if view.ended else []
    if view.choices:
        closing.append(Markup("\n".join(_told(visitor, number, each) for number, each in _numbered(view))))
    parts = [_part(visitor, definition, part) for part in view.parts]
    note = max((visible_length(chosen(visitor, each.text)) for each in view.choices), default=0) + len("\n\n")
    passage = Passage(parts, "\n\n".join(closing), _buttons(visitor, view), note)
    if not view.depth:
        passage.begin_with(heading(visitor, definition))
    return passage


def heading(visitor: Visitor, definition: StoryDefinition) -> Markup:
    """What a story is called."""
    return visitor.say(
        "story-heading", cover=definition.cover, title=definition.title.in_language(visitor.say.language)
    )


def chosen(visitor: Visitor, text: str) -> Markup:
    """What is noted below a page when this was chosen there."""
    return visitor.say("story-chosen", text=with_name(text, visitor.name))


def _part(visitor: Visitor, definition: StoryDefinition, part: StoryPart) -> Piece:
    text = "\n\n".join(escape(with_name(line, visitor.name), quote=False) for line in part.lines)
    return Piece(text, visitor.services.pictures.find(definition, part.image) if part.image else None)


def _locked(visitor: Visitor, definition: StoryDefinition, locked: StoryLocked) -> Passage:
    summary = escape(definition.summary.in_language(visitor.say.language), quote=False)
    text = "\n\n".join((heading(visitor, definition), summary, visitor.say.escaped(visitor.words_of(locked))))
    opens = way_to_open(visitor, locked, "story", definition.id)
    return Passage([Piece(text)], "", [*opens, _last_row(visitor)])


async def _away(visitor: Visitor, definition: StoryDefinition) -> Passage:
    """The story itself can't be told now. What was chosen is known without it, and is the reader's."""
    path = await visitor.read(story_path, visitor.user_id, definition.id)
    parts = [heading(visitor, definition), visitor.say("story-away")]
    rows = [[visitor.opens("button-story-try-again", "story", definition.id)]]
    if path:
        told = recap(visitor, definition, path, slice(-TOLD_WHILE_AWAY, None))
        parts += [visitor.say("story-away-recap", choices=len(path)), told]
        rows.append([visitor.opens("button-story-map", "map", definition.id)])
    return Passage([Piece("\n\n".join(parts))], "", [*rows, _last_row(visitor)])


def _numbered(view: StoryView) -> list[tuple[int, ChoiceView]]:
    return list(enumerate(view.choices, start=1))


def _told(visitor: Visitor, number: int, choice: ChoiceView) -> Markup:
    """One choice in full, with its price and what it takes."""
    text, content = with_name(choice.text, visitor.name), visitor.services.bus.content
    if choice.why:
        needs = naming.needed(visitor.say, content, choice.why, choice.needs or "")
        return visitor.say("story-choice-locked", number=number, text=text, why=choice.why, needs=needs)
    priced = "story-choice-price" if choice.affordable else "story-choice-too-dear"
    return visitor.say(priced if choice.cost else "story-choice", number=number, text=text, cost=choice.cost)


def _buttons(visitor: Visitor, view: StoryView) -> list[list[InlineKeyboardButton]]:
    rows = in_rows((_choice_button(visitor, view, number, each) for number, each in _numbered(view)), 1)
    if view.ended:
        rows += _further(visitor, view)
        rows.append([visitor.button("button-story-again", Begin(owner=visitor.owner, story=view.story))])
    rows += _ways_to_unlock(visitor, view)
    if view.checkpoints or view.depth:
        back = visitor.opens("button-story-back", "checkpoints", view.story)
        rows.append([back, visitor.opens("button-story-map", "map", view.story)])
    return [*rows, _last_row(visitor)]


def _ways_to_unlock(visitor: Visitor, view: StoryView) -> Rows:
    """What can be done about the choices that are locked, and about those that cost more than there is; each once."""
    gates = dict.fromkeys((choice.why, choice.needs or "") for choice in view.choices if choice.why)
    locked = [ChoiceLocked(view.story, why, needs) for why, needs in gates]
    ways = [row for each in locked for row in way_to_open(visitor, each, "story", view.story)]
    if any(not (choice.locked or choice.affordable) for choice in view.choices):
        ways.append(to_besitos(visitor))
    return each_once(ways)


def _last_row(visitor: Visitor) -> list[InlineKeyboardButton]:
    """Home; and the shelf, where there is more than one story on it."""
    several = len(visitor.services.bus.content.stories) > 1
    return [*([visitor.opens("button-story-shelf", "shelf")] if several else []), visitor.home()]


def _further(visitor: Visitor, view: StoryView) -> list[list[InlineKeyboardButton]]:
    """The stories that come after this one."""
    return [
        [
            button(
                f"{each.cover} {each.title.in_language(visitor.say.language)}",
                Open(owner=visitor.owner, screen="story", what=each.id),
            )
        ]
        for each in visitor.services.bus.content.stories.values()
        if each.after == view.story
    ]


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
