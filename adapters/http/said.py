"""What a refusal says when it leaves the API, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Said:
    """A title and a sentence, in both languages. The titles are the same for every refusal of the rule."""

    title_es: str
    title_en: str
    detail_es: str
    detail_en: str
    status: int = CONFLICT
    """What is no more than a conflict with the present state is 409."""
    never: tuple[str, str] | None = None
    """The two sentences, where the time that they would name never comes."""
    by_why: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The sentences, Spanish and English, of a refusal whose `why` is one of these."""

    def sentence(self, why: object, spanish: bool) -> str:
        """What is said, the fields not yet filled in."""
        es, en = self.by_why.get(str(why), (self.detail_es, self.detail_en))
        return es if spanish else en
