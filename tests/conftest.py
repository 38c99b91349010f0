"""What all tests share: real servers, started once a session, with a fresh database for each test; and the browser."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pymongo import MongoClient
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from adapters.embedded.mongod import Mongod
from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.temporary import temporary_folder
from adapters.embedded.valkey import Valkey
from tests.browser import HOW_TO_GET_CHROMIUM, find_chromium
from tests.dev import dev_process
from tests.servers import kill, processes_of
from tests.sharing import Sharing

__all__ = ["dev_process"]

IN_CI = os.environ.get("CI") == "true"

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "here")

LEFT_OUT = pytest.StashKey[list[str]]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """The files are shared out as tests.sharing says, where whole files are."""
    return Sharing(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the browser tests out where there is no browser, and says so at the end; CI must have one."""
    if find_chromium() is not None or IN_CI:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = [item.nodeid for item in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Which tests were left out, and how to get them."""
    left_out = config.stash.get(LEFT_OUT, [])
    if left_out:
        terminalreporter.section("left out: no Chromium here", sep="=", yellow=True)
        terminalreporter.line("\n".join(left_out))
        terminalreporter.line(HOW_TO_GET_CHROMIUM)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program that the browser tests drive, with tests.browser.FLAGS."""
    found = find_chromium()
    assert found is not None, HOW_TO_GET_CHROMIUM
    return found


# --- servers for all tests -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """Where this session's servers keep their data; removed at the end."""
    with temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def mongod(server_folder: Path) -> Iterator[str]:
    """The URI of a mongod (a replica set of one), without a database."""
    with Mongod(server_folder / "mongod") as server:
        yield server.uri


@pytest.fixture(scope="session")
def valkey(server_folder: Path) -> Iterator[str]:
    """The URL of a valkey-server."""
    with Valkey(server_folder / "valkey") as server:
        yield server.url


@pytest.fixture(scope="session")
def mongo_client(mongod: str) -> Iterator[MongoClient[dict[str, Any]]]:
    """A client of the session's mongod, for what a test looks at directly."""
    with MongoClient[dict[str, Any]](mongod, tz_aware=True) as client:
        yield client


@pytest.fixture
def database(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[str]:
    """A database name of this test's own; it and all whose names begin with it are dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield name
    for each in mongo_client.list_database_names():
        if each.startswith(name):
            mongo_client.drop_database(each)


@pytest.fixture
def mongodb_uri(mongod: str, database: str) -> str:
    """The URI of the session's mongod with this test's own database in it, as YABOT_MONGODB_URI would be."""
    return mongod.replace("/?", f"/{database}?")


@pytest.fixture
def redis_url(valkey: str) -> str:
    """The URL of the session's valkey, which is empty."""
    with Redis.from_url(valkey, retry=Retry(NoBackoff(), 0)) as client:
        client.flushall()
    return valkey


# --- servers that a test may kill ------------------------------------------------------------------------------------


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder for servers of this test's own; removed afterwards, and what still runs in it is killed."""
    with temporary_folder() as folder:
        yield folder
        for pid in processes_of(folder):
            kill(pid)


@pytest.fixture
def start_mongod(own_folder: Path) -> Iterator[Callable[..., Mongod]]:
    """Starts a mongod of this test's own, with the options of Mongod (`auth=True`, `cache_gb=…`)."""
    with ExitStack() as started:
        yield lambda name="mongod", **options: started.enter_context(Mongod(own_folder / name, **options))


@pytest.fixture
def start_valkey(own_folder: Path) -> Iterator[Callable[..., Valkey]]:
    """Starts a valkey-server of this test's own."""
    with ExitStack() as started:
        yield lambda name="valkey", **options: started.enter_context(Valkey(own_folder / name, **options))


@pytest.fixture
def start_servers(own_folder: Path) -> Iterator[Callable[..., EmbeddedServers]]:
    """Starts supervised servers of this test's own: what is killed comes back on its port (`on_restart=…`)."""
    with ExitStack() as started:
        yield lambda **options: started.enter_context(EmbeddedServers(own_folder, **options))
