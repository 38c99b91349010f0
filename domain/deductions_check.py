"""What would keep a secret from everybody: hints that there are not, and two that say two things."""

from collections.abc import Iterator

from domain.content import ContentPack
from domain.content_problem import Path, Problem


def deduction_problems(pack: ContentPack) -> Iterator[Problem]:
    """Everything wrong with the deductions of a pack."""
    known = {hint for story in pack.stories.values() for hint in story.hints}
    taken: dict[frozenset[str], str] = {}
    for place, deduction in enumerate(pack.deductions):
        path: Path = ("deductions", place)
        for index, hint in enumerate(deduction.of):
            if hint not in known:
                yield Problem((*path, "of", index), f"there is no hint {hint!r}")
        if deduction.reveals not in known:
            yield Problem((*path, "reveals"), f"there is no hint {deduction.reveals!r}")
        if (other := taken.setdefault(frozenset(deduction.of), deduction.id)) != deduction.id:
            yield Problem((*path, "of"), f"the same hints say {other!r}")
