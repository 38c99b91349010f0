"""Putting a content pack in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commands.context import Command, Context
from commands.registry import Streams, handles
from domain.content import ContentPack, PublishedContent
from domain.story_content import StoryContent


@dataclass(frozen=True, slots=True)
class PublishContent(Command):
    """Records what the content now in use holds, unless it is what was published last under this name."""

    name: str = "default"


def stories_published(command: Any, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The versions of all stories that are, or may be, in force: the context's content may be that of before."""
    known = dict.fromkeys([*context.content.stories, *loaded["published"].stories])
    return {"stories": [StoryContent.stream(each) for each in known]}


def in_force(content: ContentPack, stories: Iterable[StoryContent]) -> ContentPack:
    """`content` with what the log says of its stories, and with those that somebody published beside it."""
    for story in stories:
        if (definition := story.definition) is not None and (story.by_hand or story.story in content.stories):
            content = content.with_story(definition)
    return content


@handles(PublishContent, loads=stories_published)
def publish_content(
    command: PublishContent, context: Context, published: PublishedContent, stories: dict[str, StoryContent]
) -> None:
    published.publish(in_force(context.content, stories.values()))


@dataclass(frozen=True, slots=True)
class ShowContentInForce(Command):
    """A question: the pack that is in force for new readings, as ContentPack."""

    name: str = "default"


@handles(ShowContentInForce, loads=stories_published)
def show_content_in_force(
    command: ShowContentInForce, context: Context, published: PublishedContent, stories: dict[str, StoryContent]
) -> ContentPack:
    return in_force(context.content, stories.values())


@dataclass(frozen=True, slots=True)
class ShowContent(Command):
    """A question: the hash of the pack that was published last under this name, empty if none was."""

    name: str = "default"


@handles(ShowContent)
def show_content(command: ShowContent, context: Context, published: PublishedContent) -> str:
    return published.hash
