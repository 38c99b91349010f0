"""Replay: rebuilds beside a live projector, verification, and read models as of some moment."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, select
from sqlalchemy.engine import Connection

from adapters.sqlite.read_models import ReadModels
from domain.recorded import Recorded
from projections.engine import Projector
from projections.ports import BuildStatus, RebuildRunning
from projections.projection import Projection, on
from projections.rebuild import Interrupted, NotBuilt, as_of, rebuild, verify
from projections.registry import all_projections
from projections.rows import Rows
from tests.unit.projection_log import MORNING, Log, busy_log
from tests.unit.toy_projection import Toys, contents, sums, toy_entries, toy_sums

DEADLINE = 20.0


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    opened = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    yield opened
    opened.close()


def live(log: Log, models: ReadModels, *projections: Projection) -> Projector:
    projector = Projector(log, models.rows, projections or (Toys(),))
    projector.open()
    while projector.step():
        continue
    return projector


def toy_log(events: int) -> Log:
    log = Log()
    for number in range(events):
        log.append(f"toy:{number % 11}", "toy.added", amount=number % 7)
    return log


def extent(read: Connection) -> tuple[int, int, int]:
    """How many entries there are, the first and the last position."""
    at = toy_entries.c.position
    count, first, last = read.execute(select(func.count(), func.min(at), func.max(at))).one()
    return count, first, last


def tables(models: ReadModels) -> set[str]:
    return set(models.read(lambda read: read.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()))


def test_rebuilt_rows_are_the_live_ones_row_for_row(models: ReadModels) -> None:
    log = busy_log(users=12, rounds=5)
    live(log, models, *all_projections())
    before = models.read(contents, all_projections())
    results = rebuild(models.rows, log, all_projections())
    assert {result.position for result in results} == {log.head()}
    assert models.read(contents, all_projections()) == before


def test_a_rebuild_repairs_rows_that_somebody_has_changed_and_drops_the_old_tables(models: ReadModels) -> None:
    log = toy_log(100)
    live(log, models)
    before = models.read(sums)
    with closing(sqlite3.connect(models.path)) as vandal:
        vandal.execute("UPDATE toy_sums__b1 SET total = -1")
        vandal.commit()
    rebuild(models.rows, log, (Toys(),))
    assert models.read(sums) == before
    assert {"toy_sums__b2", "toy_entries__b2", "toy_entries_by_stream__b2"} <= tables(models)
    assert not {name for name in tables(models) if name.endswith("__b1")}


def test_parked_events_are_parked_in_the_rebuilt_model_too(models: ReadModels) -> None:
    log = Log()
    for amount in (1, 13, 2):
        log.append("toy:a", "toy.added", amount=amount)
    projector = live(log, models)
    rebuild(models.rows, log, (Toys(),))
    assert [result.parked for result in rebuild(models.rows, log, (Toys(),))] == [2]
    log.append("toy:a", "toy.added", amount=4)
    while projector.step():
        continue
    assert models.read(sums) == {"toy:a": 1}


def test_rows_that_the_database_refuses_are_found_in_a_rebuild_too(models: ReadModels) -> None:
    log = toy_log(50)
    log.append("toy:2", "toy.added", amount=None)
    for _ in range(50):
        log.append("toy:3", "toy.added", amount=1)
    live(log, models)
    before = models.read(contents, [Toys()])
    assert [result.parked for result in rebuild(models.rows, log, (Toys(),))] == [1]
    assert models.read(contents, [Toys()]) == before
    assert [result.differences for result in verify(models.rows, log, (Toys(),))] == [()]


def test_a_rebuild_beside_a_live_projector_never_errors_and_never_freezes_the_served_rows(models: ReadModels) -> None:
    log = toy_log(20_000)
    projector = Projector(log, models.rows, (Toys(),))
    projector.start()
    projector.waiting.wait(20_000, timeout=DEADLINE)
    stop, errors = threading.Event(), []
    counts: list[int] = []
    waits: list[float] = []

    def write_and_wait() -> None:
        try:
            while not stop.is_set():
                position = log.append("toy:live", "toy.added", amount=1).position
                began = time.monotonic()
                projector.waiting.wait(position, timeout=DEADLINE)
                waits.append(time.monotonic() - began)
                stop.wait(0.002)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test shows it
            errors.append(error)

    def read_on() -> None:
        try:
            while not stop.is_set():
                count, first, last = models.read(extent)
                assert (first, last) == (1, count), "a row is missing"
                counts.append(count)
                stop.wait(0.001)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test shows it
            errors.append(error)

    threads = [threading.Thread(target=write_and_wait), threading.Thread(target=read_on)]
    for thread in threads:
        thread.start()
    took: list[float] = []
    try:
        for _ in range(3):
            began = time.monotonic()
            rebuild(models.rows, log, (Toys(),))
            took.append(time.monotonic() - began)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        projector.stop()
    assert not errors
    assert counts == sorted(counts), "rows were served that were older than those before"
    assert len(set(counts)) > 10, "the served rows went on"
    assert max(waits) < min(took) / 2, "a write waited for the rebuild"
    assert all(not result.differences for result in verify(models.rows, log, (Toys(),)))


def test_a_rebuild_that_is_interrupted_leaves_nothing_behind(models: ReadModels) -> None:
    log = toy_log(100)
    live(log, models)
    before, stopping = tables(models), threading.Event()
    stopping.set()
    with pytest.raises(Interrupted):
        rebuild(models.rows, log, (Toys(),), stopping=stopping)
    assert tables(models) == before
    assert [entry.name for entry in models.path.parent.iterdir() if entry.is_dir()] == []


def test_what_a_killed_rebuild_left_is_swept_at_the_next_start_but_never_from_under_a_running_one(
    models: ReadModels,
) -> None:
    log = toy_log(10)
    live(log, models)
    left = models.rows.create(Toys(), log.epoch, BuildStatus.BUILDING, indexed=False)
    folder = models.path.with_name("read.db.aside-left")
    folder.mkdir()
    (folder / "aside.db").write_bytes(b"half a file")
    with models.rows.workshop():
        models.rows.sweep()
        assert left in models.rows.builds()
        assert folder.exists()
        with pytest.raises(RebuildRunning):
            rebuild(models.rows, log, (Toys(),))
    models.rows.sweep()
    assert [build.id for build in models.rows.builds()] == [1]
    assert not folder.exists()


def test_progress_is_told(models: ReadModels) -> None:
    log = toy_log(50)
    live(log, models)
    told: list[tuple[str, int, int]] = []
    rebuild(models.rows, log, (Toys(),), report=lambda *progress: told.append(progress))
    assert ("replaying", 50, 50) in told
    assert ("copying toy_entries", 50, 50) in told


def test_verify_finds_changed_missing_and_additional_rows_and_swaps_nothing(models: ReadModels) -> None:
    log = toy_log(30)
    live(log, models)
    assert [result.differences for result in verify(models.rows, log, (Toys(),))] == [()]
    builds = models.rows.builds()
    with closing(sqlite3.connect(models.path)) as vandal:
        vandal.execute("UPDATE toy_sums__b1 SET total = total + 1 WHERE stream = 'toy:3'")
        vandal.execute("DELETE FROM toy_entries__b1 WHERE position = 7")
        vandal.execute("INSERT INTO toy_sums__b1 VALUES ('toy:nobody', 1, '[]')")
        vandal.commit()
    (result,) = verify(models.rows, log, (Toys(),))
    assert [(each.table, each.key) for each in result.differences] == [
        ("toy_sums", ("toy:3",)),
        ("toy_sums", ("toy:nobody",)),
        ("toy_entries", (7,)),
    ]
    changed, additional, missing = result.differences
    assert changed.live is not None and changed.fresh is not None
    assert changed.live["total"] == changed.fresh["total"] + 1
    assert additional.fresh is None
    assert missing.live is None
    assert models.rows.builds() == builds


def test_verify_compares_at_the_position_of_the_live_rows_even_when_they_are_behind(models: ReadModels) -> None:
    log = toy_log(20)
    live(log, models)
    log.append("toy:1", "toy.added", amount=5)
    (result,) = verify(models.rows, log, (Toys(),))
    assert (result.position, result.differences) == (20, ())


def test_verify_compares_each_projection_at_its_own_position(models: ReadModels) -> None:
    class Slow(Projection):
        tables = (Table("slow", MetaData(), Column("stream", String, primary_key=True), Column("last", Integer)),)

        @on("toy.added")
        def added(self, event: Recorded, rows: Rows) -> None:
            rows[self.tables[0]].get_or_new(event.stream)["last"] = event.position

    log = toy_log(40)
    live(log, models)
    behind = Projector(log, models.rows, (Toys(), Slow()), batch=15)
    behind.open()
    behind.step()
    results = verify(models.rows, log, (Toys(), Slow()))
    assert [(result.position, result.differences) for result in results] == [(40, ()), (15, ())]


def test_verify_says_when_there_is_nothing_to_compare_with(models: ReadModels) -> None:
    class Newer(Toys):
        name = "toys"
        version = 2

    log = toy_log(20)
    live(log, models)
    with pytest.raises(NotBuilt):
        verify(models.rows, log, (Newer(),))


@pytest.mark.parametrize("by", ["position", "time"])
def test_read_models_as_of_a_moment_are_those_of_the_log_up_to_it(models: ReadModels, tmp_path: Path, by: str) -> None:
    log = busy_log(users=3, rounds=4)
    live(log, models, *all_projections())
    output = tmp_path / "then.db"
    until = 40 if by == "position" else MORNING + timedelta(seconds=40, milliseconds=500)
    assert as_of(models.rows, log, all_projections(), until, output) == 40

    earlier = Log()
    earlier.events = log.events[:40]
    then = ReadModels.open(f"sqlite:///{tmp_path}/earlier.db")
    live(earlier, then, *all_projections())
    expected = then.read(contents, all_projections())
    then.close()
    with closing(sqlite3.connect(output)) as found:
        kinds = dict(found.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
        assert kinds == dict.fromkeys(expected, "table")
        for name, rows in expected.items():
            columns = ", ".join(next(t for p in all_projections() for t in p.tables if t.name == name).columns.keys())
            assert sorted(found.execute(f'SELECT {columns} FROM "{name}"'), key=repr) == rows


def test_an_output_file_that_is_there_already_is_not_written_over(models: ReadModels, tmp_path: Path) -> None:
    (tmp_path / "then.db").write_text("mine")
    with pytest.raises(FileExistsError):
        as_of(models.rows, toy_log(3), (Toys(),), 2, tmp_path / "then.db")


def test_a_table_that_a_projection_no_longer_has_loses_its_public_name(models: ReadModels) -> None:
    class Slim(Projection):
        name = "toys"
        version = 2
        tables = (toy_sums,)

        @on("toy.added")
        def added(self, event: Recorded, rows: Rows) -> None:
            rows[toy_sums].get_or_new(event.stream, total=0, seen=[])

    log = toy_log(20)
    live(log, models)
    assert toy_entries.name in tables(models)
    rebuild(models.rows, log, (Slim(),))
    assert toy_entries.name not in tables(models)
    assert set(models.read(sums).values()) == {0}
