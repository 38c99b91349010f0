"""`yabot events import` ended by kill -9: the store says so, and is whole again by the same import or without it."""

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from pymongo.collection import Collection

from adapters.mongodb.client import connect_blocking
from adapters.mongodb.names import LogNames
from adapters.mongodb.transfer import CannotImport, ImportCheck, checked, import_log
from adapters.mongodb.vault_crypto import new_keys
from domain.topics import topic_modules
from tests.dev import Done, run_yabot
from tests.event_log import credit, opened_log
from tests.forked import OtherProcess


def import_until(connection: Connection, uri: str, database: str, file: str, moment: str) -> None:
    """Imports, and at `moment` waits until it is told to go on; says then how it ended."""

    def wait(*_: Any, **__: Any) -> None:
        connection.send("there")
        connection.recv()

    def rename_and_wait(self: Any, *arguments: Any, **options: Any) -> None:
        rename(self, *arguments, **options)
        wait()

    topic_modules()
    rename = Collection.rename
    if moment == "before its last step":
        Collection.rename = wait  # type: ignore[method-assign,assignment]
    elif moment == "after its last step":
        Collection.rename = rename_and_wait  # type: ignore[method-assign,assignment]
    report = wait if moment == "after its first step" else lambda count: None
    with Path(file).open("rb") as lines, connect_blocking(uri) as client:
        try:
            connection.send(import_log(client, LogNames(database), checked(lines, ImportCheck()), report))
        except CannotImport as refused:
            connection.send(str(refused))


@pytest.fixture
async def exported(mongod: str, database: str, tmp_path: Path) -> Path:
    """An export of a log of three events."""
    with opened_log(mongod, f"{database}_old") as log:
        await credit(log, "wallet:ana", 3)
    file = tmp_path / "log.jsonl"
    old = mongod.replace("/?", f"/{database}_old?")
    done = run_yabot("events", "export", file, YABOT_MONGODB_URI=old, YABOT_DATA_DIR=str(tmp_path), **new_keys())
    assert done.code == 0, done.err
    return file


class Store:
    """A migrated store, and the command line on it."""

    def __init__(self, uri: str, folder: Path) -> None:
        self._settings = {"YABOT_MONGODB_URI": uri, "YABOT_DATA_DIR": str(folder), **new_keys()}
        assert self.yabot("migrate").code == 0

    def yabot(self, *arguments: str | Path) -> Done:
        return run_yabot(*arguments, **self._settings)

    def log(self) -> Any:
        """What `doctor` finds out about it."""
        return next(each for each in self.yabot("doctor", "--json").json["findings"] if each["what"] == "log")


@pytest.fixture
def store(mongodb_uri: str, tmp_path: Path) -> Store:
    return Store(mongodb_uri, tmp_path)


def kill_import(mongod: str, database: str, file: Path, moment: str) -> None:
    with OtherProcess(import_until, mongod, database, str(file), moment) as importing:
        assert importing.hear() == "there"


@pytest.mark.parametrize("moment", ["after its first step", "before its last step"])
def test_a_killed_import_is_said_and_done_by_running_it_again(
    store: Store, exported: Path, mongod: str, database: str, moment: str
) -> None:
    kill_import(mongod, database, exported, moment)

    refused = store.yabot("serve", "projector")
    assert refused.code == 1
    assert "Run the same `yabot events import FILE` again" in refused.err
    found = store.log()
    assert found["found"] == "an import into this store was not finished, and its log is empty"
    assert found["advice"].startswith("Run the same `yabot events import FILE` again")

    assert store.yabot("events", "import", exported, "--json").json == {"events": 3}
    assert store.log()["found"].startswith("3 events")


async def test_a_killed_import_can_be_undone_and_the_log_takes_what_happens(
    store: Store, exported: Path, mongod: str, database: str, mongo_client: Any
) -> None:
    kill_import(mongod, database, exported, "before its last step")

    assert store.yabot("events", "import", "--undo", "--json").json == {"undone": True}
    assert not [n for n in mongo_client[database].list_collection_names() if n.startswith("events_importing")]
    assert store.log()["found"].startswith("empty")
    with opened_log(mongod, database) as log:
        assert await credit(log, "wallet:ana") == (1,)
    again = store.yabot("events", "import", "--undo")
    assert (again.code, again.err) == (1, "no import was broken off: there is nothing to undo\n")


async def test_an_import_killed_after_its_last_step_is_done(
    store: Store, exported: Path, mongod: str, database: str
) -> None:
    kill_import(mongod, database, exported, "after its last step")

    found = store.log()
    assert (found["found"][:8], found["advice"]) == ("3 events", None)
    with opened_log(mongod, database) as log:
        assert await credit(log, "wallet:ana") == (4,)


async def test_an_import_whose_place_another_took_changes_nothing(
    store: Store, exported: Path, mongod: str, database: str
) -> None:
    with OtherProcess(import_until, mongod, database, str(exported), "after its first step") as first:
        first.hear()
        assert store.yabot("events", "import", exported).code == 0
        first.connection.send("go on")
        assert first.hear() == "another import has begun, or this one was undone; nothing was imported"
    with opened_log(mongod, database) as log:
        assert await credit(log, "wallet:ana") == (4,)
