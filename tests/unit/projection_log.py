"""A log in memory for projections: synchronous, thread-safe, with events of every topic."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from domain.ids import UserId
from domain.recorded import Damaged, Recorded, UnknownEvent

MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)

OWNED_BY_NOBODY = ("content",)


class Log:
    """An EventSource of events that a test appends. `unknown` is a position of a topic that nobody knows."""

    def __init__(self, epoch: str = "epoch-1") -> None:
        self.epoch = epoch
        self.events: list[Recorded | Damaged] = []
        self.unknown: int | None = None
        self.reads = 0
        self.failures: list[Exception] = []
        self._grown = threading.Condition()
        self._versions: dict[str, count[int]] = {}

    def append(self, stream: str, topic: str, *, at: datetime | None = None, **state: Any) -> Recorded:
        """Records one event of a stream; the user is the second word of the stream's name."""
        kind, _, rest = stream.partition(":")
        with self._grown:
            position = len(self.events) + 1
            version = next(self._versions.setdefault(stream, count(1)))
            moment = at or MORNING + timedelta(seconds=position)
            user = None if kind in OWNED_BY_NOBODY else UserId(rest.partition(":")[0])
            event = Recorded(
                position=position,
                stream=stream,
                version=version,
                topic=topic,
                schema_version=1,
                state=state,
                event_id=f"event-{stream}-{version}",
                correlation_id=f"correlation-{stream}",
                causation_id=None,
                actor=user or "system",
                source="test",
                user_id=user,
                timestamp=moment,
                content=None,
                commit_id=f"commit-{stream}-{version}",
                commit_index=0,
                recorded_at=MORNING + timedelta(seconds=position),
            )
            self.events.append(event)
            self._grown.notify_all()
        return event

    def damage(self, stream: str | None, topic: str | None = None) -> Damaged:
        """Records a document that nobody can read."""
        with self._grown:
            event = Damaged(len(self.events) + 1, stream, topic, "not an event")
            self.events.append(event)
            self._grown.notify_all()
        return event

    def extend(self, events: Iterable[Recorded]) -> None:
        """Records these, in this order, at the next positions."""
        with self._grown:
            for event in events:
                self.events.append(replace(event, position=len(self.events) + 1))
            self._grown.notify_all()

    # --- EventSource

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        self.reads += 1
        if self.failures:
            raise self.failures.pop(0)
        found = self.events[after : after + limit]
        if self.unknown is not None and after < self.unknown <= after + len(found):
            raise UnknownEvent(self.unknown, "some.news", 2)
        return found

    def head(self) -> int:
        return len(self.events)

    def wait(self, after: int, timeout: float) -> int:
        with self._grown:
            self._grown.wait_for(lambda: len(self.events) > after, timeout)
            return len(self.events)

    def position_at(self, time: datetime) -> int:
        stamps = [event.position for event in self.events if isinstance(event, Recorded) and event.recorded_at <= time]
        return max(stamps, default=0)


def busy_log(users: int, rounds: int) -> Log:
    """Many users, each doing a bit of everything in turn."""
    log = Log()
    names = [f"{number:016x}" for number in range(users)]
    balance = dict.fromkeys(names, 0)
    for user in names:
        log.append(f"user:{user}", "user.registered", language="es", time_zone="Europe/Madrid", time_zone_known=False)
    for turn in range(1, rounds + 1):
        day = MORNING + timedelta(days=turn)
        for user in names:
            balance[user] += 10
            mission = f"mission:{user}:daily:{day.date()}"
            log.append(f"gift:{user}", "gift.claimed", at=day, day=day.date(), zone="UTC", streak=turn, amount=10)
            log.append(
                f"wallet:{user}", "wallet.credited", at=day, amount=10, reason="daily_gift", balance=balance[user]
            )
            same = {"mission": "daily", "period": str(day.date())}
            log.append(mission, "mission.started", at=day, **same, kind="daily", target=1, expires_at=None)
            log.append(
                mission,
                "mission.progressed",
                at=day,
                **same,
                step="gift",
                step_progress=1,
                step_target=1,
                progress=1,
                target=1,
            )
            log.append(mission, "mission.completed", at=day, **same, kind="daily", reward=5, experience=1, items={})
            balance[user] -= 3
            log.append(f"wallet:{user}", "wallet.debited", at=day, amount=3, reason="story", balance=balance[user])
    return log
