"""Putting a story's versions in force, and returning to earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from commands.content import in_force, stories_published
from commands.context import Command, Context
from commands.registry import handles
from domain.content import ContentPack, PublishedContent
from domain.content_check import problems
from domain.errors import InvalidValue
from domain.story_content import StoryContent, StoryDoesNotFit, version_of
from domain.story_definition import StoryDefinition


@dataclass(frozen=True, slots=True)
class PublishStory(Command):
    """Puts a version of a story in force for new readings, beside what others have published. Does nothing while it is.

    `definition` is a StoryDefinition as JSON has it; its compiled languages must be kept already. Raises
    StoryDoesNotFit, and InvalidValue for what is no definition.
    """

    story: str
    definition: Mapping[str, Any]
    name: str = "default"


@dataclass(frozen=True, slots=True)
class ReleaseStory(Command):
    """Takes note of the version that the content folder brings; one that it did not bring before is put in force.

    Of a story that nobody ever published the folder's version is in force without a word: then nothing is recorded.
    """

    story: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RollBackStory(Command):
    """Returns to the version that was in force before the present one. Raises NoEarlierVersion, StoryDoesNotFit."""

    story: str
    name: str = "default"


@dataclass(frozen=True, slots=True)
class ShowStoryContent(Command):
    """A question: what is in force of a story, as StoryInForce."""

    story: str


@dataclass(frozen=True, slots=True)
class StoryInForce:
    """`definition` is None while the story was never published by hand: then the content folder's is in force.

    `release` is the version that the folder brought last.
    """

    definition: StoryDefinition | None
    by_hand: bool
    release: str


@handles(PublishStory, loads=stories_published)
def publish_story(
    command: PublishStory,
    context: Context,
    content: StoryContent,
    published: PublishedContent,
    stories: dict[str, StoryContent],
) -> None:
    definition, pack = _definition(command.story, command.definition), in_force(context.content, stories.values())
    before = pack.stories.get(command.story)
    if before is not None and version_of(definition) == version_of(before):
        return
    pack = _fitting(pack.with_story(definition), command.story)
    if before is not None and not content.in_force:
        content.publish(before, released=True)
    content.publish(definition)
    published.publish(pack)


@handles(ReleaseStory)
def release_story(command: ReleaseStory, context: Context, content: StoryContent) -> None:
    if content.in_force:
        content.publish(_definition(command.story, command.definition), released=True)


@handles(RollBackStory, loads=stories_published)
def roll_back_story(
    command: RollBackStory,
    context: Context,
    content: StoryContent,
    published: PublishedContent,
    stories: dict[str, StoryContent],
) -> None:
    pack = in_force(context.content, stories.values())
    published.publish(_fitting(pack.with_story(content.roll_back()), command.story))


@handles(ShowStoryContent)
def show_story_content(command: ShowStoryContent, context: Context, content: StoryContent) -> StoryInForce:
    return StoryInForce(content.definition, content.by_hand, content.release)


def _fitting(pack: ContentPack, story: str) -> ContentPack:
    """`pack` itself. Raises StoryDoesNotFit where its parts don't fit together."""
    if unfit := [f"{'.'.join(map(str, each.path))}: {each.message}" for each in problems(pack)]:
        raise StoryDoesNotFit(story, unfit)
    return pack


def _definition(story: str, definition: Mapping[str, Any]) -> StoryDefinition:
    try:
        return StoryDefinition.model_validate({**definition, "id": story})
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidValue(".".join(map(str, ("definition", *first["loc"]))), first["msg"]) from error
