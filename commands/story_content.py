"""Putting a story's versions in force, and returning to earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from commands.context import Command, Context
from commands.registry import handles
from domain.content import ContentPack, PublishedContent
from domain.content_check import problems
from domain.errors import InvalidValue
from domain.story_content import StoryContent, StoryDoesNotFit, version_of
from domain.story_definition import StoryDefinition


@dataclass(frozen=True, slots=True)
class PublishStory(Command):
    """Puts a version of a story in force for new readings. Does nothing while it is.

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


@handles(PublishStory)
def publish_story(command: PublishStory, context: Context, content: StoryContent, published: PublishedContent) -> None:
    definition = _definition(command.story, command.definition)
    before = context.content.stories.get(command.story)
    in_force = content.version_in_force or (version_of(before) if before else None)
    if version_of(definition) == in_force:
        return
    pack = _fitting(context.content.with_story(definition), command.story)
    if before is not None and not content.in_force:
        content.publish(before, released=True)
    content.publish(definition)
    published.publish(pack)


@handles(ReleaseStory)
def release_story(command: ReleaseStory, context: Context, content: StoryContent) -> None:
    if content.in_force:
        content.publish(_definition(command.story, command.definition), released=True)


@handles(RollBackStory)
def roll_back_story(
    command: RollBackStory, context: Context, content: StoryContent, published: PublishedContent
) -> None:
    content.roll_back()
    published.publish(_fitting(with_stories(context.content, [content]), command.story))


@handles(ShowStoryContent)
def show_story_content(command: ShowStoryContent, context: Context, content: StoryContent) -> StoryInForce:
    return StoryInForce(content.definition, content.by_hand, content.release)


def with_stories(pack: ContentPack, contents: Sequence[StoryContent]) -> ContentPack:
    """The pack with what is in force of these stories."""
    for content in contents:
        if (definition := content.definition) is not None:
            pack = pack.with_story(definition)
    return pack


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
