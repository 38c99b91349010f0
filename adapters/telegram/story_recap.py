"""What happened so far: choices by the places where they were made, as the read model knows them without the story."""

from collections.abc import Sequence
from itertools import groupby

from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from domain.story_definition import StoryDefinition
from domain.story_step import with_name
from queries.story import StoryChoiceView


def recap(
    visitor: Visitor, definition: StoryDefinition, choices: Sequence[StoryChoiceView], shown: slice = slice(None)
) -> Markup:
    """Some of the choices in order (HTML), those of one place below its name.

    A place without a name belongs to the one before it.
    """
    named: list[tuple[str, StoryChoiceView]] = []
    for choice in choices:
        before = named[-1][0] if named else ""
        named.append((definition.place(choice.place, visitor.say.language) or before, choice))
    paragraphs = []
    for place, there in groupby(named[shown], key=lambda each: each[0]):
        lines = [visitor.say("story-recap-place", place=place)] if place else []
        paragraphs.append("\n".join([*lines, *(_told(visitor, choice) for _, choice in there)]))
    return Markup("\n\n".join(paragraphs))


def _told(visitor: Visitor, choice: StoryChoiceView) -> str:
    text = with_name(choice.text, visitor.name)
    return visitor.say("story-recap-choice", text=text, cost=choice.cost, reward=choice.reward)
