"""Putting a content pack in force."""

from dataclasses import dataclass

from commands.context import Command, Context
from commands.registry import handles
from domain.content import PublishedContent


@dataclass(frozen=True, slots=True)
class PublishContent(Command):
    """Records what the content now in use holds, unless it is what was published last under this name."""

    name: str = "default"


@handles(PublishContent)
def publish_content(command: PublishContent, context: Context, published: PublishedContent) -> None:
    published.publish(context.content)


@dataclass(frozen=True, slots=True)
class ShowContent(Command):
    """A question: the hash of the pack that was published last under this name, empty if none was."""

    name: str = "default"


@handles(ShowContent)
def show_content(command: ShowContent, context: Context, published: PublishedContent) -> str:
    return published.hash
