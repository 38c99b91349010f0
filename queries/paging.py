"""Pages of long lists. A cursor is a position of the log; whoever hands it out adds the log's epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 500
"""Items of one page at most."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, the newest first; `next` is the position before which the next page begins, None at the end."""

    items: tuple[T, ...]
    next: int | None = None


def page_size(limit: int) -> int:
    """`limit`, brought to what a page can hold: 1 to 500."""
    return min(max(limit, 1), MOST)


def page_of(items: Sequence[T], positions: Sequence[int], limit: int) -> Page[T]:
    """A page of the first `limit` items; one more was asked for, to know whether there is a next one."""
    size = page_size(limit)
    return Page(tuple(items[:size]), positions[size - 1] if len(items) > size else None)
