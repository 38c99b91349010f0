"""Aggregates kept between commands, so that a busy stream is not read again for each."""

from collections import OrderedDict
from collections.abc import Iterable

from commands.ports import Loaded


class AggregateCache:
    """The most recently used aggregates. One that is taken out is in nobody else's hands until it is put back.

    An aggregate may be stale here: the commit's read set proves it, so a cached one is never trusted, only tried.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, Loaded] = OrderedDict()

    def take(self, stream: str) -> Loaded | None:
        return self._kept.pop(stream, None)

    def put(self, loaded: Iterable[Loaded]) -> None:
        for each in loaded:
            self._kept[each.aggregate.id] = each
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
