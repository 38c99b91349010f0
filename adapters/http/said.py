"""What a refusal says when it leaves the API, in both languages."""

from dataclasses import dataclass

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
