"""A cache that stays small and forgets."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """At most `size` values, each for at most `seconds`; the one not asked for the longest goes first.

    What another process changes is seen here after at most `seconds`.
    """

    def __init__(self, size: int, seconds: float, timer: Callable[[], float] = monotonic) -> None:
        self._size, self._seconds, self._timer = size, seconds, timer
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value kept for `key`, None if there is none or it is too old."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        expires, value = entry
        if self._timer() >= expires:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Keeps `value` from now on."""
        self._entries[key] = (self._timer() + self._seconds, value)
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def discard(self, key: K) -> None:
        """Forgets `key`, if it is there."""
        self._entries.pop(key, None)

    def __len__(self) -> int:
        return len(self._entries)
