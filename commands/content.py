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
