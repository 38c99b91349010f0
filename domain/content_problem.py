"""What is said of something wrong in a content pack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.content import ContentPack

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a content pack; `path` leads to it from the top: ("missions", 3, "steps", 0, "fact")."""

    path: Path
    message: str


def unknown_items(pack: ContentPack, items: Iterable[str], path: Path) -> Iterator[Problem]:
    """Those of these items that the pack does not have; `path` leads to where they are named as keys."""
    known = {item.id for item in pack.items}
    for item in items:
        if item not in known:
            yield Problem((*path, item), f"there is no item {item!r}")
