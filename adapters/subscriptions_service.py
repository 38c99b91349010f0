"""One service's durable subscription: from its checkpoint along the log, with what it can't take put aside."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from adapters.subscriptions_delivery import Delivery, Handler, Tools, Work, partition
from adapters.subscriptions_lanes import Lanes
from commands.ports import StoreUnavailable
from commands.subscriptions import Checkpoint
from domain.recorded import Damaged, Recorded, UnknownEvent

log = logging.getLogger(__name__)

Begins = Literal["head", "beginning"]
State = Literal["starting", "active", "standby", "stopped"]
NOT_STARTED = "not started"


class OutOfStep(Exception):
    """A checkpoint does not fit the log: it is of another epoch, or ahead of the newest event."""


FORESEEN = (OutOfStep, StoreUnavailable, UnknownEvent)
"""What their own words explain; of everything else the log gets the traceback."""


class Service:
    """Follows the log for one service while it is this process's turn."""

    def __init__(self, name: str, tools: Tools) -> None:
        self.name = name
        self.reason: str | None = NOT_STARTED
        self._tools = tools
        self._handlers: dict[str, tuple[Handler, Begins]] = {}
        self._by_topic: dict[str | None, tuple[tuple[str, Handler], ...]] = {}
        self._checkpoint: Checkpoint | None = None
        self._cursor = 0
        self._lanes: Lanes[Work | None] | None = None
        self._delivery: Delivery | None = None
        self._leased = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        self._touched = False
        self.changing = asyncio.Lock()
        """Held by whoever changes the stored checkpoint, until its answer is known here."""

    # -- what it is subscribed to -------------------------------------------------------------------------------------

    @property
    def event_types(self) -> tuple[str, ...]:
        return tuple(sorted(self._handlers))

    async def subscribe(self, event_types: Sequence[str], handler: Handler, begins: Begins) -> None:
        """Adds subscriptions; they are durable once this returns. Raises ValueError, OutOfStep, StoreUnavailable."""
        if again := [event_type for event_type in event_types if event_type in self._handlers]:
            raise ValueError(f"{self.name} is subscribed to {', '.join(again)} already")
        async with self.changing:
            wanted = {**self._handlers, **dict.fromkeys(event_types, (handler, begins))}
            checkpoint = await self._begin(wanted, self._checkpoint)
            self._handlers = wanted
            self._by_topic.clear()
            self.restart()
            self._checkpoint = checkpoint

    async def unsubscribe(self, event_type: str) -> None:
        """Ends a subscription and forgets how far it had come. Raises KeyError, StoreUnavailable."""
        handler = self._handlers.pop(event_type)
        self._by_topic.clear()
        try:
            await self._forget(event_type)
        except BaseException:  # it is subscribed still, and may be asked again
            self._handlers[event_type] = handler
            self._by_topic.clear()
            raise

    async def _forget(self, event_type: str) -> None:
        async with self.changing:
            while (checkpoint := await self._tools.store.checkpoint(self.name)) and event_type in checkpoint.positions:
                left = {kind: at for kind, at in checkpoint.positions.items() if kind != event_type}
                if not left:
                    await self._tools.store.forget(self.name)
                else:
                    changed = replace(checkpoint, positions=left, revision=checkpoint.revision + 1)
                    await self._tools.store.move([changed], self._tools.owner)
            self.restart()

    def wants(self, topic: str) -> bool:
        return bool(self._matching(topic))

    def _matching(self, topic: str | None) -> tuple[tuple[str, Handler], ...]:
        """The subscriptions that `topic` falls under; all of them where damage hides what it was."""
        found = self._by_topic.get(topic)
        if found is None:
            found = self._by_topic[topic] = tuple(
                (kind, handler)
                for kind, (handler, _) in self._handlers.items()
                if topic is None or falls_under(topic, kind)
            )
        return found

    # -- how far it is ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        if self.reason == NOT_STARTED:
            return "starting"
        if not self._leased.is_set():
            return "standby"
        return "stopped" if self.reason else "active"

    @property
    def in_flight(self) -> int:
        return self._lanes.in_flight if self._lanes else 0

    @property
    def parked_partitions(self) -> int:
        return len(self._delivery.parked) if self._delivery else 0

    @property
    def position(self) -> int:
        """Everything up to here is done with: handled or parked."""
        if self._lanes is not None:
            return self._lanes.done_up_to(self._cursor)
        return self._done(self._checkpoint) if self._checkpoint else 0

    def _done(self, checkpoint: Checkpoint) -> int:
        return min((checkpoint.positions[kind] for kind in self._handlers if kind in checkpoint.positions), default=0)

    def unsaved(self, also_idle: bool) -> Checkpoint | None:
        """The checkpoint as it should be kept now. `also_idle`: even if nothing but foreign events went by."""
        if self._checkpoint is None or self._lanes is None or not (self._touched or also_idle):
            return None
        done = self.position
        if done <= self._done(self._checkpoint):
            return None
        positions = {k: max(at, done) if k in self._handlers else at for k, at in self._checkpoint.positions.items()}
        return replace(self._checkpoint, positions=positions, revision=self._checkpoint.revision + 1)

    def saved(self, checkpoint: Checkpoint) -> None:
        if self._checkpoint is None or self._checkpoint.revision < checkpoint.revision:
            self._checkpoint = checkpoint
            self._touched = self.position > self._done(checkpoint)

    async def look(self) -> None:
        """While another process is active: reads how far that one is."""
        self._checkpoint = await self._tools.store.checkpoint(self.name)
        self._tools.moved()

    # -- running ------------------------------------------------------------------------------------------------------

    def lease(self, held: bool) -> None:
        """Tells whether it is this process's turn."""
        if held and not self._leased.is_set():
            self._leased.set()
        elif not held and self._leased.is_set():
            self._leased.clear()
            self.restart()
        if not held:
            self.reason = "another process is active"

    def restart(self) -> None:
        """Begins again from the stored checkpoint; what was done since it was kept is done again."""
        self._lanes = None
        if self._following is not None:
            self._following.cancel()

    def retry_parked(self, partition: str) -> None:
        """Looks at a parked partition again, when its lane comes to it."""
        if self._lanes is not None:
            self._lanes.put(partition, None, None)

    async def run(self) -> None:
        """Follows the log until cancelled; begins again after every failure, with backoff."""
        tries = 0
        while True:
            await self._leased.wait()
            self._following = following = asyncio.create_task(self._follow(), name=f"service {self.name}")
            try:
                await asyncio.wait({following})
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
            if following.cancelled():
                tries = 0
                continue
            if error := following.exception():
                await self._stopped(error, tries)
                tries += 1

    async def _stopped(self, error: BaseException, tries: int) -> None:
        """Says why it does not go on, once for each incident, and waits before the next try."""
        if self.reason in (None, NOT_STARTED):
            trace = None if isinstance(error, FORESEEN) else error
            log.error("service %s stopped at position %s: %s", self.name, self.position, error, exc_info=trace)
        self.reason = str(error)
        await asyncio.sleep(self._tools.delay(tries))

    def _going_on(self) -> None:
        if self.reason is not None:
            level = logging.INFO if self.reason == NOT_STARTED else logging.WARNING
            log.log(level, "service %s goes on from position %s", self.name, self._cursor)
            self.reason = None

    async def _begin(self, wanted: Mapping[str, tuple[Handler, Begins]], known: Checkpoint | None = None) -> Checkpoint:
        """The stored checkpoint, with those subscriptions added that it does not have yet.

        `known` spares a look into the store, which refuses what is written over an old one.
        """
        tools = self._tools
        while True:
            found = known or await tools.store.checkpoint(self.name)
            new = [
                (kind, begins) for kind, (_, begins) in wanted.items() if found is None or kind not in found.positions
            ]
            if known is not None and not new:
                return known
            head = await tools.log.head()
            self._check_in_step(found, head)
            if found is not None and not new:
                return found
            checkpoint = Checkpoint(
                self.name,
                {
                    **(found.positions if found else {}),
                    **{kind: head if begins == "head" else 0 for kind, begins in new},
                },
                tools.log.epoch,
                found.revision + 1 if found else 1,
            )
            if not await tools.store.move([checkpoint], tools.owner):
                return checkpoint
            known = None

    def _check_in_step(self, checkpoint: Checkpoint | None, head: int) -> None:
        """Raises OutOfStep where the checkpoint does not belong to this log as it is."""
        if checkpoint is None:
            return
        epoch, furthest = self._tools.log.epoch, max(checkpoint.positions.values(), default=0)
        if checkpoint.epoch != epoch:
            raise OutOfStep(f"the checkpoint of {self.name} is of epoch {checkpoint.epoch}, the log of {epoch}")
        if furthest > head:
            raise OutOfStep(f"the checkpoint of {self.name} is {furthest}, the log ends at {head}")

    async def _follow(self) -> None:
        tools = self._tools
        async with self.changing:
            self._checkpoint = await self._begin(self._handlers)
        parked = await tools.store.parked_partitions(self.name)
        self._delivery = Delivery(self.name, tools, parked, lambda topic: [h for _, h in self._matching(topic)])
        self._cursor = self._done(self._checkpoint)
        self._lanes = lanes = Lanes[Work | None](
            self._delivery, self._progress, concurrency=tools.policy.concurrency, window=tools.policy.window
        )
        self._going_on()
        try:
            await self._read(lanes)
        finally:
            await lanes.close(tools.policy.grace)

    async def _read(self, lanes: "Lanes[Work | None]") -> None:
        tries = 0
        while True:
            try:
                events = await self._tools.reader.after(self._cursor)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is said, and the log is asked again
                await self._stopped(error, tries)
                tries += 1
                continue
            tries = 0
            self._going_on()
            for event in events:
                if matching := self._matching(event.topic):
                    await lanes.room()
                    self._put(lanes, event, matching)
                self._cursor = event.position
            self._tools.moved()

    def _put(
        self, lanes: "Lanes[Work | None]", event: Recorded | Damaged, matching: Sequence[tuple[str, Handler]]
    ) -> None:
        assert self._checkpoint is not None
        since = self._checkpoint.positions
        if handlers := [handler for kind, handler in matching if event.position > since[kind]]:
            lanes.put(partition(event), event.position, Work(event, handlers))

    def _progress(self) -> None:
        self._touched = True
        self._tools.moved()


def falls_under(topic: str, event_type: str) -> bool:
    """Whether an event of `topic` is one of `event_type`: the topic itself, `prefix.*`, or `*` for all."""
    return topic == event_type or event_type == "*" or (event_type.endswith(".*") and topic.startswith(event_type[:-1]))
