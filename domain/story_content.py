"""Which version of a story new readings begin with, since when, and what was in force before.

A version is a story's description together with the hashes of its compiled languages; see
docs/decisions/stories-in-force.md. Runs that are under way keep the compiled story that they began with.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.aggregate import Aggregate, event
from domain.errors import DomainError
from domain.story_definition import StoryDefinition


@dataclass
class NoEarlierVersion(DomainError):
    """There is nothing to return to: the story's version in force is the first one, or was never replaced."""

    story: str


@dataclass
class StoryDoesNotFit(DomainError):
    """The story names what the content in force does not have. `problems` are sentences for its writer."""

    story: str
    problems: list[str]


def version_of(definition: StoryDefinition) -> str:
    """SHA-256 of the description and the hashes of the languages: equal versions are told and compiled the same.

    Fields at their default are left out, so that one which a later release adds makes no new version.
    """
    told = definition.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class StoryContent(Aggregate):
    """The versions of one story.

    `in_force` are those that were put in force and not rolled back, the present one last. `release` is the version
    that the content folder brought last: only another one than this is news.
    """

    TOPIC = "story_content"
    KEYS = ("story",)

    in_force: list[str] = field(default_factory=list)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    release: str = ""

    @property
    def story(self) -> str:
        """The story's id."""
        return self.id.partition(":")[2]

    @property
    def version_in_force(self) -> str | None:
        """None while no version was ever published: then the content folder's is in force."""
        return self.in_force[-1] if self.in_force else None

    @property
    def definition(self) -> StoryDefinition | None:
        """The description in force, with the hashes of its languages."""
        return as_definition(self.story, self.known[self.in_force[-1]]) if self.in_force else None

    @property
    def by_hand(self) -> bool:
        """Whether the version in force was ever published by somebody, and not only brought by a content folder."""
        return bool(self.in_force) and not self.known[self.in_force[-1]]["released"]

    def publish(self, definition: StoryDefinition, *, released: bool = False) -> None:
        """Puts a version in force. `released`: the content folder brings it; it is news only once."""
        version = version_of(definition)
        if released and version == self.release:
            return
        self._published(
            story=self.story,
            version=version,
            languages={str(language): hash for language, hash in definition.languages.items()},
            definition=definition.model_dump(mode="json", exclude_defaults=True, exclude={"id", "languages"}),
            released=released,
        )

    def roll_back(self) -> StoryDefinition:
        """Returns to the version that was in force before this one: it is the answer. Raises NoEarlierVersion."""
        if len(self.in_force) < 2:
            raise NoEarlierVersion(self.story)
        replaced, version = self.in_force[-1], self.in_force[-2]
        known = self.known[version]
        self._rolled_back(
            story=self.story,
            version=version,
            replaced=replaced,
            languages=known["languages"],
            definition=known["definition"],
        )
        return as_definition(self.story, known)

    @event("Published", topic="story.published")
    def _published(
        self, story: str, version: str, languages: Mapping[str, Any], definition: Mapping[str, Any], released: bool
    ) -> None:
        known = self.known.get(version, {"released": True})
        kept = {"languages": dict(languages), "definition": dict(definition), "released": released}
        self.known = {**self.known, version: kept | {"released": released and known["released"]}}
        if version != self.version_in_force:
            self.in_force = [*self.in_force, version]
        if released:
            self.release = version

    @event("RolledBack", topic="story.rolled_back")
    def _rolled_back(
        self, story: str, version: str, replaced: str, languages: Mapping[str, Any], definition: Mapping[str, Any]
    ) -> None:
        self.in_force = self.in_force[:-1]


def as_definition(story: str, recorded: Mapping[str, Any]) -> StoryDefinition:
    """What an event of this topic, or `known`, says of a version. Raises pydantic's ValidationError."""
    return StoryDefinition.model_validate(
        {**recorded["definition"], "id": story, "languages": dict(recorded["languages"])}
    )
