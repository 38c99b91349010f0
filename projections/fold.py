"""Folds batches of events into the rows of one build: loads what is missing, undoes and parks what can't be folded."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import cast

from domain.recorded import Damaged, Recorded
from projections.ports import Build, Parked, RowsRefused, RowStore, Write
from projections.projection import Fold, Partition, Projection
from projections.rows import Key, NotLoaded, Rows, TableRows

logger = logging.getLogger(__name__)

MOST_LOOKAHEADS = 6
"""After so many looks ahead in one batch, rows are loaded one by one: keys that depend on rows give no more."""


class Batch:
    """A run of the log, sorted by topic once for all who fold it."""

    def __init__(self, events: Sequence[Recorded | Damaged]) -> None:
        """`events` are in the log's order, one at least."""
        self.events = events
        self.position = events[-1].position
        self._by_topic: dict[str | None, list[Recorded | Damaged]] = {}
        for event in events:
            self._by_topic.setdefault(event.topic, []).append(event)
        self.damaged = _any_damaged(events)

    def concerning(self, projection: Projection, after: int) -> Sequence[Recorded | Damaged]:
        """The events after the position `after` that the projection folds.

        Of the damaged, those may concern it whose topic it folds, or that say none.
        """
        runs = [run for topic, run in self._by_topic.items() if topic is None or projection.fold_for(topic) is not None]
        if len(runs) == len(self._by_topic):
            found = self.events
        else:
            found = runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs), key=_POSITION)
        if found and found[0].position <= after:
            return [event for event in found if event.position > after]
        return found


_POSITION = attrgetter("position")


def _any_damaged(events: Sequence[Recorded | Damaged]) -> bool:
    return Damaged in map(type, events)


class _Folds(dict[str, Fold]):
    """How a projection folds each of its topics, looked up once."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection

    def __missing__(self, topic: str) -> Fold:
        fold = self[topic] = cast(Fold, self._projection.fold_for(topic))
        return fold


class Folder:
    """One build at work: its rows in memory and what is parked of it.

    A batch is first folded, then written by whoever runs this, then confirmed by `written` or dropped by `forget`.
    """

    def __init__(self, projection: Projection, build: Build, store: RowStore, rows_kept: int) -> None:
        """`rows_kept`: how many rows of each table stay in memory between batches."""
        self.projection = projection
        self.build = build
        self._store = store
        self._rows_kept = rows_kept
        self._empty = build.position == 0 and build.revision == 0
        self._rows = Rows(projection.tables, self._empty)
        self._folds = _Folds(projection)
        self._blocked: dict[str, int] = {}
        self.parked: dict[int, Parked] = {}
        self._take_in(store.parked(build))

    def _take_in(self, parked: Sequence[Parked]) -> None:
        self.parked.update((item.position, item) for item in parked)
        self._block(parked)

    def _block(self, parked: Iterable[Parked]) -> None:
        for item in parked:
            if item.key is not None:
                self._blocked.setdefault(item.key, item.position)

    def fold(self, batch: Batch) -> Write:
        """What the events of the batch after the build's position do to it. Writes nothing."""
        mine = batch.concerning(self.projection, self.build.position)
        parked = self._fold_all(mine, batch.damaged and _any_damaged(mine)) if mine else ()
        return Write(self.build, batch.position, self._rows.changes(), parked)

    def fold_parked(self, events: Sequence[Recorded | Damaged], discarded: Sequence[int] = ()) -> Write:
        """The same for events that are parked: they are folded now, or parked again. Those `discarded` never are."""
        positions = [*(event.position for event in events), *discarded]
        for position in positions:
            self.parked.pop(position)
        self._blocked.clear()
        self._block(self.parked.values())
        again = self._fold_all(events, _any_damaged(events))
        return Write(self.build, self.build.position, self._rows.changes(), again, positions)

    def _fold_all(self, events: Sequence[Recorded | Damaged], damaged: bool) -> list[Parked]:
        """Folds them all; those that had to be parked instead. `damaged`: one of them is."""
        if damaged or self._hindered(events) or not self._fold_at_once(cast(Sequence[Recorded], events)):
            return self._fold_in_turn(events)
        return []

    def _hindered(self, events: Sequence[Recorded | Damaged]) -> bool:
        """Whether one of them waits behind a parked one."""
        key_of = self.projection.key_of
        return bool(self._blocked) and any(key_of(event) in self._blocked for event in cast(Sequence[Recorded], events))

    def _fold_at_once(self, events: Sequence[Recorded]) -> bool:
        """Folds them all with one undo for all, which is a good deal quicker. False, and nothing done, if one fails."""
        projection, rows, folds = self.projection, self._rows, self._folds
        for _ in range(MOST_LOOKAHEADS):
            index = 0
            try:
                for index, event in enumerate(events):  # noqa: B007  # where a row was missing
                    folds[event.topic](projection, event, rows)
                rows.keep()
                return True
            except NotLoaded as missing:
                rows.undo()
                self._load(missing, events[index:])
            except Exception:  # noqa: BLE001  # which event it was, and so what is parked, is found when they go in turn
                rows.undo()
                return False
        return False

    def _fold_in_turn(self, events: Sequence[Recorded | Damaged]) -> list[Parked]:
        parked: list[Parked] = []
        looked_ahead = 0
        index = 0
        while index < len(events):
            try:
                item = self._fold_one(events[index])
            except NotLoaded as missing:
                looked_ahead += 1
                self._load(missing, events[index:] if looked_ahead <= MOST_LOOKAHEADS else ())
                continue
            if item is not None:
                parked.append(item)
                self._take_in((item,))
            index += 1
        return parked

    def _fold_one(self, event: Recorded | Damaged) -> Parked | None:
        if isinstance(event, Damaged):
            key = event.stream if self.projection.partition is Partition.STREAM else None
            return self._park(event, key, event.reason)
        key = self.projection.key_of(event)
        if key is not None and key in self._blocked:
            return self._park(event, key, f"waits behind position {self._blocked[key]}")
        fold = self.projection.fold_for(event.topic)
        assert fold is not None
        try:
            fold(self.projection, event, self._rows)
            self._rows.keep()
        except NotLoaded:
            self._rows.undo()
            raise
        except Exception as error:  # noqa: BLE001  # whatever a fold raises undoes its own event only, and is shown
            self._rows.undo()
            return self._park(event, key, f"{type(error).__name__}: {error}")
        return None

    def _park(self, event: Recorded | Damaged, key: str | None, reason: str) -> Parked:
        event_id = event.event_id if isinstance(event, Recorded) else None
        behind = self._blocked.get(key) if key is not None else None
        return Parked(self.projection.name, event.position, key, event.topic, event_id, reason, behind)

    def _load(self, missing: NotLoaded, ahead: Sequence[Recorded | Damaged]) -> None:
        """Loads the missing row, and in the same go those that the events `ahead` are going to ask for."""
        wanted: dict[TableRows, dict[Key, None]] = {missing.rows: {missing.key: None}}
        for event in ahead:
            other = self._look_at(event)
            if other is not None:
                wanted.setdefault(other.rows, {})[other.key] = None
        for rows, keys in wanted.items():
            rows.learn(keys, self._store.load(self.build, rows.table, list(keys)))

    def _look_at(self, event: Recorded | Damaged) -> NotLoaded | None:
        """The row that folding this event would miss. Nothing of the folding stays."""
        if isinstance(event, Damaged) or (fold := self.projection.fold_for(event.topic)) is None:
            return None
        try:
            # What comes before it is not folded yet, so that an error means nothing here: its turn will tell.
            with suppress(Exception):
                fold(self.projection, event, self._rows)
        except NotLoaded as missing:
            return missing
        finally:
            self._rows.undo()
        return None

    @property
    def blocked_streams(self) -> frozenset[str]:
        """The streams with a parked event, where the projection keeps order by stream."""
        return frozenset(self._blocked if self.projection.partition is Partition.STREAM else ())

    def written(self, write: Write) -> None:
        """The write is in the store."""
        self.build = replace(self.build, position=write.position, revision=self.build.revision + 1)
        self._rows.written(self._rows_kept)
        for item in write.parked:
            if item.behind is None:
                logger.error(
                    "projection %s parked position %d (%s): %s",
                    item.projection,
                    item.position,
                    item.topic,
                    item.reason,
                    extra={"event_id": item.event_id},
                )

    def forget(self) -> None:
        """Drops what was folded but not written, and begins again from what the store has."""
        self._rows = Rows(self.projection.tables, self._empty and self.build.revision == 0)
        self._blocked.clear()
        self.parked.clear()
        self._take_in(self._store.parked(self.build))

    def park(self, event: Recorded | Damaged, reason: str) -> Write:
        """Parks the one event that the store would not take the rows of, instead of folding it."""
        key = self.projection.key_of(event) if isinstance(event, Recorded) else None
        item = self._park(event, key, reason)
        self._take_in((item,))
        return Write(self.build, event.position, self._rows.changes(), (item,))


def apply(store: RowStore, folders: Sequence[Folder], events: Sequence[Recorded | Damaged]) -> None:
    """Folds a batch into each of the builds and writes all of it in one transaction.

    If the store refuses some row, the batch is done again one event at a time, and the guilty ones are parked.
    Raises StaleProjector, and whatever says that the store is away; then the folders are to be made anew.
    """
    batch = Batch(events)
    try:
        _write(store, folders, [folder.fold(batch) for folder in folders])
    except RowsRefused:
        for folder in folders:
            folder.forget()
            _apply_one_by_one(store, folder, events)


def _apply_one_by_one(store: RowStore, folder: Folder, events: Sequence[Recorded | Damaged]) -> None:
    for event in events:
        try:
            _write(store, (folder,), (folder.fold(Batch((event,))),))
        except RowsRefused as refused:
            folder.forget()
            _write(store, (folder,), (folder.park(event, f"rows refused: {refused}"),))


def _write(store: RowStore, folders: Sequence[Folder], writes: Sequence[Write]) -> None:
    store.write(writes)
    for folder, write in zip(folders, writes, strict=True):
        folder.written(write)
