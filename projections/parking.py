"""Taking parked events after all, or giving them up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.recorded import Damaged, Recorded
from projections.fold import Folder
from projections.ports import Build, BuildStatus, EventSource, Parked, RowsRefused, RowStore, StaleProjector, Write
from projections.projection import Partition, Projection

MOST_TRIES = 50
"""How often a write is tried again because the projector wrote in between."""

ROWS_KEPT = 1_000


class NeedsRebuild(Exception):
    """Any event of the projection may depend on any other: what was left out can only be taken by a rebuild."""


class NotParked(Exception):
    """Nothing is parked there."""


@dataclass(frozen=True, slots=True)
class Retried:
    """How many parked events have been taken, and how many are still parked."""

    taken: int
    parked: int


def retry(store: RowStore, source: EventSource, projection: Projection, key: str | None = None) -> Retried:
    """Folds the parked events again, in their order; those of one stream or user only, if `key` names it.

    Safe beside a running projector. Raises NeedsRebuild, NotParked.
    """
    if projection.partition is Partition.WHOLE:
        raise NeedsRebuild(f"{projection.name} is taken up again by a rebuild: `yabot replay {projection.name}`")
    groups = _groups(_wanted(store, projection, key))
    before = sum(map(len, groups))
    left = sum(_retry_group(store, source, projection, [item.position for item in group]) for group in groups)
    return Retried(taken=before - left, parked=left)


def discard(store: RowStore, source: EventSource, projection: Projection, position: int) -> Retried:
    """Gives up one parked event for good (until a rebuild), and folds those that waited behind it.

    Raises NotParked.
    """
    item = next((each for each in store.parked(_live(store, projection)) if each.position == position), None)
    if item is None:
        raise NotParked(f"{projection.name} has not parked position {position}")
    _write(store, projection, lambda folder: folder.fold_parked((), (position,)))
    if item.key is None or projection.partition is Partition.WHOLE:
        return Retried(0, 0)
    behind = [each for each in store.parked(_live(store, projection)) if each.key == item.key]
    left = _retry_group(store, source, projection, [each.position for each in behind])
    return Retried(taken=len(behind) - left, parked=left)


def _wanted(store: RowStore, projection: Projection, key: str | None) -> list[Parked]:
    parked = store.parked(_live(store, projection))
    wanted = [item for item in parked if key is None or item.key == key]
    if not wanted:
        raise NotParked(f"{projection.name} has parked nothing" + (f" of {key}" if key else ""))
    return wanted


def _groups(parked: Iterable[Parked]) -> list[list[Parked]]:
    """What has to be folded in order together."""
    groups: dict[str | int, list[Parked]] = {}
    for item in parked:
        groups.setdefault(item.position if item.key is None else item.key, []).append(item)
    return list(groups.values())


def _retry_group(store: RowStore, source: EventSource, projection: Projection, positions: Sequence[int]) -> int:
    """Folds one group; how many of it are still parked."""
    events: list[Recorded | Damaged] = [event for place in positions for event in source.read(place - 1, 1)]
    try:
        return len(_write(store, projection, lambda folder: folder.fold_parked(events)).parked)
    except RowsRefused:
        return len(events) - _retry_in_turn(store, projection, events)


def _retry_in_turn(store: RowStore, projection: Projection, events: Sequence[Recorded | Damaged]) -> int:
    """One event at a time, up to the first that is still not to be taken; how many were."""
    for taken, event in enumerate(events):
        try:
            if _write(store, projection, lambda folder, event=event: folder.fold_parked((event,))).parked:  # type: ignore[misc]
                return taken
        except RowsRefused:
            return taken
    return len(events)


def _write(store: RowStore, projection: Projection, fold: Callable[[Folder], Write]) -> Write:
    """Folds and writes; again from the start when the projector wrote in between."""
    for _ in range(MOST_TRIES - 1):
        try:
            return _write_once(store, projection, fold)
        except StaleProjector:
            continue
    return _write_once(store, projection, fold)


def _write_once(store: RowStore, projection: Projection, fold: Callable[[Folder], Write]) -> Write:
    write = fold(Folder(projection, _live(store, projection), store, ROWS_KEPT))
    store.write((write,))
    return write


def _live(store: RowStore, projection: Projection) -> Build:
    for build in store.builds():
        if (build.projection, build.version, build.status) == (projection.name, projection.version, BuildStatus.LIVE):
            return build
    raise NotParked(f"there is no live build of {projection.name}, version {projection.version}")
