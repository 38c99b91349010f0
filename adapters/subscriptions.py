"""The seed's EventSubscriptionManager: durable subscriptions to the log, in one process or several.

`subscribe` gives a service every event of a type, at least once, in order per user, from its own checkpoint on, across
crashes. `publish_with_retry` puts what comes from outside into the log first, as `external.<type>`: nothing is
delivered that has no position.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from time import monotonic
from typing import Any
from uuid import uuid4

from adapters.backoff import backoff
from adapters.subscriptions_delivery import OUTAGE, Handler, OnParked, Policy, Tools
from adapters.subscriptions_reader import SharedReader
from adapters.subscriptions_service import Begins, Service, State
from commands.decision import Receipt
from commands.ports import Clock, StoreUnavailable
from commands.subscriptions import FollowedLog, ParkedReaction, ReactionStore
from domain.aggregate import EXTERNAL_PREFIX

__all__ = ["EventSubscriptionManager", "Handler", "Policy", "RecordExternal", "SubscriptionStatus"]

log = logging.getLogger(__name__)

RecordExternal = Callable[[str, str, Mapping[str, Any]], Awaitable[Receipt]]
"""Records a fact from outside: (command id, `external.<type>`, payload)."""

SAVE_EVERY = 0.5
"""Seconds between two writes of the checkpoints: what a crash may make a service handle again."""

SAVE_IDLE_EVERY = 10
"""Of so many writes, one also moves the checkpoints of services that nothing happened for."""

LEASE = 6.0
"""Seconds that the others wait for a process that died."""

EVENT_TYPE = re.compile(r"\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?")


@dataclass(frozen=True, slots=True)
class SubscriptionStatus:
    """How one service is doing. `position`: all up to there is done with. `reason`: why it does not go on."""

    service: str
    event_types: tuple[str, ...]
    state: State
    position: int
    in_flight: int
    parked_partitions: int
    reason: str | None


async def _ignore(parked: ParkedReaction) -> None:
    """Nobody wants to know."""


class EventSubscriptionManager:
    """Durable subscriptions of this process. Subscribe, then start; subscribing later works too."""

    def __init__(
        self,
        log: FollowedLog,
        store: ReactionStore,
        clock: Clock,
        record_external: RecordExternal,
        *,
        on_parked: OnParked = _ignore,
        policy: Policy | None = None,
        random: Random | None = None,
    ) -> None:
        self._log = log
        self._store = store
        self._record_external = record_external
        self._random = random or Random()  # noqa: S311  # jitter
        self._owner = uuid4().hex
        self._reader = SharedReader(log)
        self._on_parked = on_parked
        self._tools = Tools(
            log=log,
            reader=self._reader,
            store=store,
            clock=clock,
            random=self._random,
            owner=self._owner,
            policy=policy or Policy(),
            on_parked=self._tell,
            moved=self._moved,
        )
        self._services: dict[str, Service] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._saves = 0
        self._pulse: asyncio.Future[None] | None = None

    # -- the seed's three methods -------------------------------------------------------------------------------------

    async def subscribe(self, event_type: str, handler: Handler, service_name: str, *, begins: Begins = "head") -> None:
        """Hands every event of `event_type` (a topic, `prefix.*` or `*`) to `handler`, from now on.

        At least once, users in parallel, the events of one user (of one stream, where there is none) in order. Each
        pair of type and service has its place in the log, kept in MongoDB; a pair that was never seen before begins
        at the log's head or at its beginning. An event that keeps failing is parked, with the later ones of its user.
        Raises ValueError, OutOfStep and StoreUnavailable.
        """
        await self.subscribe_to((event_type,), handler, service_name, begins=begins)

    async def subscribe_to(
        self, event_types: Sequence[str], handler: Handler, service_name: str, *, begins: Begins = "head"
    ) -> None:
        """The same for several types at once, kept in one write."""
        for event_type in event_types:
            if not EVENT_TYPE.fullmatch(event_type):
                raise ValueError(f"{event_type!r} is neither a topic nor a prefix followed by .*")
        service = self._services.get(service_name) or Service(service_name, self._tools)
        await service.subscribe(event_types, handler, begins)
        self._services[service_name] = service
        if self._keepers and service_name not in self._running:
            await self._renew()

    async def unsubscribe(self, event_type: str, service_name: str) -> None:
        """Ends a subscription for good; subscribing again begins anew. Raises KeyError if there is none."""
        service = self._services[service_name]
        await service.unsubscribe(event_type)
        if not service.event_types:
            del self._services[service_name]
            if running := self._running.pop(service_name, None):
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    async def publish_with_retry(
        self, event_type: str, payload: Mapping[str, Any], *, timeout: float = 30.0
    ) -> Receipt:
        """Records a fact from outside, once, trying again for `timeout` seconds while the store is away.

        Raises StoreUnavailable or OutcomeUnknown when the time is over, and DomainError for what the rules refuse.
        """
        topic = event_type if event_type.startswith(EXTERNAL_PREFIX) else EXTERNAL_PREFIX + event_type
        command_id = f"external:{uuid4().hex}"
        until, tries = monotonic() + timeout, 0
        while True:
            try:
                return await self._record_external(command_id, topic, payload)
            except OUTAGE:
                delay = backoff(tries, self._random)
                if monotonic() + delay > until:
                    raise
            await asyncio.sleep(delay)
            tries += 1

    # -- running ------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begins to deliver. Raises StoreUnavailable."""
        await self._renew()
        self._keepers = [
            asyncio.create_task(self._keep(SAVE_EVERY, self._keep_checkpoints), name="subscription checkpoints"),
            asyncio.create_task(self._keep(LEASE / 4, self._keep_leases), name="subscription leases"),
        ]

    async def stop(self) -> None:
        """Lets the handlers at work finish, keeps the checkpoints and gives the leases to others."""
        tasks = [*self._keepers, *self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reader.close()
        self._keepers, self._running = [], {}
        try:
            await self._save(also_idle=True)
            await self._store.release(self._owner)
        except StoreUnavailable as outage:
            log.warning("subscriptions stopped without a last checkpoint, some events come again: %s", outage)

    async def _keep(self, every: float, work: Callable[[], Awaitable[None]]) -> None:
        """Does `work` again and again, whatever becomes of it: the next time may be better."""
        while True:
            await asyncio.sleep(every)
            try:
                await work()
            except StoreUnavailable as outage:
                log.debug("waiting for the store: %s", outage)
            except Exception:
                log.exception("subscriptions could not be kept up to date")

    async def _keep_checkpoints(self) -> None:
        self._saves += 1
        await self._save(also_idle=self._saves % SAVE_IDLE_EVERY == 0)

    async def _keep_leases(self) -> None:
        await self._renew()
        await self._see_to_requests()

    async def _save(self, *, also_idle: bool) -> None:
        async with AsyncExitStack() as changing:
            services = list(self._services.values())
            for service in services:
                await changing.enter_async_context(service.changing)
            due = [(each, c) for each in services if (c := each.unsaved(also_idle)) is not None]
            lost = await self._store.move([checkpoint for _, checkpoint in due], self._owner)
            for service, checkpoint in due:
                if service.name in lost:
                    log.info("another process moved the checkpoint of %s: begun again from there", service.name)
                    service.restart()
                else:
                    service.saved(checkpoint)

    async def _renew(self) -> None:
        """Takes the leases that can be had, and lets exactly those services run."""
        asked: set[str] = set()
        while due := [name for name in self._services if name not in asked]:  # more subscribe while this is awaited
            asked.update(due)
            held = await self._store.hold(due, self._owner, LEASE)
            for name in due:
                if (service := self._services.get(name)) is None:
                    continue
                service.lease(name in held)
                if name not in self._running:
                    self._running[name] = asyncio.create_task(service.run(), name=f"subscription {name}")
                if name not in held:
                    await service.look()

    async def _see_to_requests(self) -> None:
        for name, partition in await self._store.requested():
            if service := self._services.get(name):
                service.retry_parked(partition)

    async def _tell(self, parked: ParkedReaction) -> None:
        try:
            await self._on_parked(parked)
        except Exception:  # telling is a courtesy: what is parked is in the store
            log.exception("could not tell that %s parked position %s", parked.service, parked.position)

    # -- how it goes --------------------------------------------------------------------------------------------------

    def targets(self, topic: str) -> list[str]:
        """The services that are subscribed to this topic: an IntegrationEvent's `target_services`. From any thread."""
        services = tuple(self._services.items())  # at once: others subscribe while the publisher's thread asks
        return sorted(name for name, service in services if service.wants(topic))

    def status(self) -> list[SubscriptionStatus]:
        """Every service, by name."""
        return [
            SubscriptionStatus(
                service=name,
                event_types=service.event_types,
                state=service.state,
                position=service.position,
                in_flight=service.in_flight,
                parked_partitions=service.parked_partitions,
                reason=service.reason,
            )
            for name, service in sorted(self._services.items())
        ]

    async def wait_for(self, position: int, timeout: float) -> None:
        """Returns when every service is done with everything up to `position`; what is parked counts as done with.

        Raises TimeoutError, with the names of those that are behind.
        """
        try:
            async with asyncio.timeout(timeout):
                while self._behind(position):
                    if self._pulse is None:
                        self._pulse = asyncio.get_running_loop().create_future()
                    await asyncio.shield(self._pulse)
        except TimeoutError:
            behind = ", ".join(f"{s.name} at {s.position} ({s.reason or 'busy'})" for s in self._behind(position))
            raise TimeoutError(f"not at position {position} after {timeout} s: {behind}") from None

    async def settled(self, timeout: float) -> int:
        """Returns the head when every service has done all there is, also what follows from what it did.

        Raises TimeoutError, and StoreUnavailable.
        """
        until = monotonic() + timeout
        while True:
            head = await self._log.head()
            await self.wait_for(head, max(0.0, until - monotonic()))
            if await self._log.head() == head:
                return head

    def _behind(self, position: int) -> list[Service]:
        return [service for service in self._services.values() if service.position < position]

    def _moved(self) -> None:
        if self._pulse is not None:
            self._pulse.set_result(None)
            self._pulse = None
