"""Invariants 1 to 8 and 12, whatever people do and wherever a process dies.

In memory, many short lives whose process dies at any of the places where that could hurt; on real servers, a longer one
whose process and whose mongod are killed with kill -9. What must hold stands in `community_invariants`.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from adapters.embedded.supervisor import EmbeddedServers
from adapters.mongodb.process_log import ProcessLog
from adapters.sqlite.read_models import ReadModels
from commands.achievement_history import HistoryOutrun
from commands.bus import Bus
from commands.context import Command
from domain.aggregate import event_class
from domain.recorded import Recorded
from projections.rebuild import verify
from projections.registry import all_projections
from tests.event_log import all_events, opened_log
from tests.faults import community_process
from tests.faults.community_invariants import Rows, by_stream, check_commands, check_log, check_rows, kind_of, replayed
from tests.faults.community_life import AFTERWARDS, life
from tests.faults.mortal_community import Danger, Killed, MortalCommunity, MortalStore
from tests.forked import OtherProcess
from tests.servers import kill
from tests.telegram_world import default_pack
from tests.unit.given import Scene
from tests.unit.test_invariants import everything_known, record_everything

LIVES = given(st.randoms(use_true_random=False), st.lists(st.integers(1, 80), max_size=12))
"""What people do, and after how many dangerous places their process dies."""


@pytest.mark.timeout(300)
@settings(max_examples=200, deadline=None)
@LIVES
def test_what_must_hold_holds_wherever_a_process_dies(random: Random, gaps: list[int]) -> None:
    check_a_life(random, Danger(list(gaps)), deeds=26)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
@settings(max_examples=3_000, deadline=None)
@LIVES
def test_what_must_hold_holds_in_many_lives_that_are_longer(random: Random, gaps: list[int]) -> None:
    check_a_life(random, Danger([*gaps, *gaps]), deeds=60)


def check_a_life(random: Random, danger: Danger, deeds: int) -> None:
    """Lives it, and looks at what it has left behind."""
    community = MortalCommunity(danger)
    moments = life(random, community.content, deeds)

    async def lived() -> None:
        await community.live(moments, random)
        await community.come_to_rest(AFTERWARDS)
        await community.check_commands()

    for moment in moments:
        note(str(moment))
    asyncio.run(lived())
    note(f"died {danger.struck}")
    check_log(community.store.events, community.content)
    check_rows(community.rows.tables, community.store.events)
    community.check_replay()


class MortalScene(Scene):
    """A scene whose process dies now and then; who gave the command gives it again, to another one."""

    process: Bus | None = None

    def bus(self) -> Bus:
        self.process = self.process or super().bus()
        return self.process

    def when(self, command: Command, *where: Any, command_id: str | None = None, **when: Any) -> Scene:
        began_at = len(self.store.events)
        command_id = command_id or f"test:{began_at}:{command}"
        while True:
            try:
                super().when(command, *where, command_id=command_id, **when)
            except Killed:
                self.process = None
                continue
            except HistoryOutrun:  # whoever counts history has read on by then
                assert self.store.events[-1].commit_id == command_id
            self.began_at = began_at
            return self


@pytest.mark.timeout(300)
@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=12))
def test_12_every_event_of_the_domain_is_recorded_once_wherever_a_process_dies(gaps: list[int]) -> None:
    mortal = MortalScene(MortalStore(Danger(list(gaps))))
    record_everything(mortal)
    check_commands(mortal.store.events)
    assert told_by(mortal.store.events) == whole_life()


@cache
def whole_life() -> list[Any]:
    """What is recorded where nobody dies: everything that the domain can record."""
    scene = MortalScene()
    record_everything(scene)
    assert not {*everything_known().values()} - {event_class(each.topic) for each in scene.store.events}
    return told_by(scene.store.events)


def told_by(events: Sequence[Recorded]) -> list[Any]:
    return [(each.stream, each.version, each.topic, each.state) for each in events]


# -- on real servers --------------------------------------------------------------------------------------------------

VICTIMS = (("process",), ("mongod",), ("process",), ("process", "mongod"), ("mongod",))
REPEATED = 5
"""So many commands that were answered are given again by the next process."""
PATIENCE = 60
"""Seconds for one answer, which may have to wait for mongod to come back."""


class Life:
    """The process that lives it, and the next one after it was killed; all that they answered."""

    def __init__(self, servers: EmbeddedServers, *arguments: Any) -> None:
        self.answers: dict[int, Any] = {}
        self.repeated = 0
        self.over = False
        self._servers, self._arguments = servers, arguments
        self._begin(0)

    def _begin(self, first: int) -> None:
        self._process = OtherProcess(community_process.live_on, *self._arguments, first)

    def until(self, answered: int) -> None:
        """Returns when so many commands are answered."""
        while len(self.answers) < answered:
            self._hear()

    def to_its_end(self) -> None:
        while not self.over:
            self._hear()
        self.close()

    def _hear(self) -> None:
        if (told := self._process.hear(PATIENCE)) is None:
            self.over = True
            return
        number, answer = told
        self.repeated += number in self.answers
        assert self.answers.setdefault(number, answer) == answer

    def kill(self, victim: str) -> None:
        """kill -9. mongod is started again by those who watch it; who lived is followed by another process."""
        if victim == "mongod":
            kill(self._servers.pids["mongod"])
            return
        self._process.kill()
        with suppress(EOFError, ConnectionResetError):  # the last word may be broken off
            while True:
                self._hear()
        self.close()
        self._begin(max(0, len(self.answers) - REPEATED))

    def close(self) -> None:
        self._process.close()


@pytest.mark.parametrize(
    ("deeds", "rounds"),
    [
        pytest.param(250, 1, marks=pytest.mark.timeout(300)),
        pytest.param(4_000, 12, marks=[pytest.mark.soak, pytest.mark.timeout(1_800)]),
    ],
)
def test_what_must_hold_holds_after_kills_of_the_process_and_of_mongod(
    deeds: int, rounds: int, start_servers: Callable[..., EmbeddedServers], tmp_path: Path
) -> None:
    servers, random, content = start_servers(), Random(3), default_pack()[0]
    uri = servers.mongodb_uri.replace("/?", "/life?")
    kills = [victims for _ in range(rounds) for victims in VICTIMS]
    moments = len(life(Random(11), content, deeds))
    lived = Life(servers, uri, str(tmp_path), 11, deeds)
    try:
        for number, victims in enumerate(kills, 1):
            lived.until(moments * number // (len(kills) + 1) + random.randrange(moments // (2 * len(kills))))
            for victim in victims:
                lived.kill(victim)
        lived.to_its_end()
    finally:
        lived.close()
    assert sorted(lived.answers) == list(range(moments))
    assert lived.repeated >= rounds * 2

    with opened_log(servers.mongodb_uri, "life") as log:
        events = all_events(log)
        check_log(events, content)
        check_aggregates(log, events)
        models = ReadModels.open(f"sqlite:///{tmp_path / 'read_models.sqlite3'}")
        try:
            check_rows(models.read(all_rows), events)
            assert [
                each.differences for each in verify(models.rows, log.log, all_projections()) if each.differences
            ] == []
        finally:
            models.close()


def check_aggregates(log: ProcessLog, events: list[Recorded]) -> None:
    """What the store loads, from snapshots where it has some, is what the log makes from its beginning."""
    streams = by_stream(events)
    loaded = asyncio.run(log.store.load({stream: kind_of(of_it[0]) for stream, of_it in streams.items()}))
    for stream, of_it in streams.items():
        anew, known = replayed(kind_of(of_it[0]), stream, of_it), loaded[stream].aggregate
        assert (known.version, known.snapshot_state) == (anew.version, anew.snapshot_state)


def all_rows(read: Connection) -> Rows:
    """Every row of every table, as queries see them."""
    return {
        table.name: [dict(row._mapping) for row in read.execute(select(table))]
        for projection in all_projections()
        for table in projection.tables
    }
