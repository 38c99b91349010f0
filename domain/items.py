"""Things that can be in a mochila: what they are, what may be done with them, and what becomes of several."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.definitions import MAX_QUANTITY, ContentId, Definition, Reward, Text

Category = Literal["keepsake", "consumable", "collectible", "wearable", "key"]
Rarity = Literal["common", "rare", "epic", "legendary"]
Slot = Literal["title", "badge"]
"""Where something can be worn: a title or a badge beside one's name. One thing in each."""

Quantity = Annotated[int, Field(ge=1, le=MAX_QUANTITY)]


class Use(Reward):
    """What using up one piece gives: besitos, experience, items, a hint (pista) of a story, days of VIP."""

    hint: ContentId | None = None
    vip_days: Annotated[int, Field(ge=0, le=366)] = 0

    @model_validator(mode="after")
    def _gives_something(self) -> "Use":
        if not (self.pays or self.hint):
            raise ValueError("must give something: besitos, experience, items, hint or vip_days")
        return self

    @property
    def pays(self) -> bool:
        """Whether it gives anything that can be had more than once, as a hint can't."""
        return bool(self.besitos or self.experience or self.items or self.vip_days)


class ItemDefinition(Definition):
    """A thing that can be in a mochila. One that is `bound` stays with whoever got it: not given, not auctioned."""

    id: ContentId
    icon: str = "🎒"
    title: Text
    description: Text
    category: Category
    rarity: Rarity = "common"
    use: Use | None = None
    equip: Slot | None = None
    bound: bool = False


class RecipeDefinition(Definition):
    """Several things become one. `needs` is used up; `knows` are hints that one must know, and goes on knowing.

    A `secret` recipe is shown to nobody: it is found by putting two things together. `text` tells what one sees then.
    """

    id: ContentId
    needs: Annotated[dict[ContentId, Quantity], Field(min_length=1, max_length=5)]
    knows: tuple[ContentId, ...] = ()
    makes: ContentId
    quantity: Quantity = 1
    secret: bool = False
    text: Text

    @model_validator(mode="after")
    def _can_be_found(self) -> "RecipeDefinition":
        if self.secret and len(self.needs) != 2:
            raise ValueError("a secret recipe takes exactly two kinds of things")
        return self
