"""What the content pack says about a story; the story itself is Ink."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from domain.definitions import ContentId, Definition, Text
from domain.story_gates import Gate
from domain.story_step import Effects
from domain.users import Language

ContentHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a compiled story, byte for byte."""

PictureFile = Annotated[str, Field(pattern=r"^([a-z0-9_]+/)?[a-z0-9_]+\.(png|jpg|jpeg)$")]
"""A picture in a story's folder, or in a folder in it."""


class StoryDefinition(Definition):
    """A story: its titles, who may begin it, the ids that it uses, and its compiled form by content hash.

    `cover` is an emoji shown beside the title. `default` is the story that a newcomer is offered. To begin it may take
    a membership, a `level`, an ending of the story that it comes `after`, a completed `mission`, an `item` (or a hint
    known). `missions`, `achievements` and `items` are all that it gives or asks about, so that they can be loaded with
    it; `hints` are its own, with their words, `clues` those of other stories that it asks about.
    `checkpoints` says what readers call the places that they can go back to, `places` (by knot) those on their map,
    `endings` what `# final:` names. `images` are the files, in the story's folder, of what `# imagen:` names.
    What the story `remembers` (`# recuerda:id`) and the `finals` that it comes to (`# final:name`) are read from its
    tags, so that other content can name them.
    """

    id: ContentId
    title: Text
    summary: Text
    cover: Annotated[str, Field(min_length=1, max_length=16)] = "📖"
    default: bool = False
    vip_only: bool = False
    level: Annotated[int, Field(ge=1)] = 1
    after: ContentId | None = None
    mission: ContentId | None = None
    item: ContentId | None = None
    languages: Annotated[dict[Language, ContentHash], Field(min_length=1)]
    hints: dict[ContentId, Text] = Field(default_factory=dict)
    checkpoints: dict[str, Text] = Field(default_factory=dict)
    places: dict[str, Text] = Field(default_factory=dict)
    endings: dict[str, Text] = Field(default_factory=dict)
    images: dict[str, PictureFile] = Field(default_factory=dict)
    missions: tuple[ContentId, ...] = ()
    achievements: tuple[ContentId, ...] = ()
    items: tuple[ContentId, ...] = ()
    clues: tuple[ContentId, ...] = ()
    remembers: tuple[str, ...] = ()
    finals: tuple[str, ...] = ()

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What it takes to begin it."""
        gates = [Gate("vip")] if self.vip_only else []
        if self.level > 1:
            gates.append(Gate("level", str(self.level)))
        if self.after:
            gates.append(Gate("story", self.after))
        if self.mission:
            gates.append(Gate("mission", self.mission))
        if self.item:
            gates.append(Gate("item", self.item))
        return tuple(gates)

    def language(self, wanted: str) -> str:
        """`wanted` if the story can be read in it, else the first of its languages."""
        return wanted if wanted in self.languages else next(iter(self.languages))

    def checkpoint(self, name: str, language: str) -> str:
        """What a checkpoint is called; its own name, as words, where the definition does not say."""
        title = self.checkpoints.get(name)
        return title.in_language(language) if title else name.replace("_", " ")

    def ending(self, name: str, language: str) -> str:
        """What an ending is called; its own name, as words, where the definition does not say."""
        title = self.endings.get(name)
        return title.in_language(language) if title else name.replace("_", " ")

    def place(self, name: str, language: str) -> str | None:
        """What readers call a knot, or the knot of a stitch; None where they are not told."""
        title = self.places.get(name) or self.places.get(name.partition(".")[0])
        return title.in_language(language) if title else None

    def compiled(self, language: str) -> str:
        """The content hash of the story in that language."""
        return next(hash for each, hash in self.languages.items() if each == language)

    def listed(self, effects: Effects) -> Effects:
        """`effects` without hints, missions, achievements and items that the definition does not list."""
        return replace(
            effects,
            hints=tuple(id for id in effects.hints if id in self.hints),
            missions=tuple(id for id in effects.missions if id in self.missions),
            achievements=tuple(id for id in effects.achievements if id in self.achievements),
            items=tuple(id for id in effects.items if id in self.items),
        )
