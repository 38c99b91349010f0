"""The projection engine over a real SQLite file and a log in memory."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table, select

from adapters.sqlite.read_models import ReadModels
from domain.recorded import Recorded
from projections.columns import user_column
from projections.engine import CheckpointAhead, Projector
from projections.fold import Folder, apply
from projections.ports import BuildStatus
from projections.projection import EVERY_TOPIC, Partition, Projection, on
from projections.registry import all_projections
from projections.rows import Rows
from projections.status import State
from projections.waiting import NotReached, ParkedAt, ProjectionStopped
from queries.projections import parked_events, projection_builds
from tests.unit.projection_log import Log, busy_log
from tests.unit.toy_projection import Toys, contents, entries, sums

DEADLINE = 10.0


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    opened = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    yield opened
    opened.close()


@pytest.fixture
def log() -> Log:
    return Log()


def opened(log: Log, models: ReadModels, *projections: Projection, **options: int) -> Projector:
    projector = Projector(log, models.rows, projections or (Toys(),), **options)
    projector.open()
    return projector


def caught_up(projector: Projector) -> Projector:
    while projector.step():
        continue
    return projector


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        threading.Event().wait(0.005)


def test_rows_are_there_under_the_public_name(log: Log, models: ReadModels) -> None:
    for amount in (1, 2, 3):
        log.append("toy:a", "toy.added", amount=amount)
    caught_up(opened(log, models))
    assert models.read(sums) == {"toy:a": 6}
    assert models.read(entries) == [(1, 1), (2, 2), (3, 3)]


def test_the_public_name_is_there_before_the_first_event(log: Log, models: ReadModels) -> None:
    opened(log, models)
    assert models.read(sums) == {}


def test_all_projections_share_one_read_of_the_log(models: ReadModels) -> None:
    log = busy_log(users=3, rounds=2)
    projector = opened(log, models, *all_projections())
    log.reads = 0
    assert projector.step()
    assert log.reads == 1
    assert {status.position for status in projector.status()} == {log.head()}


def test_a_projector_goes_on_where_the_last_one_stopped(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models))
    log.append("toy:a", "toy.added", amount=2)
    caught_up(opened(log, models))
    assert models.read(entries) == [(1, 1), (2, 2)]
    assert models.read(sums) == {"toy:a": 3}


def test_an_event_that_cant_be_folded_undoes_only_itself_and_is_parked_with_the_later_ones_of_its_stream(
    log: Log, models: ReadModels, caplog: pytest.LogCaptureFixture
) -> None:
    for stream, amount in (("toy:a", 1), ("toy:b", 10), ("toy:a", 13), ("toy:a", 2), ("toy:b", 20)):
        log.append(stream, "toy.added", amount=amount)
    with caplog.at_level(logging.ERROR):
        projector = caught_up(opened(log, models))
    assert models.read(sums) == {"toy:a": 1, "toy:b": 30}
    assert models.read(entries) == [(1, 1), (2, 10), (5, 20)]
    parked = models.read(parked_events)
    assert [(each.position, each.behind, each.reason) for each in parked] == [
        (3, None, "ValueError: thirteen"),
        (4, 3, "waits behind position 3"),
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "projection toys parked position 3 (toy.added): ValueError: thirteen"
    ]
    assert projector.status()[0].parked == 2


def test_a_parked_stream_stays_parked_after_a_restart(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=13)
    caught_up(opened(log, models))
    log.append("toy:a", "toy.added", amount=2)
    caught_up(opened(log, models))
    assert models.read(sums) == {}
    assert [each.position for each in models.read(parked_events)] == [1, 2]


@pytest.mark.parametrize(
    "amount",
    [None, 2**70, float("nan"), 3 + 4j],
    ids=["a missing value", "too large", "not a number", "no column's type"],
)
def test_an_event_whose_rows_the_database_refuses_is_found_in_its_batch_and_parked(
    log: Log, models: ReadModels, amount: object
) -> None:
    for stream, each in (("toy:a", 1), ("toy:b", 10), ("toy:a", amount), ("toy:a", 2), ("toy:b", 20)):
        log.append(stream, "toy.added", amount=each)
    caught_up(opened(log, models))
    assert models.read(sums) == {"toy:a": 1, "toy:b": 30}
    first, second = models.read(parked_events)
    assert (first.position, first.behind, second.position, second.behind) == (3, None, 4, 3)
    assert first.reason.startswith("rows refused: ")


def test_one_projection_that_cant_write_does_not_hold_up_the_others(log: Log, models: ReadModels) -> None:
    class Others(Projection):
        tables = (Table("others", MetaData(), Column("stream", String, primary_key=True)),)

        @on("toy.added")
        def added(self, event: Recorded, rows: Rows) -> None:
            rows[self.tables[0]].get_or_new(f"{event.stream}{event.position}")

    log.append("toy:a", "toy.added", amount=None)
    log.append("toy:b", "toy.added", amount=1)
    others = Others()
    caught_up(opened(log, models, Toys(), others))
    assert models.read(lambda read: read.execute(select(others.tables[0])).scalars().all()) == ["toy:a1", "toy:b2"]
    assert models.read(sums) == {"toy:b": 1}


def test_a_damaged_document_is_parked_under_its_position_and_the_rest_goes_on(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    log.damage(None)
    log.damage("toy:b", "toy.added")
    log.damage("toy:c", "something.else")
    log.append("toy:a", "toy.added", amount=2)
    caught_up(opened(log, models))
    assert models.read(sums) == {"toy:a": 3}
    assert [(each.position, each.reason) for each in models.read(parked_events)] == [
        (2, "not an event"),
        (3, "not an event"),
    ]


def test_an_unknown_topic_stops_the_engine_there_and_it_says_so(
    log: Log, models: ReadModels, caplog: pytest.LogCaptureFixture
) -> None:
    for amount in (1, 2, 3):
        log.append("toy:a", "toy.added", amount=amount)
    log.unknown = 3
    projector = opened(log, models)
    with caplog.at_level(logging.ERROR):
        caught_up(projector)
        assert not projector.step()
    assert models.read(sums) == {"toy:a": 3}
    status = projector.status()[0]
    assert (status.state, status.position) == (State.STOPPED, 2)
    assert "position 3: some.news version 2" in (status.reason or "")
    assert len(caplog.records) == 1
    with pytest.raises(ProjectionStopped, match=r"some\.news"):
        projector.waiting.wait(3, timeout=DEADLINE)
    projector.waiting.wait(2, timeout=DEADLINE)

    log.unknown = None
    caught_up(projector)
    assert models.read(sums) == {"toy:a": 6}
    assert projector.status()[0].state is State.LIVE


def test_a_stopped_projector_looks_again_at_leisure(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    log.unknown = 1
    projector = Projector(log, models.rows, (Toys(),))
    projector.start()
    until(lambda: projector.status()[0].state is State.STOPPED)
    began, reads = time.monotonic(), log.reads

    def looked_three_times_while_the_log_grows() -> bool:
        log.append("toy:a", "toy.added", amount=1)
        return log.reads >= reads + 3

    until(looked_three_times_while_the_log_grows)
    projector.stop()
    assert time.monotonic() - began > 0.5


def test_a_stale_projector_is_fenced_off_and_goes_on_from_what_the_other_wrote(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    log.append("toy:a", "toy.added", amount=2)
    first, stale = opened(log, models), opened(log, models, batch=1)
    caught_up(first)
    stale.step()
    assert models.read(sums) == {"toy:a": 3}, "what the stale one folded, the first event alone, is not there"
    assert models.read(projection_builds)[0].position == 2
    log.append("toy:a", "toy.added", amount=4)
    caught_up(stale)
    caught_up(first)
    assert models.read(sums) == {"toy:a": 7}
    assert models.read(entries) == [(1, 1), (2, 2), (3, 4)]
    assert models.read(parked_events) == []


def test_a_projector_whose_build_was_swapped_is_fenced_off_and_goes_on_with_the_new_one(
    log: Log, models: ReadModels
) -> None:
    log.append("toy:a", "toy.added", amount=1)
    projector = caught_up(opened(log, models))
    fresh = models.rows.create(Toys(), log.epoch, BuildStatus.BUILDING, indexed=True)
    aside = Folder(Toys(), fresh, models.rows, 10)
    apply(models.rows, [aside], log.read(0, 10))
    models.rows.swap([aside.build])
    log.append("toy:a", "toy.added", amount=2)
    caught_up(projector)
    assert models.read(sums) == {"toy:a": 3}


def test_two_projectors_that_start_at_once_share_one_build(
    log: Log, models: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(log, models)
    builds = models.rows.builds
    answers = [[], []]  # what the second one saw before the first had made its build
    monkeypatch.setattr(models.rows, "builds", lambda: answers.pop() if answers else builds())
    second = opened(log, models)
    log.append("toy:a", "toy.added", amount=1)
    caught_up(first)
    caught_up(second)
    assert models.read(sums) == {"toy:a": 1}
    assert len(builds()) == 1


def test_two_projectors_that_run_at_once_double_nothing(log: Log, models: ReadModels, tmp_path: Path) -> None:
    other = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    projectors = [Projector(log, each.rows, (Toys(),), batch=3, pause=lambda _: 0.0) for each in (models, other)]
    try:
        for projector in projectors:
            projector.start()
        for number in range(300):
            log.append(f"toy:{number % 7}", "toy.added", amount=1)
        for projector in projectors:
            until(lambda projector=projector: projector.status()[0].position == 300)
    finally:
        for projector in projectors:
            projector.stop()
        other.close()
    assert models.read(parked_events) == []
    assert len(models.read(entries)) == 300
    assert sum(models.read(sums).values()) == 300


@pytest.mark.parametrize(("failure", "traced"), [(ConnectionError("away"), False), (KeyError("ours"), True)])
def test_a_log_that_is_away_is_tried_again_and_told_once_in_one_line_unless_the_fault_is_ours(
    log: Log, models: ReadModels, caplog: pytest.LogCaptureFixture, failure: Exception, traced: bool
) -> None:
    pauses: list[int] = []
    projector = Projector(log, models.rows, (Toys(),), pause=lambda failures: pauses.append(failures) or 0.0)
    log.append("toy:a", "toy.added", amount=1)
    log.failures = [failure] * 3
    with caplog.at_level(logging.ERROR):
        projector.start()
        projector.waiting.wait(1, timeout=DEADLINE)
        projector.stop()
    assert pauses == [1, 2, 3]
    (told,) = caplog.records
    assert bool(told.exc_info) is traced
    assert type(failure).__name__ in told.getMessage()
    assert models.read(sums) == {"toy:a": 1}


def test_a_failed_write_leaves_nothing_behind_and_is_made_again(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    projector = opened(log, models)
    writes = models.rows.write
    broken = [OSError("disk full")]

    def write(changes):  # type: ignore[no-untyped-def]
        if broken:
            raise broken.pop()
        writes(changes)

    models.rows.write = write  # type: ignore[method-assign]
    log.append("toy:a", "toy.added", amount=2)
    projector.start()
    projector.waiting.wait(2, timeout=DEADLINE)
    projector.stop()
    assert models.read(sums) == {"toy:a": 3}
    assert models.read(entries) == [(1, 1), (2, 2)]


# --- waiting ---------------------------------------------------------------------------------------------------------


def test_who_waits_is_woken_when_the_position_is_reached(log: Log, models: ReadModels) -> None:
    projector = Projector(log, models.rows, (Toys(),))
    projector.start()
    try:
        for amount in range(1, 30):
            position = log.append("toy:a", "toy.added", amount=1).position
            projector.waiting.wait(position, timeout=DEADLINE)
            assert models.read(sums) == {"toy:a": amount}
    finally:
        projector.stop()


async def test_waiting_on_the_event_loop_ends_with_the_position_or_with_the_time(log: Log, models: ReadModels) -> None:
    projector = Projector(log, models.rows, (Toys(),))
    projector.start()
    try:
        waiting = asyncio.gather(*(projector.waiting.wait_for(2, DEADLINE) for _ in range(50)))
        log.append("toy:a", "toy.added", amount=1)
        log.append("toy:a", "toy.added", amount=2)
        await waiting
        assert await models.run(sums) == {"toy:a": 3}
        with pytest.raises(NotReached) as late:
            await projector.waiting.wait_for(3, 0.05)
        assert (late.value.position, late.value.reached) == (3, 2)
    finally:
        projector.stop()


async def test_a_process_without_a_projector_waits_by_looking(log: Log, models: ReadModels, tmp_path: Path) -> None:
    reader = ReadModels.open(f"sqlite:///{tmp_path}/read.db", migrating=False)
    projector = Projector(log, models.rows, (Toys(),))
    projector.start()
    try:
        log.append("toy:a", "toy.added", amount=1)
        await reader.wait_for(1, log.epoch, DEADLINE)
        assert await reader.run(sums) == {"toy:a": 1}
        with pytest.raises(NotReached):
            await reader.wait_for(2, log.epoch, 0.05)
        log.append("toy:a", "toy.added", amount=13)
        with pytest.raises(ParkedAt):
            await reader.wait_for(2, log.epoch, DEADLINE)
    finally:
        projector.stop()
        reader.close()


async def test_a_process_without_a_projector_hears_that_nobody_folds_on_and_why(
    log: Log, models: ReadModels, tmp_path: Path
) -> None:
    reader = ReadModels.open(f"sqlite:///{tmp_path}/read.db", migrating=False)
    log.append("toy:a", "toy.added", amount=1)
    log.append("toy:a", "toy.added", amount=1)
    log.unknown = 2
    projector = opened(log, models)
    caught_up(projector)
    await reader.wait_for(1, log.epoch, DEADLINE)
    with pytest.raises(ProjectionStopped, match=r"some\.news"):
        await reader.wait_for(2, log.epoch, DEADLINE)

    log.unknown = None
    caught_up(opened(log, models))  # a newer release, in another process
    await reader.wait_for(2, log.epoch, DEADLINE)
    with pytest.raises(NotReached):
        await reader.wait_for(3, log.epoch, 0.05)
    reader.close()


async def test_a_process_without_a_projector_does_not_take_rows_of_another_log_for_its_own(
    log: Log, models: ReadModels
) -> None:
    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models))
    log.epoch = "restored"
    with pytest.raises(NotReached) as late:
        await models.wait_for(1, log.epoch, 0.05)
    assert late.value.reached == 0
    opened(log, models)
    with pytest.raises(ProjectionStopped, match="being rebuilt"):
        await models.wait_for(1, log.epoch, DEADLINE)


def test_waiting_fails_at_once_on_a_parked_position_and_on_a_parked_stream(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=13)
    log.append("toy:b", "toy.added", amount=1)
    projector = caught_up(opened(log, models))
    with pytest.raises(ParkedAt) as parked:
        projector.waiting.wait(1, timeout=DEADLINE)
    assert (parked.value.position, parked.value.projection) == (1, "toys")
    with pytest.raises(ParkedAt):
        projector.waiting.wait(100, timeout=DEADLINE, stream="toy:a")
    projector.waiting.wait(2, timeout=DEADLINE)


def test_waiting_for_one_projection_does_not_wait_for_the_others(log: Log, models: ReadModels) -> None:
    class Others(Toys):
        name = "others"
        tables = (Table("others", MetaData(), user_column()),)

        @on(EVERY_TOPIC)
        def added(self, event: Recorded, rows: Rows) -> None: ...

    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models, Toys()))
    projector = opened(log, models, Toys(), Others())
    projector.waiting.wait(1, timeout=DEADLINE, projections=("toys",))
    with pytest.raises(NotReached):
        projector.waiting.wait(1, timeout=0.01)


# --- taking up builds ------------------------------------------------------------------------------------------------


def test_a_new_projection_is_filled_without_holding_up_the_others(log: Log, models: ReadModels) -> None:
    class Newcomers(Projection):
        tables = (Table("newcomers", MetaData(), Column("stream", String, primary_key=True)),)

        @on("toy.added")
        def added(self, event: Recorded, rows: Rows) -> None:
            rows[self.tables[0]].get_or_new(event.stream)

    for _ in range(50):
        log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models))
    projector = opened(log, models, Toys(), Newcomers(), batch=5)
    log.append("toy:a", "toy.added", amount=1)
    projector.step()
    positions = {status.name: status.position for status in projector.status()}
    assert positions == {"toys": 51, "newcomers": 5}
    caught_up(projector)
    assert {status.state for status in projector.status()} == {State.LIVE}


class ToysTwo(Toys):
    """The next version: counts double."""

    name = "toys"
    version = 2

    @on("toy.added")
    def added(self, event: Recorded, rows: Rows) -> None:
        super().added(event, rows)
        rows[self.tables[0]].get_or_new(event.stream)["total"] += event.amount


def test_a_changed_version_is_built_anew_while_the_old_rows_serve(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models))
    projector = Projector(log, models.rows, (ToysTwo(),))
    projector.open()
    assert projector.status()[0].state is State.REBUILDING
    assert models.read(sums) == {"toy:a": 1}
    with pytest.raises(ProjectionStopped, match="rebuilt"):
        projector.waiting.wait(2, timeout=DEADLINE)
    projector.start()
    until(lambda: projector.status()[0].state is State.LIVE)
    log.append("toy:a", "toy.added", amount=2)
    projector.waiting.wait(2, timeout=DEADLINE)
    projector.stop()
    assert models.read(sums) == {"toy:a": 6}


def test_an_older_release_leaves_a_newer_build_alone(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models, ToysTwo()))
    older = opened(log, models, Toys())
    log.append("toy:a", "toy.added", amount=1)
    assert not older.step()
    assert older.status()[0].state is State.REPLACED
    assert models.read(sums) == {"toy:a": 2}


def test_another_epoch_makes_everything_anew(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    log.append("toy:a", "toy.added", amount=2)
    caught_up(opened(log, models))
    restored = Log(epoch="epoch-2")
    restored.append("toy:a", "toy.added", amount=5)
    projector = Projector(restored, models.rows, (Toys(),))
    projector.start()
    until(lambda: projector.status()[0].state is State.LIVE)
    projector.stop()
    assert models.read(sums) == {"toy:a": 5}


def test_a_checkpoint_ahead_of_the_log_is_refused_by_name(log: Log, models: ReadModels) -> None:
    log.append("toy:a", "toy.added", amount=1)
    log.append("toy:a", "toy.added", amount=1)
    caught_up(opened(log, models))
    log.events.pop()
    with pytest.raises(CheckpointAhead, match="toys is at 2, but the log ends at 1"):
        opened(log, models)


def test_rows_are_the_same_with_hardly_any_of_them_in_memory(tmp_path: Path) -> None:
    log, found = busy_log(users=9, rounds=4), []
    for number, options in enumerate(({"batch": 10_000}, {"batch": 7, "rows_kept": 2})):
        models = ReadModels.open(f"sqlite:///{tmp_path}/{number}.db")
        caught_up(opened(log, models, *all_projections(), **options))
        found.append(models.read(contents, all_projections()))
        models.close()
    assert found[0] == found[1]


def test_whatever_depends_on_whatever_is_parked_alone(log: Log, models: ReadModels) -> None:
    class Wholes(Toys):
        name = "toys"
        partition = Partition.WHOLE

    for amount in (13, 1):
        log.append("toy:a", "toy.added", amount=amount)
    caught_up(opened(log, models, Wholes()))
    assert models.read(sums) == {"toy:a": 1}
    assert [each.position for each in models.read(parked_events)] == [1]
