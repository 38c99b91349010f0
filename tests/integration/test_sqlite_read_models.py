"""The read-model database: made, found again, damaged, too old, too new; read while it is written."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from adapters.sqlite.connections import UnsupportedDatabase, writer
from adapters.sqlite.copying import PORTION, Portions
from adapters.sqlite.migrate import NewerStore, Unmigrated, newest_version, upgrade
from adapters.sqlite.read_models import ReadModels
from projections.engine import Projector
from projections.registry import all_projections
from tests.unit.projection_log import Log, busy_log
from tests.unit.toy_projection import Toys, contents, sums, toy_sums


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/folder/read.db"


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def project(log: Log, models: ReadModels) -> None:
    projector = Projector(log, models.rows, all_projections())
    projector.open()
    while projector.step():
        continue


def test_a_database_is_made_where_there_is_none_and_found_again(url: str) -> None:
    log = busy_log(users=2, rounds=2)
    first = ReadModels.open(url)
    project(log, first)
    rows = first.read(contents, all_projections())
    first.close()
    again = ReadModels.open(url)
    assert again.read(contents, all_projections()) == rows
    again.close()


def test_an_up_to_date_database_is_opened_without_importing_alembic(url: str) -> None:
    assert upgrade(url)
    assert not upgrade(url)
    script = (
        "import sys; from adapters.sqlite.read_models import ReadModels; "
        f"ReadModels.open({url!r}).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])


def test_two_processes_that_migrate_at_once_do_not_get_in_each_others_way(url: str) -> None:
    script = f"from adapters.sqlite.migrate import upgrade; upgrade({url!r})"
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", script], cwd=root) for _ in range(3)]
    assert [process.wait(timeout=30) for process in processes] == [0, 0, 0]
    assert not upgrade(url)


def test_the_migration_makes_the_tables_that_the_code_knows(url: str) -> None:
    from projections.control import control_metadata

    ReadModels.open(url).close()
    with closing(sqlite3.connect(file_of(url))) as made:
        for table in control_metadata.sorted_tables:
            columns = {row[1]: bool(row[3]) for row in made.execute(f"PRAGMA table_info({table.name})")}
            expected = {column.name: not column.nullable for column in table.columns}
            assert columns == expected


@pytest.mark.parametrize("harm", ["no database at all", "pages overwritten", "cut off"])
def test_a_damaged_file_is_put_aside_and_made_anew_from_the_log(url: str, harm: str) -> None:
    log = busy_log(users=10, rounds=5)
    models = ReadModels.open(url)
    project(log, models)
    rows = models.read(contents, all_projections())
    models.close()
    file = file_of(url)
    whole = file.read_bytes()
    match harm:
        case "no database at all":
            file.write_bytes(b"what is this" * 100)
        case "pages overwritten":
            file.write_bytes(whole[:40_960] + b"\xff" * 40_960 + whole[81_920:])
        case "cut off":
            file.write_bytes(whole[: len(whole) // 2])
    again = ReadModels.open(url)
    assert (file.parent / "read.db.damaged").exists()
    project(log, again)
    assert again.read(contents, all_projections()) == rows
    again.close()


def test_a_lost_file_is_made_anew_even_if_its_journal_is_still_there(url: str) -> None:
    log = busy_log(users=3, rounds=3)
    models = ReadModels.open(url)
    project(log, models)
    rows = models.read(contents, all_projections())
    journal = file_of(url).with_name("read.db-wal").read_bytes()
    models.close()
    file_of(url).unlink()
    file_of(url).with_name("read.db-wal").write_bytes(journal)
    again = ReadModels.open(url)
    project(log, again)
    assert again.read(contents, all_projections()) == rows
    again.close()


def test_whoever_only_reads_refuses_a_database_that_is_not_migrated(url: str) -> None:
    with pytest.raises(Unmigrated, match="yabot migrate"):
        ReadModels.open(url, migrating=False)
    file_of(url).parent.mkdir(exist_ok=True)
    sqlite3.connect(file_of(url)).close()
    with pytest.raises(Unmigrated):
        ReadModels.open(url, migrating=False)
    upgrade(url)
    ReadModels.open(url, migrating=False).close()


@pytest.mark.parametrize("migrating", [True, False])
def test_a_database_of_a_newer_release_is_refused_and_left_alone(url: str, migrating: bool) -> None:
    upgrade(url)
    with closing(sqlite3.connect(file_of(url))) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(NewerStore, match=newest_version()):
        ReadModels.open(url, migrating=migrating)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [("postgresql://localhost/x", UnsupportedDatabase), ("sqlite://", ValueError), ("sqlite:///:memory:", ValueError)],
)
def test_a_url_that_can_not_work_is_refused_in_words(wrong: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="read models"):
        ReadModels.open(wrong)


def test_queries_can_not_write(url: str) -> None:
    models = ReadModels.open(url)
    with pytest.raises(OperationalError):
        models.read(lambda read: read.execute(text("DELETE FROM builds")))
    models.close()


def test_a_query_sees_one_state_however_many_statements_it_takes(url: str) -> None:
    log, models = Log(), ReadModels.open(url)
    projector = Projector(log, models.rows, (Toys(),))
    projector.open()
    log.append("toy:a", "toy.added", amount=1)
    projector.step()

    def twice(read: Connection) -> tuple[dict[str, int], dict[str, int]]:
        before = sums(read)
        log.append("toy:a", "toy.added", amount=1)
        writer = threading.Thread(target=projector.step)
        writer.start()
        writer.join()
        return before, sums(read)

    assert models.read(twice) == ({"toy:a": 1}, {"toy:a": 1})
    assert models.read(sums) == {"toy:a": 2}
    models.close()


def test_a_view_of_the_public_name_uses_the_indexes_of_its_build(url: str) -> None:
    log, models = busy_log(users=3, rounds=3), ReadModels.open(url)
    project(log, models)

    def plan(read: Connection) -> str:
        found = read.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM event_history WHERE user_id = 'x' ORDER BY position DESC LIMIT 5"
        )
        return str(found.all())

    projector = Projector(log, models.rows, all_projections())
    projector.open()
    projector.step()
    assert "USING INDEX event_history_by_user__b" in models.read(plan)
    models.close()


def test_an_index_that_ends_in_the_position_names_it_once_and_keeps_its_order(url: str) -> None:
    log, models = busy_log(users=3, rounds=3), ReadModels.open(url)
    projector = Projector(log, models.rows, all_projections())
    projector.open()
    while projector.step():
        continue

    def plan(read: Connection) -> str:
        wanted = "SELECT * FROM event_history WHERE user_id = 'x' ORDER BY position DESC LIMIT 10"
        return str(read.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}").all())

    def made(read: Connection) -> str:
        found = read.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name LIKE 'event_history_by_user__b%'")
        return str(found.scalar_one())

    assert models.read(made).endswith("(user_id)")
    assert "event_history_by_user" in models.read(plan)
    assert "TEMP B-TREE" not in models.read(plan)
    models.close()


async def test_a_query_runs_beside_the_event_loop(url: str) -> None:
    models = ReadModels.open(url)
    projector = Projector(Log(), models.rows, (Toys(),))
    projector.open()
    assert await models.run(lambda read: read.execute(select(toy_sums)).all()) == []
    models.close()


def test_small_works_share_a_transaction_and_a_large_one_has_its_own(tmp_path: Path) -> None:
    engine = writer(tmp_path / "some.db")
    begun: list[Connection] = []
    event.listen(engine, "begin", begun.append)
    with engine.connect() as connection:
        with Portions(connection) as portions:
            for rows in (1, 10, PORTION - 11):
                portions.take(rows)
            assert len(begun) == 1
            portions.take(2 * PORTION)
            portions.take(1)
            assert len(begun) == 3
            connection.exec_driver_sql("CREATE TABLE done (number)")
        with pytest.raises(RuntimeError), Portions(connection) as portions:
            portions.take(1)
            connection.exec_driver_sql("INSERT INTO done VALUES (1)")
            raise RuntimeError
        assert connection.exec_driver_sql("SELECT count(*) FROM done").scalar_one() == 0
    engine.dispose()
