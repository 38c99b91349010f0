"""What one process knows of the streams' versions: the memory that proves a decision current."""

from collections.abc import Iterable, Mapping
from typing import Protocol


class KnownVersion(Protocol):
    """A stream's version as somebody read it, proven current at the position `as_of`."""

    @property
    def version(self) -> int: ...

    @property
    def as_of(self) -> int: ...


class StreamVersions:
    """The newest version of every stream that changed after the position `horizon`.

    Two generations keep it bounded: when the young one is full, the old one is dropped and the horizon moves up to the
    newest position in it. One thread writes; any may ask.
    """

    def __init__(self, capacity: int = 200_000) -> None:
        self.horizon = 0
        self._half = capacity // 2
        self._young: dict[str, int] = {}
        self._old: dict[str, int] = {}
        self._newest = self._newest_old = 0

    def forget(self, horizon: int) -> None:
        """Starts again: nothing that happened up to `horizon` is known."""
        self.horizon = horizon  # before the entries go, so that a reader in another thread never misses a change
        self._young, self._old = {}, {}
        self._newest = self._newest_old = horizon

    def changed(self, streams: Mapping[str, int], position: int) -> None:
        """Notes the versions that streams have now, at `position`, the newest so far."""
        self._young.update(streams)
        self._newest = position
        if len(self._young) >= self._half:
            self.horizon = self._newest_old
            self._old, self._young = self._young, {}
            self._newest_old = position

    def newest(self, stream: str) -> int | None:
        """The stream's version, if it changed after the horizon."""
        version = self._young.get(stream)
        return self._old.get(stream) if version is None else version

    def stale(self, reads: Iterable[tuple[str, KnownVersion]]) -> list[str]:
        """Those that are known to have changed since, or may have, because they were read before the horizon."""
        young, old = self._young, self._old
        changed = []
        for stream, read in reads:
            version = young.get(stream)
            if version is None:
                version = old.get(stream)
            if version is None:
                if read.as_of < self.horizon:
                    changed.append(stream)
            elif version > read.version:
                changed.append(stream)
        return changed
