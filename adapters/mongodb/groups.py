"""What callers of all threads hand over, and which of it goes to the log together."""

from collections import deque
from queue import Empty, SimpleQueue

from adapters.mongodb.errors import Unavailable
from adapters.mongodb.pending import MAX_BYTES, MAX_EVENTS, Fence, Pending


class Groups:
    """Any thread may put; one takes."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Pending | Fence | None] = SimpleQueue()
        self._waiting: deque[Pending] = deque()
        self._closed = False

    def put(self, item: Pending | Fence) -> None:
        """Hands it over. Raises Unavailable after the end."""
        if self._closed:
            raise Unavailable("the event store is closed")
        self._queue.put(item)

    def close(self) -> None:
        """Nothing more is taken in; what is there is still to be worked on."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)  # wakes the one that takes

    def take(self) -> tuple[list[Pending], list[Fence]]:
        """The next group, and all fences; waits until there is one of either. Two empty lists at the end."""
        fences: list[Fence] = []
        item = None if self._waiting or self._closed else self._queue.get()
        while True:
            if isinstance(item, Pending):
                self._waiting.append(item)
            elif isinstance(item, Fence):
                fences.append(item)
            try:
                item = self._queue.get_nowait()
            except Empty:
                return self._next(), fences

    def _next(self) -> list[Pending]:
        """Those who go together, in order; who touches what an earlier one of them claims waits for the next group."""
        group: list[Pending] = []
        later: list[Pending] = []
        claimed: set[str] = set()
        events = size = 0
        while self._waiting:
            pending = self._waiting.popleft()
            tracked = f"tracking {pending.tracking.application_name}" if pending.tracking is not None else ""
            touched = pending.versions if pending.reads is None else pending.reads  # it reads what it writes
            if claimed.isdisjoint(touched) and pending.commit_id not in claimed and tracked not in claimed:
                events += len(pending.documents)
                size += pending.size
                if group and (events > MAX_EVENTS or size > MAX_BYTES):
                    self._waiting.appendleft(pending)
                    break
                group.append(pending)
            else:
                later.append(pending)
            claimed.update(pending.versions)
            claimed.add(pending.commit_id)
            if tracked:
                claimed.add(tracked)
        self._waiting.extendleft(reversed(later))
        return group
