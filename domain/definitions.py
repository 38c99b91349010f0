"""What all definitions of the content pack are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.wallet import MAX_AMOUNT

MAX_EXPERIENCE = 10**9

MAX_QUANTITY = 1_000_000
"""Nobody carries more of one item than this."""

ContentId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""The id of a mission, an item …: it becomes part of stream ids, text keys and callback data, hence short and plain."""

Experience = Annotated[int, Field(ge=0, le=MAX_EXPERIENCE)]


class Definition(BaseModel):
    """A piece of content: immutable, and refused if it has a field that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Definition):
    """The same words in every language of the community."""

    es: Annotated[str, Field(min_length=1, max_length=1000)]
    en: Annotated[str, Field(min_length=1, max_length=1000)]

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.es

    @property
    def by_language(self) -> dict[str, str]:
        """As it stands in events, effects and stories."""
        return {"es": self.es, "en": self.en}


class Reward(Definition):
    """What is given for an achievement or a mission, all in the commit of the fact that earned it."""

    besitos: Annotated[int, Field(ge=0, le=MAX_AMOUNT)] = 0
    experience: Experience = 0
    items: dict[ContentId, Annotated[int, Field(ge=1, le=MAX_QUANTITY)]] = {}
