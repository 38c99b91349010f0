"""The way of a command: load, decide, commit, answer.

A handler is a pure decision over loaded aggregates; only loading and committing are awaited. The commit carries the
version of every stream that was read, so a decision stands only if nothing it looked at has changed meanwhile, in
this process or another. What is refused is decided once more on caught-up aggregates before it is believed.
"""

import logging
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from random import Random
from typing import Any, cast

from commands.cache import AggregateCache
from commands.context import Command, Context
from commands.decision import Decision, Receipt
from commands.locks import StreamLocks
from commands.ports import (
    Clock,
    CommandIdReused,
    Committed,
    EventStore,
    Loaded,
    Outcome,
    Read,
    StaleReads,
    StoreUnavailable,
    StoryRuntime,
)
from commands.registry import GUARD, Handler
from domain.aggregate import Aggregate
from domain.content import ContentPack
from domain.errors import REFUSALS, DomainError

log = logging.getLogger(__name__)

MAX_TRIES = 100
"""How often a decision is made again because others wrote to what it had read; each time somebody else got on."""

SNAPSHOT_EVERY = 100
"""Events of one stream between two snapshots of its aggregate."""


class _NeedsStreams(Exception):
    """The decision turned out to read streams that are not locked yet."""

    def __init__(self, streams: frozenset[str]) -> None:
        self.streams = streams


class Bus:
    """Takes commands to their handlers. One a process; safe for any number of commands in flight."""

    def __init__(
        self,
        store: EventStore,
        clock: Clock,
        content: ContentPack,
        stories: StoryRuntime,
        handlers: Mapping[type[Command], Handler],
        cache_size: int = 20_000,
    ) -> None:
        self.content = content
        self._store = store
        self._clock = clock
        self._stories = stories
        self._handlers = handlers
        self._locks = StreamLocks()
        self._cache = AggregateCache(cache_size)
        self._random = Random()  # noqa: S311  # ids must be unique, not secret; asking the system for each costs a switch

    def context(
        self,
        command_id: str,
        *,
        actor: str,
        source: str,
        correlation_id: str | None = None,
        causation_id: str | None = None,
        now: datetime | None = None,
    ) -> Context:
        """The context of a command given now (or at `now`), with a correlation id of its own unless it has one."""
        return Context(
            command_id=command_id,
            correlation_id=correlation_id or self._new_id(),
            causation_id=causation_id,
            actor=actor,
            source=source,
            now=now or self._clock.now(),
            content=self.content,
            stories=self._stories,
        )

    def _new_id(self) -> str:
        """128 random bits in hexadecimal."""
        return f"{self._random.getrandbits(128):032x}"

    async def execute(self, command: Command, context: Context) -> Receipt:
        """Decides `command` and records what follows from it, once for its id.

        Raises DomainError (a rule refused it), CommandIdReused, OutcomeUnknown, StoreUnavailable and StreamDamaged.
        """
        decision = Decision(self._handlers[type(command)], command, context)
        if context.external and (answered := await self._answered_before(decision)):
            return answered
        return cast(Receipt, await self._under_locks(decision, self._record))

    async def ask(self, question: Command, context: Context) -> Any:
        """What the question's handler returns over caught-up aggregates; nothing is recorded. Raises DomainError."""
        return await self._under_locks(Decision(self._handlers[type(question)], question, context), self._answer)

    async def answered(self, command_id: str) -> bool:
        """Whether a command of this id had its answer: the next one is its repeat, or misuses its id."""
        return (
            await self._store.outcome(command_id) is not None or await self._store.find_commit(command_id) is not None
        )

    async def rehearse(self, command: Command, context: Context) -> bool:
        """Decides as `execute` would and records nothing: whether it would be a repeat. Raises what refuses it."""
        decision = Decision(self._handlers[type(command)], command, context)
        if await self._store.find_commit(context.command_id) is not None:
            await self._first_receipt(decision)
            return True
        if context.external and await self._answered_before(decision):
            return True
        await self._under_locks(decision, self._only_decide)
        return False

    # -- locking and loading ------------------------------------------------------------------------------------------

    async def _under_locks(self, decision: Decision, act: Any) -> Any:
        held = frozenset(decision.named.values())
        while True:
            try:
                async with self._locks.hold(held) as locks:
                    for _ in range(MAX_TRIES):
                        try:
                            await self._load(decision, held)
                            return await act(decision)
                        except StaleReads:
                            continue
                        except _NeedsStreams as needs:
                            if not await locks.more(needs.streams):
                                raise
                            held |= needs.streams
                    raise StoreUnavailable(f"{decision.command}: overtaken by others {MAX_TRIES} times")
            except _NeedsStreams as needs:
                held |= needs.streams

    async def _load(self, decision: Decision, held: frozenset[str]) -> None:
        """Fills `decision.loaded`, in two rounds where the handler names further streams from the first."""
        handler = decision.handler
        decision.loaded, decision.refusal = {}, None
        await self._load_streams(
            decision, {stream: handler.aggregate_class(name) for name, stream in decision.named.items()}
        )
        decision.arguments = {
            name: decision.loaded[stream].aggregate for name, stream in decision.named.items() if name != GUARD
        }
        if handler.loads is None:
            return
        try:
            decision.check_user()
            more = handler.loads(decision.command, decision.context, decision.arguments)
        except DomainError as refusal:
            decision.refusal = refusal
            return
        wanted: dict[str, type[Aggregate]] = {}
        for name, streams in more.items():
            for stream in (streams,) if isinstance(streams, str) else streams:
                wanted[stream] = handler.aggregate_class(name)
        if not held.issuperset(wanted):
            self._cache.put(decision.loaded.values())
            raise _NeedsStreams(frozenset(wanted))
        await self._load_streams(decision, {s: kind for s, kind in wanted.items() if s not in decision.loaded})
        for name, streams in more.items():
            if isinstance(streams, str):
                decision.arguments[name] = decision.loaded[streams].aggregate
            else:
                decision.arguments[name] = {stream: decision.loaded[stream].aggregate for stream in streams}

    async def _load_streams(self, decision: Decision, wanted: Mapping[str, type[Aggregate]]) -> None:
        missing: dict[str, type[Aggregate]] = {}
        for stream, kind in wanted.items():
            if (cached := self._cache.take(stream)) is not None:
                decision.loaded[stream] = cached
            else:
                missing[stream] = kind
        if missing:
            decision.loaded.update(await self._store.load(missing))

    # -- deciding -----------------------------------------------------------------------------------------------------

    async def _record(self, decision: Decision) -> Receipt:
        try:
            decision.decide()
        except DomainError as refusal:
            answer = await self._believe(decision, refusal)
            if answer.repeated:
                return answer
            raise
        if not decision.journal:
            return await self._believe(decision, None)
        commit = decision.commit(self._new_id)
        committed = await self._store.commit(commit)
        if committed.repeated:
            return await self._first_receipt(decision)
        self._keep(decision, committed)
        await self._snapshot(decision)
        return decision.receipt(committed.positions, commit.events)

    async def _answer(self, decision: Decision) -> Any:
        try:
            answer = decision.decide()
        except DomainError:
            await self._catch_up(decision)
            raise
        if decision.journal:
            raise TypeError(f"{decision.handler.decide.__name__} answers a question, yet it recorded something")
        await self._catch_up(decision)
        self._cache.put(decision.loaded.values())
        return answer

    async def _only_decide(self, decision: Decision) -> None:
        """What was loaded is ahead of the log from here on, so it does not go back into the cache."""
        try:
            decision.decide()
        finally:
            await self._catch_up(decision)

    async def _believe(self, decision: Decision, refusal: DomainError | None) -> Receipt:
        """Accepts that nothing is to be recorded, unless the decision was made on old knowledge or in a repeat."""
        head = await self._catch_up(decision)
        context = decision.context
        if context.external:
            if await self._store.find_commit(context.command_id) is not None:
                return await self._first_receipt(decision)
            if refusal is None or context.keeps_refusal:
                await self._store.record_outcome(
                    context.command_id,
                    Outcome(
                        payload_hash=decision.command.payload_hash,
                        error=refusal.type if refusal else None,
                        details=refusal.details if refusal else {},
                    ),
                )
        if not decision.journal:  # a refusal half-way leaves aggregates that are ahead of the log
            self._cache.put(
                Loaded(loaded.aggregate, Read(loaded.aggregate.version, head)) for loaded in decision.loaded.values()
            )
        return decision.receipt((), ())

    async def _catch_up(self, decision: Decision) -> int:
        head = await self._store.catch_up()
        if stale := self._store.stale(decision.reads):
            raise StaleReads(stale)
        return head

    # -- repeats ------------------------------------------------------------------------------------------------------

    async def _answered_before(self, decision: Decision) -> Receipt | None:
        """The kept answer of a command that recorded nothing: the same refusal, or the same empty receipt."""
        outcome = await self._store.outcome(decision.context.command_id)
        if outcome is None:
            return None
        if outcome.payload_hash != decision.command.payload_hash:
            raise CommandIdReused(decision.context.command_id)
        if await self._store.find_commit(decision.context.command_id) is not None:
            return await self._first_receipt(decision)  # another process did it while this one refused it
        if outcome.error is None:
            return decision.receipt((), (), repeated=True)
        refused_by = REFUSALS.get(outcome.error)
        if refused_by is None or {field.name for field in fields(refused_by)} != outcome.details.keys():
            return None  # a rule that this release no longer has, or tells otherwise: decide anew
        refusal = refused_by(**outcome.details)
        refusal.repeated = True
        raise refusal

    async def _first_receipt(self, decision: Decision) -> Receipt:
        found = await self._store.find_commit(decision.context.command_id)
        if found is None:
            raise StoreUnavailable(f"commit {decision.context.command_id} is recorded, yet can't be read")
        payload_hash, events = found
        if decision.context.external and payload_hash not in (None, decision.command.payload_hash):
            raise CommandIdReused(decision.context.command_id)
        return decision.receipt(tuple(event.position for event in events), events, repeated=True)

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def _keep(self, decision: Decision, committed: Committed) -> None:
        """Every aggregate of the decision is proven current as of the commit."""
        self._cache.put(
            Loaded(loaded.aggregate, Read(loaded.aggregate.version, committed.positions[-1]))
            for loaded in decision.loaded.values()
        )

    async def _snapshot(self, decision: Decision) -> None:
        due = [
            loaded.aggregate
            for loaded in decision.loaded.values()
            if loaded.aggregate.version // SNAPSHOT_EVERY > loaded.read.version // SNAPSHOT_EVERY
        ]
        if due:
            await self._store.snapshot(due)
