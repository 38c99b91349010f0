"""A store is brought to this release by numbered steps, once each, and a store from elsewhere is refused."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson.int64 import Int64
from pymongo import MongoClient, monitoring
from pymongo.errors import WriteError

from adapters.mongodb import migrations
from adapters.mongodb.client import connect_blocking
from adapters.mongodb.migrations import (
    MigrationBusy,
    MigrationChanged,
    Migrator,
    StoreNewer,
    StoreNotMigrated,
    known_migrations,
)
from commands.ports import StoreUnavailable

NOW = datetime(2026, 3, 1, tzinfo=UTC)

EVENT = {
    "_id": Int64(1),
    "originator_id": "wallet:0123456789abcdef",
    "originator_version": 1,
    "topic": "wallet.credited",
    "schema_version": 1,
    "state": {"amount": 10},
    "metadata": {"event_id": "e"},
    "commit_id": "c",
    "commit_index": 0,
    "recorded_at": NOW,
}


@pytest.fixture
def client(mongo_client: MongoClient[dict[str, Any]]) -> MongoClient[dict[str, Any]]:
    return mongo_client


@pytest.fixture
def write(tmp_path: Path) -> Callable[[int, str], None]:
    """Writes a migration of a test's own."""

    def written(number: int, body: str) -> None:
        (tmp_path / f"{number:04}_step.py").write_text(f"def up(main, vault):\n    {body}\n")

    return written


@pytest.fixture
def migrator(client: MongoClient[dict[str, Any]], database: str, tmp_path: Path) -> Callable[[], Migrator]:
    """A migrator as a process with the migrations written so far would have it."""

    def made() -> Migrator:
        main, vault = client[database], client[f"{database}_vault"]
        return Migrator(main, vault, migrations=known_migrations(tmp_path), now=lambda: NOW)

    return made


# --- those of this release -------------------------------------------------------------------------------------------


def test_a_new_store_gets_every_migration_in_order(mongod: str, database: str) -> None:
    with migrations.opened(mongod, database) as opened:
        with pytest.raises(StoreNotMigrated, match="0001_log"):
            opened.check()

        applied = opened.migrate()

        assert applied == known_migrations()
        assert [each.migration for each in opened.status()] == applied
        assert all(each.applied_at is not None for each in opened.status())
        opened.check()


def test_migrating_again_is_one_read(mongod: str, database: str) -> None:
    migrations.migrate(mongod, database)
    seen: list[str] = []

    class Commands(monitoring.CommandListener):
        def started(self, event: monitoring.CommandStartedEvent) -> None:
            seen.append(event.command_name)

        def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
            """Not looked at."""

        def failed(self, event: monitoring.CommandFailedEvent) -> None:
            """Not looked at."""

    with MongoClient[dict[str, Any]](mongod, event_listeners=[Commands()]) as client:
        assert Migrator(client[database], client[f"{database}_vault"]).migrate() == []
    assert [name for name in seen if name not in {"endSessions", "hello"}] == ["find"]


def test_the_log_has_the_indexes_that_correctness_needs_and_no_other(
    mongod: str, database: str, client: MongoClient[dict[str, Any]]
) -> None:
    migrations.migrate(mongod, database)

    indexes = {tuple(index["key"]): index.get("unique", False) for index in client[database]["events"].list_indexes()}

    assert indexes == {
        ("_id",): False,
        ("originator_id", "originator_version"): True,
        ("commit_id", "commit_index"): True,
    }


def test_every_migration_may_run_twice_and_keeps_what_is_there(
    mongod: str, database: str, client: MongoClient[dict[str, Any]]
) -> None:
    main, vault = client[database], client[f"{database}_vault"]
    migrations.migrate(mongod, database)
    main["events"].insert_one(EVENT)
    epoch = main["meta"].find_one({"_id": "epoch"})

    for migration in known_migrations():
        migration.up(main, vault)

    assert main["events"].find_one() == EVENT
    assert epoch is not None
    assert main["meta"].find_one({"_id": "epoch"}) == epoch


@pytest.mark.parametrize(
    "damage",
    [
        {"_id": "one"},
        {"_id": 0},
        {"_id": 1.5},
        {"originator_id": 7},
        {"originator_version": "1"},
        {"topic": None},
        {"state": "amount=10"},
        {"commit_id": 7},
        {"commit_index": None},
        {"recorded_at": "2026-03-01"},
        {"metadata": "none"},
    ],
)
def test_what_is_no_event_does_not_get_into_the_log(
    mongod: str, database: str, client: MongoClient[dict[str, Any]], damage: dict[str, Any]
) -> None:
    migrations.migrate(mongod, database)
    events = client[database]["events"]

    events.insert_one(EVENT)
    with pytest.raises(WriteError, match="validation"):
        events.insert_one(EVENT | {"_id": Int64(2), "originator_version": 2, "commit_id": "d"} | damage)


def test_what_has_a_time_to_live_goes_by_itself(
    mongod: str, database: str, client: MongoClient[dict[str, Any]]
) -> None:
    migrations.migrate(mongod, database)

    lives = {
        (name, next(iter(index["key"])), index["expireAfterSeconds"])
        for name in client[database].list_collection_names()
        for index in client[database][name].list_indexes()
        if "expireAfterSeconds" in index
    }

    assert lives == {
        ("command_outcomes", "at", 7 * 24 * 3600),
        ("drafts", "at", 30 * 24 * 3600),
        ("effects", "done_at", 90 * 24 * 3600),
        ("one_time_links", "expires_at", 0),
        ("sessions", "expires_at", 0),
    }


def test_the_vault_may_be_on_a_server_of_its_own(
    mongod: str, database: str, client: MongoClient[dict[str, Any]]
) -> None:
    migrations.migrate(mongod, database, vault_uri=mongod, vault_database=f"{database}_people")

    assert "people" in client[f"{database}_people"].list_collection_names()
    assert "people" not in client[database].list_collection_names()
    assert f"{database}_vault" not in client.list_database_names()


# --- the runner ------------------------------------------------------------------------------------------------------


def test_only_what_is_missing_is_applied(
    migrator: Callable[[], Migrator],
    write: Callable[[int, str], None],
    client: MongoClient[dict[str, Any]],
    database: str,
) -> None:
    write(1, 'main["ran"].insert_one({"step": 1})')
    migrator().migrate()
    write(2, 'vault["ran"].insert_one({"step": 2})')

    with pytest.raises(StoreNotMigrated, match="0002_step"):
        migrator().check()
    assert [each.number for each in migrator().migrate()] == [2]
    assert client[database]["ran"].count_documents({}) == 1
    assert client[f"{database}_vault"]["ran"].count_documents({}) == 1
    recorded = client[database]["migrations"].find_one({"_id": 2})
    assert recorded is not None
    assert (recorded["name"], recorded["applied_at"]) == ("step", NOW)


def test_a_failed_migration_is_not_recorded_and_the_next_try_goes_on_there(
    migrator: Callable[[], Migrator],
    write: Callable[[int, str], None],
    client: MongoClient[dict[str, Any]],
    database: str,
) -> None:
    write(1, 'main["ran"].insert_one({"step": 1})')
    write(2, 'raise RuntimeError("disk full")')
    with pytest.raises(RuntimeError, match="disk full"):
        migrator().migrate()
    assert [each.applied_at for each in migrator().status()] == [NOW, None]

    write(2, 'main["ran"].insert_one({"step": 2})')
    migrator().migrate()

    assert [each["step"] for each in client[database]["ran"].find().sort("step")] == [1, 2]


def test_of_many_processes_at_once_one_does_the_work(
    migrator: Callable[[], Migrator],
    write: Callable[[int, str], None],
    client: MongoClient[dict[str, Any]],
    database: str,
) -> None:
    for number in range(1, 6):
        write(number, f'main["ran"].insert_one({{"step": {number}}})')
    start = threading.Barrier(8)

    def process() -> int:
        one = migrator()
        start.wait()
        return len(one.migrate())

    with ThreadPoolExecutor(8) as pool:
        applied = [each.result() for each in [pool.submit(process) for _ in range(8)]]

    assert sorted(applied) == [0] * 7 + [5]
    assert [each["step"] for each in client[database]["ran"].find().sort("_id")] == [1, 2, 3, 4, 5]


def test_a_lease_that_another_holds_is_waited_for_and_a_dead_ones_is_taken(
    migrator: Callable[[], Migrator],
    write: Callable[[int, str], None],
    client: MongoClient[dict[str, Any]],
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(1, "main.list_collection_names()")
    monkeypatch.setattr(migrations, "LEASE_WAIT_SECONDS", 0.3)
    leases = client[database]["leases"]
    leases.insert_one({"_id": "migrations", "owner": "another", "until": datetime.now(UTC) + timedelta(minutes=1)})
    with pytest.raises(MigrationBusy):
        migrator().migrate()

    leases.update_one({"_id": "migrations"}, {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}})
    assert len(migrator().migrate()) == 1


def test_a_long_migration_keeps_its_lease(
    migrator: Callable[[], Migrator],
    write: Callable[[int, str], None],
    client: MongoClient[dict[str, Any]],
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(migrations, "LEASE", timedelta(milliseconds=300))
    write(
        1,
        'import time; end = time.monotonic() + 1.5\n    while time.monotonic() < end: main["ran"].find_one()\n'
        '    main["ran"].insert_one({})',
    )

    with ThreadPoolExecutor(2) as pool:
        applied = [each.result() for each in [pool.submit(migrator().migrate) for _ in range(2)]]

    assert sorted(map(len, applied)) == [0, 1]
    assert client[database]["ran"].count_documents({}) == 1


def test_a_newer_store_is_refused(
    migrator: Callable[[], Migrator], write: Callable[[int, str], None], tmp_path: Path
) -> None:
    write(1, "main.list_collection_names()")
    write(2, "main.list_collection_names()")
    migrator().migrate()
    (tmp_path / "0002_step.py").unlink()

    for refused in (migrator().check, migrator().migrate, migrator().status):
        with pytest.raises(StoreNewer, match="at migration 2, this release knows 1"):
            refused()


def test_a_migration_that_was_edited_after_it_was_applied_is_refused(
    migrator: Callable[[], Migrator], write: Callable[[int, str], None]
) -> None:
    write(1, "main.list_collection_names()")
    migrator().migrate()
    write(1, 'main["events"].drop()')

    for refused in (migrator().check, migrator().migrate):
        with pytest.raises(MigrationChanged, match="0001_step"):
            refused()


def test_a_gap_in_the_numbers_is_refused(write: Callable[[int, str], None], tmp_path: Path) -> None:
    write(1, "main.list_collection_names()")
    write(3, "main.list_collection_names()")

    with pytest.raises(ValueError, match="without a gap"):
        known_migrations(tmp_path)


def test_a_store_that_is_away_is_said_to_be_away() -> None:
    with connect_blocking("mongodb://127.0.0.1:9/?replicaSet=none", timeoutMS=300) as away:
        migrator = Migrator(away["main"], away["vault"])

        for asked in (migrator.status, migrator.check, migrator.migrate):
            with pytest.raises(StoreUnavailable):
                asked()
