"""A community in memory whose process dies at dangerous places: what was durable stays, what was in its head is gone.

Such a place is just before and just after a commit, or an outcome that is kept; between what a reaction did and its
checkpoint; between a timer's command and the row that says it is due; before and after a batch of rows is written.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from commands.bus import Bus
from commands.ports import CommandIdReused, Commit, Committed, Outcome
from commands.reactions import Reaction
from commands.wallet import MoveBesitos
from domain.aggregate import EXTERNAL_PREFIX
from domain.errors import DomainError
from domain.recorded import Recorded
from domain.timers import Alarm, Due
from projections.engine import Projector
from projections.ports import Write
from projections.registry import all_projections
from tests.faults.community_invariants import by_stream, kind_of, replayed
from tests.faults.community_life import PEOPLE, Moment
from tests.memory_rows import MemoryRows
from tests.telegram_world import MemorySource, WorldClock, default_pack
from tests.unit.given import all_firings, all_handlers, all_reactions
from tests.unit.memory_store import MemoryStore

PROJECTIONS = tuple(all_projections())


LAGS = (0, 0, 1, 5, 10_000)
"""So many events reactions may stay behind for a while."""

CROWDS, CLOSE = (1, 1, 1, 1, 2, 4), timedelta(minutes=1)
"""So many commands may come at once, if there is no more time than this between them."""

Answer = tuple[Any, ...]
"""What whoever gave a command heard: a receipt's positions and result, or a refusal."""


class Killed(BaseException):
    """kill -9: nothing catches it, and nothing is done on the way out."""


@dataclass
class Danger:
    """Kills the process at dangerous places: after so many of them, again after so many more, and so on."""

    gaps: list[int]
    struck: list[str] = field(default_factory=list)

    def passes(self, place: str) -> None:
        """Raises Killed where it is time."""
        if self.gaps:
            self.gaps[0] -= 1
            if self.gaps[0] <= 0:
                self.gaps.pop(0)
                self.struck.append(place)
                raise Killed(place)


class MortalStore(MemoryStore):
    """The log, and those who write to it. Others get their turn at every await, as they do on the real one."""

    def __init__(self, danger: Danger) -> None:
        super().__init__()
        self.danger = danger

    async def load(self, wanted: Mapping[str, Any]) -> Any:
        await asyncio.sleep(0)
        return await super().load(wanted)

    async def commit(self, commit: Commit) -> Committed:
        await asyncio.sleep(0)
        self.danger.passes("before a commit")
        committed = await super().commit(commit)
        self.danger.passes("after a commit")
        return committed

    async def record_outcome(self, command_id: str, outcome: Outcome) -> None:
        self.danger.passes("before an outcome")
        await super().record_outcome(command_id, outcome)
        self.danger.passes("after an outcome")


class MortalRows(MemoryRows):
    """The read models, and the projector that writes them."""

    def __init__(self, danger: Danger) -> None:
        super().__init__()
        self._danger = danger

    def write(self, writes: Sequence[Write]) -> None:
        self._danger.passes("before rows are written")
        super().write(writes)
        self._danger.passes("after rows are written")


class MortalCommunity:
    """One process after the other, over what they leave behind: the log, outcomes, checkpoints, rows."""

    def __init__(self, danger: Danger) -> None:
        self.content, self._stories = default_pack()
        self.clock, self.danger = WorldClock(), danger
        self.store, self.rows = MortalStore(danger), MortalRows(danger)
        self.answers: dict[str, Answer] = {}
        self.checkpoints = dict.fromkeys(all_reactions(), 0)
        self._given: list[Moment] = []
        self._begin()

    def _begin(self) -> None:
        """A new process, which knows what is durable."""
        self.bus = self.another_bus()
        self._projector = Projector(MemorySource(self.store), self.rows, PROJECTIONS)  # type: ignore[arg-type]
        self._projector.open()

    def another_bus(self) -> Bus:
        """That of a process beside it, with nothing in its cache."""
        return Bus(self.store, self.clock, self.content, self._stories, all_handlers())

    # -- living -------------------------------------------------------------------------------------------------------

    async def live(self, moments: Sequence[Moment], manners: Random) -> None:
        """Lives them all. Some that are close together come at once; reactions, rows and timers follow as they can."""
        self._given.extend(moments)
        coming = list(moments)
        while coming:
            crowd, coming = _together(coming, manners.choice(CROWDS))
            self.clock.time = max(self.clock.time, crowd[-1].at)
            if len(crowd) == 1:
                await self._until_done(lambda crowd=crowd: self._asked(crowd[0]))
            else:
                await self._all_at_once(crowd)
            lag = manners.choice(LAGS)
            await self._until_done(lambda lag=lag: self._follow(lag))

    async def come_to_rest(self, after: timedelta) -> None:
        """Time goes by until nothing more happens by itself; from then on nobody dies."""
        self.clock.time += after
        await self._until_done(lambda: self._follow(0))
        self.danger.gaps.clear()

    async def _all_at_once(self, moments: Sequence[Moment]) -> None:
        """Gives each of these to this process and to another one, all at the same time."""
        calls = [(moment, bus) for moment in moments for bus in (self.bus, self.another_bus())]
        answers = await asyncio.gather(*(self._give(*call) for call in calls), return_exceptions=True)
        if any(isinstance(answer, Killed) for answer in answers):
            self._begin()
        for moment in moments:
            await self._until_done(lambda moment=moment: self._asked(moment))
        for (moment, _), answer in zip(calls, answers, strict=True):
            if isinstance(answer, Exception):
                raise answer
            if isinstance(answer, tuple) and answer[0] == "done" and answer[1]:
                self._heard(moment, answer)  # one process may refuse what another does: then it is done

    async def _until_done(self, work: Callable[[], Any]) -> None:
        """Whoever gets no answer asks again, and finds a new process."""
        while True:
            try:
                return await work()
            except Killed:
                self._begin()

    async def _asked(self, moment: Moment) -> None:
        self._heard(moment, await self._give(moment, self.bus))

    async def _give(self, moment: Moment, bus: Bus) -> Answer:
        context = bus.context(moment.command_id, actor="test", source="test", now=moment.at)
        try:
            receipt = await bus.execute(moment.command, context)
        except DomainError as refusal:
            return ("refused", refusal.type, refusal.details)
        return ("done", receipt.positions, receipt.result)

    def _heard(self, moment: Moment, answer: Answer) -> None:
        assert self.answers.setdefault(moment.command_id, answer) == answer, moment

    # -- what happens by itself ---------------------------------------------------------------------------------------

    async def _follow(self, lag: int) -> None:
        """Reactions, rows and timers go on until all of the log but its last `lag` events is done."""
        while True:
            head = len(self.store.events) - lag
            for reaction in all_reactions().values():
                await self._react(reaction, head)
            if lag:
                return
            while self._projector.step():
                pass
            due = self._due()
            for alarm in due:
                await self._fire(alarm)
            if not due and head == len(self.store.events):
                return

    async def _react(self, reaction: Reaction, head: int) -> None:
        for event in self.store.events[self.checkpoints[reaction.name] : max(head, 0)]:
            if _concerns(event, reaction):
                await reaction.run(self.bus, event)
                self.danger.passes(f"before the checkpoint of {reaction.name}")
            self.checkpoints[reaction.name] = event.position

    def _due(self) -> list[Alarm]:
        return [
            Alarm(row["name"], Due(row["target"], row["due_at"]), row["event_id"], row["correlation_id"])
            for row in self.rows.tables["timers"]
            if row["due_at"] is not None and row["due_at"] <= self.clock.now()
        ]

    async def _fire(self, alarm: Alarm) -> None:
        """By this process, and by one that does not know of it."""
        firing = all_firings()[alarm.name]
        for bus in (self.bus, self.another_bus()):
            await firing.fire(bus, alarm, self.clock.now())
        self.danger.passes("before a timer's row goes")

    # -- afterwards ---------------------------------------------------------------------------------------------------

    async def check_commands(self) -> None:
        """Every id again answers as it did, to any process, and records nothing; with another payload it is refused."""
        length, bus, other = len(self.store.events), self.another_bus(), MoveBesitos(PEOPLE[0], 77, "another payload")
        for moment in self._given:
            self._heard(moment, await self._give(moment, bus))
        for moment in self._given[:: max(1, len(self._given) // 5)]:
            try:
                await self._give(Moment(moment.command_id, other, moment.at), bus)
            except CommandIdReused:
                continue
            raise AssertionError(f"{moment.command_id} was given with another payload, and taken")
        assert len(self.store.events) == length

    def check_replay(self) -> None:
        """Rows and aggregates are what the log makes of them, from its beginning and all at once."""
        assert not self.rows.all_parked
        fresh = MemoryRows()
        projector = Projector(MemorySource(self.store), fresh, PROJECTIONS)  # type: ignore[arg-type]
        projector.open()
        while projector.step():
            pass
        assert self.rows.tables == fresh.tables
        for stream, events in by_stream(self.store.events).items():
            if (cached := self.bus._cache.take(stream)) is not None:
                anew = replayed(kind_of(events[0]), stream, events)
                assert cached.aggregate.version == anew.version
                assert cached.aggregate.snapshot_state == anew.snapshot_state


def _together(moments: list[Moment], most: int) -> tuple[list[Moment], list[Moment]]:
    """The next ones, as far as they are close together and at most so many; and those after them."""
    number = sum(each.at - moments[0].at < CLOSE for each in moments[:most])
    return moments[:number], moments[number:]


def _concerns(event: Recorded, reaction: Reaction) -> bool:
    return event.topic in reaction.topics or (
        event.topic.startswith(EXTERNAL_PREFIX) and f"{EXTERNAL_PREFIX}*" in reaction.topics
    )
