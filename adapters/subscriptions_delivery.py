"""Handing one service its events: tried again, and put aside when it can't take them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from adapters.backoff import backoff
from adapters.subscriptions_lanes import Entry
from adapters.subscriptions_reader import SharedReader
from commands.ports import Clock, OutcomeUnknown, StoreUnavailable
from commands.subscriptions import FollowedLog, ParkedReaction, ReactionStore
from domain.aggregate import event_class
from domain.recorded import Damaged, Recorded

log = logging.getLogger(__name__)

Handler = Callable[[Recorded], Awaitable[None]]
OnParked = Callable[[ParkedReaction], Awaitable[None]]

OUTAGE = (StoreUnavailable, OutcomeUnknown)
"""Failures that say nothing about the event: it is tried again until they are over."""


class NotSubscribed(Exception):
    """A parked event whose service no longer subscribes to its type: retry it with the right release, or discard it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service handles its events.

    `concurrency`: handlers at work at once. `window`: events in memory at most. `attempts`: deliveries before an event
    is parked. `deadline`: seconds one delivery may take. `grace`: seconds that handlers at work get when the service
    stops. `first_delay`, `longest_delay`: seconds between deliveries.
    """

    concurrency: int = 64
    window: int = 1_000
    attempts: int = 7
    deadline: float = 30.0
    grace: float = 5.0
    first_delay: float = 0.1
    longest_delay: float = 30.0


@dataclass(frozen=True, slots=True)
class Tools:
    """What all services of a process share."""

    log: FollowedLog
    reader: SharedReader
    store: ReactionStore
    clock: Clock
    random: Random
    owner: str
    policy: Policy
    on_parked: OnParked
    moved: Callable[[], None]

    def delay(self, tries: int) -> float:
        """Seconds before the next try, after `tries` + 1 that failed."""
        return backoff(tries, self.random, base=self.policy.first_delay, cap=self.policy.longest_delay)


@dataclass(frozen=True, slots=True)
class Work:
    """An event and those handlers of a service that want it."""

    event: Recorded | Damaged
    handlers: Sequence[Handler]


class Delivery:
    """Delivers to one service. A lane is a partition: a user, else a stream; what is parked blocks its own lane only.

    `handlers` finds those of a topic, for events that were parked.
    """

    def __init__(
        self, service: str, tools: Tools, parked: set[str], handlers: Callable[[str | None], Sequence[Handler]]
    ) -> None:
        self.parked = parked
        self._service = service
        self._tools = tools
        self._handlers = handlers

    async def __call__(self, lane: str, entry: Entry[Work | None]) -> float | None:
        """Hands over one event, or sees to what is parked on its lane (no item).

        None: done with; else the seconds until it is to be tried again.
        """
        try:
            if entry.item is None:
                await self._see_to_parked(lane)
                return None
            if lane in self.parked:
                await self._park(lane, entry.item.event, "waits behind an earlier one", attempts=0)
                return None
            try:
                await self._handle(entry.item)
            except OUTAGE:
                raise
            except Exception as error:  # noqa: BLE001  # whatever a handler raises, the event is kept
                return await self._failed(lane, entry, entry.item.event, error)
        except OUTAGE as outage:
            if entry.tries == 0:
                log.warning("service %s waits at position %s: %s", self._service, entry.position, outage)
            return self._tools.delay(entry.tries)
        except Exception:  # the store refused to keep it: it stays where it is, and so does its lane
            log.exception("service %s waits at position %s", self._service, entry.position)
            return self._tools.delay(entry.tries)
        return None

    async def _handle(self, work: Work) -> None:
        if isinstance(work.event, Damaged):
            raise ValueError(f"damaged: {work.event.reason}")
        async with asyncio.timeout(self._tools.policy.deadline):
            for handler in work.handlers:
                await handler(work.event)

    async def _failed(
        self, lane: str, entry: Entry[Work | None], event: Recorded | Damaged, error: Exception
    ) -> float | None:
        entry.failures += 1
        if isinstance(event, Recorded) and entry.failures < self._tools.policy.attempts:
            if entry.failures == 1:
                log.warning(
                    "service %s could not take %s at position %s, correlation %s: %r; tried again",
                    *(self._service, event.topic, event.position, event.correlation_id, error),
                )
            return self._tools.delay(entry.failures - 1)
        log.error("service %s parks position %s", self._service, event.position, exc_info=error)
        await self._park(lane, event, describe(error), attempts=entry.failures)
        return None

    async def _park(self, lane: str, event: Recorded | Damaged, reason: str, attempts: int) -> None:
        parked = ParkedReaction(
            self._service, lane, event.position, event.topic, reason, attempts, parked_at=self._tools.clock.now()
        )
        await self._tools.store.park(parked)
        self.parked.add(lane)
        await self._tools.on_parked(parked)

    async def _see_to_parked(self, lane: str) -> None:
        """Handles what is parked on this lane, in order, if somebody asked for it, until one fails again."""
        store = self._tools.store
        requests = await store.requests(self._service, lane)
        while parked := await store.parked(self._service, lane):
            for each in parked:
                if not requests or not await self._retried(each):
                    await store.answered(self._service, lane, requests)
                    return
        await store.answered(self._service, lane, requests)
        self.parked.discard(lane)

    async def _retried(self, parked: ParkedReaction) -> bool:
        try:
            [event] = await self._tools.log.read(parked.position - 1, 1)
            handlers = self._handlers(event.topic)
            if not handlers:
                raise NotSubscribed(f"{self._service} is not subscribed to {event.topic}")
            await self._handle(Work(event, handlers))
        except OUTAGE:
            raise
        except Exception as error:  # it stays parked, with the new reason
            log.exception("service %s still can't take position %s", self._service, parked.position)
            await self._tools.store.park_again(replace(parked, reason=describe(error), attempts=parked.attempts + 1))
            return False
        await self._tools.store.unpark(self._service, parked.position)
        return True


def partition(event: Recorded | Damaged) -> str:
    """What keeps its order: the user's events, else the stream's. A damaged one without either stands alone."""
    if isinstance(event, Recorded):
        return event.user_id or event.stream
    if event.stream is None:
        return f"position:{event.position}"
    kind = event_class(event.topic) if event.topic else None
    return (kind.aggregate_class.owner(event.stream) if kind else None) or event.stream


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
